"""What a date says of itself, and what the database counts and refuses."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from parvis.agenda.models import ClashLevel, Entry, Hold
from parvis.agenda.tests.factories import EntryFactory, HoldFactory, SeriesFactory
from parvis.centres.models import Stop
from parvis.centres.tests.factories import SiteFactory

pytestmark = pytest.mark.django_db


def test_whatever_a_calendar_must_know_raises_the_sequence():
    entry = EntryFactory()
    told_at = entry.changed_at

    Entry.objects.filter(pk=entry.pk).update(link="https://example.org/")
    entry.refresh_from_db()
    assert entry.sequence == 1
    assert entry.changed_at > told_at

    Entry.objects.filter(pk=entry.pk).update(series=SeriesFactory(), occurrence="2026-03-03")
    entry.refresh_from_db()
    assert entry.sequence == 1


def test_a_change_put_back_raises_it_too():
    entry = EntryFactory()
    Entry.objects.filter(pk=entry.pk).update(link="https://example.org/")

    Entry.objects.filter(pk=entry.pk).update(link="", sequence=0)

    entry.refresh_from_db()
    assert entry.sequence == 2
    Entry.objects.filter(pk=entry.pk).update(sequence=0)
    entry.refresh_from_db()
    assert entry.sequence == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"layer": "centre"},
        {"layer": "moon"},
        {"state": "perhaps"},
        {"presence": "nearby"},
        {"ends": datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC)},
        {"occurrence": "2026-03-03"},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(**wrong)


def test_a_day_of_a_series_has_one_date():
    series = SeriesFactory()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        EntryFactory(series=series, occurrence="2026-03-03")
        EntryFactory(series=series, occurrence="2026-03-03")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_hold_takes_up_one_thing():
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldFactory(person="Ana Silva", body="comex")
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldFactory()


def test_when_and_where_in_words():
    entry = EntryFactory(place={"fr": "Mairie", "en": "Town hall"})
    site = SiteFactory(name={"en": "Main site"}, city="Ville", centre__name="Cité")
    with translation.override("en"):
        assert entry.when == "Tuesday 3 March 2026, 10 a.m.–noon"
        assert entry.where == "Town hall"
        assert EntryFactory(site=site).where == "Main site, Cité, Ville"
        assert EntryFactory(presence="online").where == "online"
        assert EntryFactory(site=site, presence="online").where == "online"
        assert EntryFactory().where == ""
        assert str(entry) == f"2026-03-03 · {entry.title['en']}"
        night = EntryFactory(ends=datetime.datetime(2026, 3, 4, 1, tzinfo=datetime.UTC))
        assert night.when == "Tuesday 3 March 2026, 10 a.m. – Wednesday 4 March 2026, 2 a.m."
        assert night.last_day == datetime.date(2026, 3, 4)


def test_whole_days_in_words():
    with translation.override("en"):
        week = EntryFactory(
            begins=datetime.datetime(2025, 12, 7, 23, tzinfo=datetime.UTC),
            ends=datetime.datetime(2025, 12, 12, 23, tzinfo=datetime.UTC),
            whole_days=True,
        )
        assert week.when == "8–12 December 2025"
        week.ends = datetime.datetime(2025, 12, 8, 23, tzinfo=datetime.UTC)
        assert week.when == "Monday 8 December 2025"


def test_a_stop_says_its_place():
    bus = SiteFactory(kind="mobile")
    stop = Stop.objects.create(
        site=bus, commune="Bourg", place="Marché", first="2026-03-03", begins="09:00", ends="12:00"
    )
    assert EntryFactory(site=bus, stop=stop).where == "Marché, Bourg"


def test_what_is_held_in_words():
    hold = Hold(person="Ana Silva", begins=datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC))
    assert str(hold) == "Ana Silva · 2026-03-03 09:00"
    with translation.override("en"):
        assert str(ClashLevel(kind="space", level="warn")) == (
            "the same space · told, and may go on"
        )
        assert str(SeriesFactory()) == "every week: Tuesday · 10:00"
