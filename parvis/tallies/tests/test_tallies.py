import datetime

import pytest
from django.db import IntegrityError, transaction

from parvis.accounts.actors import command
from parvis.accounts.roles import ROLES
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.kernel import measures
from parvis.kernel.measures import Measure
from parvis.tallies import actions, queries
from parvis.tallies.models import Count

pytestmark = pytest.mark.django_db
BY, DAY = command("test"), datetime.date(2026, 3, 3)


@pytest.fixture
def site(db):
    return SiteFactory()


@pytest.fixture
def things(monkeypatch):
    """A room that counts: what its rows say, by cell; None when they are gone."""
    rows = {"red": 2}
    monkeypatch.setattr(measures, "_measures", {})
    measures.register(Measure("test.things", "things", "colour", lambda site, day: rows))
    measures.register(Measure("test.gone", "gone", "colour", lambda site, day: None))
    return rows


def add(site, cell, n=1, measure="test.things"):
    actions.add(site=site, day=DAY, measure=measure, cell=cell, n=n, by=BY)


def test_what_is_added_adds_up_and_what_comes_to_nothing_has_no_row(site):
    add(site, "red")
    add(site, "red", 2)
    add(site, "blue")
    add(site, "blue", -1)
    add(site, "green", 0)

    assert queries.of_day(site, DAY, "test.things") == {"red": 3}
    assert Count.objects.count() == 1


def test_many_cells_are_added_in_one_statement(site, django_assert_num_queries):
    lines = [("test.things", "red", 1), ("test.others", "blue", 2), ("test.things", "red", 1)]

    with django_assert_num_queries(4):  # the signature, a savepoint around, one statement
        actions.add_all(site=site, day=DAY, lines=lines, by=BY)

    assert queries.all_of_day(site, DAY) == {"test.things": {"red": 2}, "test.others": {"blue": 2}}


def test_a_count_is_of_its_site_and_day(site):
    other = SiteFactory()
    add(site, "red")
    add(other, "red", 5)
    actions.add(
        site=site, day=DAY + datetime.timedelta(1), measure="test.things", cell="red", n=7, by=BY
    )

    last = DAY + datetime.timedelta(1)
    assert queries.of_day(site, DAY, "test.things") == {"red": 1}
    assert queries.between([site, other], DAY, last, "test.things") == {"red": 13}
    assert queries.between([site], DAY, DAY, "test.things", "b") == {}
    assert queries.total({"a/1": 2, "a/2": 3, "b": 5}, "a/") == 5


@pytest.mark.parametrize("wrong", ["Zoé", "a b", "x@example.org", "A", "'"])
def test_words_are_refused_by_the_database(site, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        add(site, wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(site, "red", measure=f"test.{wrong}")


def test_a_recount_puts_right_and_says_what_was_wrong(site, things):
    add(site, "red", 5)
    add(site, "blue")
    add(site, "red", 4, measure="test.gone")

    assert actions.recount(site=site, day=DAY, by=BY) == {
        "test.things": {"red": (5, 2), "blue": (1, 0)}
    }
    assert queries.all_of_day(site, DAY) == {"test.things": {"red": 2}, "test.gone": {"red": 4}}
    assert actions.recount(site=site, day=DAY, by=BY) == {}


def test_rows_of_a_settled_day_lie_in_the_order_of_their_cells(site):
    for cell in ("z", "a", "m"):
        add(site, cell)

    actions.settle(site=site, day=DAY, by=BY)

    assert list(Count.objects.order_by("pk").values_list("cell", flat=True)) == ["a", "m", "z"]


def test_two_rooms_do_not_count_under_one_name(things):
    same = measures.registered()[-1]

    assert measures.register(same) is same
    with pytest.raises(ValueError, match=same.name):
        measures.register(Measure(same.name, "other", "cell", lambda site, day: {}))


def test_a_count_says_where_when_and_what(site):
    add(site, "red")

    assert str(Count.objects.get()).endswith("2026-03-03 · test.things red: 1")


class Someone:
    def __init__(self, key, place):
        from parvis.accounts.queries import Holding

        self.holding_now = (Holding(ROLES[key], place),)


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [
        ("centre:reception", True, False),
        ("centre:manager", True, False),
        ("centre:referent", True, False),
        ("centre:partnerships", False, False),
        ("network:coordinator", False, False),
        ("network:administrator", False, False),
    ],
)
def test_a_count_of_a_day_is_read_in_its_own_centre_alone(site, role, own, other):
    add(site, "red")
    elsewhere = CentreFactory()

    assert queries.counts(Someone(role, site.centre_id)).exists() is own
    assert queries.counts(Someone(role, elsewhere.pk)).exists() is other
