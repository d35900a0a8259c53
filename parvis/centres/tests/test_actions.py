import datetime

import pytest

from parvis.accounts.actors import command
from parvis.centres import actions
from parvis.centres.models import Centre
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.kernel.keeping import CannotKeep, Change
from parvis.sources.errors import Unsourced
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db

BY = command("test")


@pytest.fixture
def source():
    return SourceFactory()


def liege(source, **said):
    said = {
        "name": "Cité des métiers de Liège",
        "country": "BE",
        "city": "Liège",
        "time_zone": "Europe/Brussels",
        "simulated": False,
        "sources": [source],
        **said,
    }
    return actions.record_centre(code="cdm-liege", by=BY, **said)


def test_record_centre_creates_then_changes_only_what_differs(source):
    first = liege(source)
    again = liege(source)
    later = liege(source, languages=["fr"], bearer={"fr": "Une association"})

    assert (first.change, again.change) == (Change.CREATED, Change.UNCHANGED)
    assert (later.change, later.columns) == (Change.CHANGED, ("languages", "bearer"))


def test_record_centre_sorts_without_accents_or_capitals(source):
    assert liege(source).row.sort_key == "cite des metiers de liege"


def test_record_centre_replaces_the_sources(source):
    liege(source)
    other = SourceFactory()

    kept = liege(source, sources=[other])

    assert kept.columns == ("sources",)
    assert list(kept.row.sources.all()) == [other]


def test_record_centre_refuses_a_stated_fact_without_a_source(source):
    with pytest.raises(Unsourced):
        liege(source, sources=[])

    assert not Centre.objects.exists()


def test_record_centre_takes_an_inferred_fact_without_a_source(source):
    assert liege(source, sources=[], standing="inferred").row.standing == "inferred"


def test_record_centre_refuses_words_in_no_language(source):
    with pytest.raises(CannotKeep) as refusal:
        liege(source, bearer={"xx": "?"})

    assert refusal.value.column == "bearer"


@pytest.mark.parametrize(
    ("record", "said", "other"),
    [
        ("record_name", {"name": "Ancien nom"}, {"end": "2018"}),
        ("record_alias", {"text": "La Cité"}, {"language": "fr"}),
        ("record_site", {"code": "main", "kind": "main"}, {"stage": "open"}),
        ("record_pole", {"code": "p", "need": "mobility"}, {"name": {"fr": "Partir"}}),
    ],
)
def test_what_belongs_to_a_centre_is_created_then_changed_only_where_it_differs(
    source, record, said, other
):
    said = {"centre": CentreFactory(), "sources": [source], "by": BY, **said}

    kept = [getattr(actions, record)(**said, **more) for more in ({}, {}, other)]

    assert [one.change for one in kept] == [Change.CREATED, Change.UNCHANGED, Change.CHANGED]
    assert kept[2].columns == tuple(other)


def test_record_site_alias_keeps_one_row_a_spelling(source):
    site = SiteFactory()

    kept = [
        actions.record_site_alias(
            site=site, text="Le bus", language=language, sources=[source], by=BY
        )
        for language in (None, None, "fr")
    ]

    assert [one.change for one in kept] == [Change.CREATED, Change.UNCHANGED, Change.CHANGED]


def test_record_hours_keeps_one_row_an_opening(source):
    said = {"site": SiteFactory(), "weekday": 1, "sources": [source], "by": BY}

    morning = actions.record_hours(opens="08:30", closes="12:00", **said)
    again = actions.record_hours(opens="08:30", closes=datetime.time(12), **said)
    longer = actions.record_hours(opens="08:30", closes="12:30", **said)
    afternoon = actions.record_hours(opens="13:30", closes="16:30", **said)

    assert (again.change, longer.columns) == (Change.UNCHANGED, ("closes",))
    assert (morning.row.pk, afternoon.change) == (longer.row.pk, Change.CREATED)


def test_record_hours_refuses_what_is_no_hour(source):
    with pytest.raises(CannotKeep):
        actions.record_hours(
            site=SiteFactory(), weekday=1, opens="25:00", closes="26:00", sources=[source], by=BY
        )
