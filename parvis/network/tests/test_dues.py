"""Dues, memberships and label steps as those who keep them see them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from parvis.accounts.actors import command
from parvis.accounts.models import NetworkPost, User
from parvis.centres.tests.factories import CentreFactory
from parvis.kernel.dates import PartialDate
from parvis.kernel.editing import NOTHING, token
from parvis.kernel.keeping import CannotKeep
from parvis.network import actions, queries, rules
from parvis.network.enums import DueState
from parvis.network.errors import NotAMember
from parvis.network.models import Due, DueAmount, LabelFact, Membership
from parvis.network.tests.factories import (
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)
from parvis.principles.tests.factories import LabelAlertFactory

BY = command("test")
DAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def member(**said):
    row = MembershipFactory(**said)
    row.refresh_from_db()
    return row


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, DueState.NOT_CALLED),
        ({"called": "2026-03-03"}, DueState.NOT_CALLED),
        ({"called": "2026-03-02"}, DueState.CALLED),
        ({"called": "2026-01-02", "payable": "2026-03-02"}, DueState.CALLED),
        ({"called": "2026-01-02", "payable": "2026-03-01"}, DueState.OVERDUE),
        ({"called": "2026-01-02", "payable": "2026-03-01", "paid": "2026-03-02"}, DueState.PAID),
        ({"called": "2026-01-02", "paid": "2026-03-03"}, DueState.CALLED),
    ],
)
def test_where_a_due_stands_is_read_from_its_dates(said, state):
    assert queries.due_state(Due(**{name: day(text) for name, text in said.items()}), DAY) == state


@pytest.mark.django_db
class TestDues:
    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"paid": DAY}, "called before it is paid"),
            ({"payable": DAY}, "payable from the day it is called"),
            ({"called": DAY, "payable": datetime.date(2026, 3, 1)}, "payable from the day"),
        ],
    )
    def test_dates_that_make_no_sense_are_refused_in_words(self, said, sentence):
        with pytest.raises(CannotKeep, match=sentence):
            actions.record_due(membership=member(), year=2026, **said, seen=NOTHING, by=BY)

    def test_a_due_is_of_a_year_in_which_the_centre_is_a_member(self):
        held = member(start="2010", end="2025-06-26", centre__name="Ici")

        due = actions.record_due(membership=held, year=2025, by=BY).row
        for year in (2009, 2026):
            with pytest.raises(NotAMember, match=f"Ici was no member in {year}"):
                actions.record_due(membership=held, year=year, by=BY)

        assert str(due) == "Ici · 2025"

    def test_a_membership_without_a_beginning_counts_from_when_it_is_shown(self):
        held = member(start=None, attested="2019")

        with pytest.raises(NotAMember):
            actions.record_due(membership=held, year=2018, by=BY)

    def test_the_amount_stands_apart_and_goes_with_its_due(self, django_assert_num_queries):
        due = actions.record_due(membership=member(), year=2026, called=DAY, by=BY).row
        amount = actions.record_due_amount(due=due, amount=Decimal(1200), by=BY).row
        network = due.membership.network

        with django_assert_num_queries(1):
            (plain,) = queries.dues(network, 2026)
        assert "amount" not in plain._state.fields_cache
        with django_assert_num_queries(1):
            (whole,) = queries.dues(network, 2026, amounts=True)
            assert (whole.amount.amount, whole.amount.currency) == (1200, "EUR")
        assert str(amount) == str(due)
        actions.remove(row=due, seen=token(Due.objects.get()), by=BY)
        assert not DueAmount.objects.exists()

    @pytest.mark.parametrize("wrong", [{"amount": Decimal(-1)}, {"currency": "eur"}])
    def test_an_amount_is_an_amount(self, wrong):
        due = actions.record_due(membership=member(), year=2026, by=BY).row

        with pytest.raises(CannotKeep):
            actions.record_due_amount(
                due=due, **{"amount": Decimal(1), **wrong}, seen=NOTHING, by=BY
            )

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_number_of_queries_does_not_grow_with_members(
        self, many, django_assert_num_queries
    ):
        network = NetworkFactory()
        for _one in range(many):
            actions.record_due(membership=member(network=network), year=2026, by=BY)

        with django_assert_num_queries(1):
            assert len({str(due) for due in queries.dues(network, 2026)}) == many

    def test_the_treasurer_alone_reads_amounts(self):
        users = {}
        for role in ("treasurer", "coordinator", "executive-committee"):
            users[role] = User.objects.create_user(f"{role}@example.org", name=role)
            NetworkPost.objects.create(user=users[role], role=role, start=day("2020-01-01"))

        assert rules.may_see_amounts(users["treasurer"])
        assert not rules.may_see_amounts(users["coordinator"])
        assert not rules.may_see_amounts(users["executive-committee"])


@pytest.mark.django_db
class TestClashes:
    def test_a_centre_that_is_a_member_already_is_told(self):
        held = member(start="2019", centre__name="Ici")
        asked = {"network": held.network, "centre": held.centre, "start": DAY}

        told = ["Ici is already a member since 2019."]
        assert rules.clashes_of_membership(**asked) == told
        assert rules.clashes_of_membership(**asked, end=day("2027-01-01")) == told
        assert rules.clashes_of_membership(**asked, was=held) == []
        assert rules.clashes_of_membership(**asked, end=day("2026-01-01")) == [
            "The end comes before the beginning."
        ]
        before = {**asked, "start": day("2001-01-01"), "end": day("2003-01-01")}
        assert rules.clashes_of_membership(**before) == []

    def test_a_centre_that_has_left_may_come_back(self):
        held = member(start="2019", end="2026-03-02")

        assert (
            rules.clashes_of_membership(network=held.network, centre=held.centre, start=DAY) == []
        )

    def test_label_decisions_that_surprise_are_told_and_not_refused(self):
        centre = CentreFactory(name="Ici")
        network = member(centre=centre, end="2026-01-01").network
        withdrawn = LabelFactFactory(
            network=network, centre=centre, decision="withdrawn", step="none", date="2025-06-26"
        )
        asked = {"network": network, "centre": centre, "date": day("2025-06-26")}

        assert rules.clashes_of_label(**asked, decision="withdrawn", step="none") == [
            "This decision is already recorded on 26 June 2025.",
            "The label was withdrawn on 26 June 2025.",
        ]
        assert (
            rules.clashes_of_label(**asked, decision="withdrawn", step="none", was=withdrawn) == []
        )
        assert rules.clashes_of_label(**asked, decision="granted", step="none") == [
            "A withdrawal leaves no step, and only a withdrawal does."
        ]
        late = {**asked, "date": DAY}
        assert rules.clashes_of_label(**late, decision="granted", step="operating") == [
            "Ici is no member on 2 March 2026."
        ]


@pytest.mark.django_db
def test_label_alerts_are_those_of_the_members_of_the_day(django_assert_num_queries):
    here, left = member(), member(end="2026-01-01")
    Membership.objects.filter(pk=left.pk).update(network=here.network)
    alert = LabelAlertFactory(centre=here.centre.code)
    LabelAlertFactory(centre=left.centre.code)
    LabelAlertFactory(centre=here.centre.code, state="mended", mended="2026-01-01T00:00Z")

    with django_assert_num_queries(1):
        assert list(queries.label_alerts(here.network, DAY)) == [alert]


@pytest.mark.django_db
def test_a_decision_recorded_by_mistake_is_removed():
    fact = LabelFactFactory()
    fact.refresh_from_db()
    assert fact.date == PartialDate("2024-11")

    actions.remove(row=fact, seen=token(fact), by=BY)

    assert not LabelFact.objects.exists()
