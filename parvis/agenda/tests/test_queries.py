"""Dates as they are read: three layers in one list, between two days, today and tomorrow apart."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from parvis.accounts.actors import command
from parvis.agenda import queries
from parvis.agenda.actions import hold
from parvis.agenda.tests.factories import EntryFactory
from parvis.centres.models import Stop
from parvis.centres.tests.factories import CentreFactory, SiteFactory, SpaceFactory

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
NINE = datetime.datetime(2026, 3, 3, 9, tzinfo=UTC)
HOUR = datetime.timedelta(hours=1)


def test_the_public_reads_what_is_announced_and_what_was_cancelled():
    shown = EntryFactory(), EntryFactory(state="cancelled")
    draft = EntryFactory(state="draft")
    made_up = EntryFactory(simulated=True)

    assert {*queries.agenda()} == {*shown}
    assert {*queries.agenda(drafts=True)} == {*shown, draft}
    assert {*queries.agenda(simulated=True)} == {made_up}


def test_by_layer_place_and_language():
    site = SiteFactory(kind="mobile")
    stop = Stop.objects.create(
        site=site, commune="B", place="M", first="2026-03-03", begins="9:00", ends="12:00"
    )
    ours = EntryFactory(
        layer="centre", centre=site.centre, site=site, stop=stop, languages=["ar", "fr"]
    )
    network, europe = EntryFactory(), EntryFactory(layer="europe", languages=["en"])
    theirs = EntryFactory(layer="centre", centre=CentreFactory())

    assert {*queries.agenda(layers=["europe"])} == {europe}
    for place in ({"centre": site.centre}, {"site": site}, {"stop": stop}):
        assert {*queries.agenda(**place)} == {ours}
    assert {*queries.agenda(language="ar")} == {ours, network, theirs}
    assert {*queries.around(site.centre)} == {ours, network, europe}


def test_the_days_are_those_of_the_zone():
    late = EntryFactory(begins=datetime.datetime(2026, 3, 3, 22, 30, tzinfo=UTC))
    third = datetime.date(2026, 3, 3)
    rows = queries.agenda()

    def on(day, zone):
        return [*queries.between(rows, day, day, ZoneInfo(zone))]

    assert on(third, "Europe/Paris") == [late]
    assert on(third + datetime.timedelta(days=1), "Europe/Paris") == [late]
    assert on(third, "Indian/Reunion") == []
    assert on(third + datetime.timedelta(days=1), "America/Cayenne") == []


@time_machine.travel(NINE, tick=False)
def test_today_and_tomorrow_are_those_of_the_place():
    over = EntryFactory(begins=NINE - 3 * HOUR)
    now = EntryFactory(begins=NINE - HOUR)
    night = EntryFactory(begins=NINE + 12 * HOUR)  # 21:00 UTC: already tomorrow in Réunion
    island = EntryFactory(begins=NINE + 12 * HOUR, time_zone="Indian/Reunion")
    week = EntryFactory(begins=NINE - 48 * HOUR, ends=NINE + 48 * HOUR)
    far = EntryFactory(begins=NINE + 72 * HOUR)

    found = queries.soon(queries.coming(queries.agenda()))

    assert found.today == [week, now, night]
    assert found.tomorrow == [island]
    assert found.later == [far]
    assert over not in queries.coming(queries.agenda())
    assert queries.soon([over]).today == []


def test_the_zone_of_a_place():
    site = SiteFactory(time_zone="Indian/Reunion")
    assert str(queries.zone_of(site)) == "Indian/Reunion"
    assert str(queries.zone_of(None, site.centre)) == "Europe/Paris"
    assert str(queries.zone_of()) == "Europe/Paris"


@pytest.mark.parametrize("n", [1, 3])
def test_a_list_is_one_query_however_long(n, django_assert_num_queries):
    for _ in range(n):
        site = SiteFactory()
        EntryFactory(layer="centre", centre=site.centre, site=site, begins=NINE)
    with django_assert_num_queries(1):
        rows = [*queries.agenda()]
        assert len([(row.where, row.when, str(row.centre)) for row in rows]) == n


def test_what_a_date_takes_up(django_assert_num_queries):
    entry, space = EntryFactory(), SpaceFactory()
    hold(entry=entry, spaces=[space], people=["Ana"], travel_minutes=20, by=command("test"))
    with django_assert_num_queries(1):
        needs = queries.needs_of(entry)
    assert (needs.spaces, needs.people, needs.travel) == ([space], ["Ana"], 20)
