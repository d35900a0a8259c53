"""Events of 2019, 2024 and 2025 as the sources name them, and the dates of the network's agenda."""

import datetime

import pytest

from parvis.agenda.enums import ClashKind, EntryState
from parvis.agenda.models import Entry
from parvis.agenda.queries import clashes_of
from parvis.demo.actions import load_networks
from parvis.journal.models import Line
from parvis.network.models import Fact
from parvis.programme.enums import HostRole, Stated
from parvis.programme.models import Campaign, Session
from parvis.programme.queries import counters, in_sign, overview, share_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]


def session(code):
    return Session.objects.select_related("entry__centre").get(code=code, simulated=False)


def told(code):
    return {one.what: (one.n, one.stated.qualifier) for one in overview(session(code))}


def test_discover_it_today_has_three_organisers_eight_exhibitors_two_slots_two_languages():
    day = session("bruxelles-discover-it-2019")
    hosts = [host.role for host in day.hosts.all()]

    assert hosts.count(HostRole.ORGANISER) == 3
    assert hosts.count(HostRole.EXHIBITOR) == 8
    assert [str(slot) for slot in day.slots.all()] == ["09:30–12:00", "13:00–16:00"]
    assert day.entry.languages == ["fr", "nl"]
    assert day.entry.when.startswith("Vendredi 20 septembre 2019")


def test_the_week_of_mayotte_holds_three_events_eight_objectives_and_a_computed_context():
    week = Campaign.objects.get(code="mayotte-jnai-2019")

    assert (week.first, week.last) == (datetime.date(2019, 9, 8), datetime.date(2019, 9, 15))
    assert week.sessions.count() == 3
    assert week.objectives.count() == 8
    assert in_sign(week.reached, week.reached_qualifier) == "> 2\u202f000"
    assert in_sign(week.public, week.public_qualifier) == "> 250\u202f000"
    assert share_of(week) == pytest.approx(0.8)


def test_figures_of_big_days_are_those_of_their_sources():
    school = {
        Stated.PARTICIPANTS: (170, "exact"),
        Stated.WORKSHOPS: (24, "exact"),
        Stated.PRACTICES: (23, "exact"),
        Stated.CENTRES: (19, "exact"),
        Stated.COUNTRIES: (5, "exact"),
    }
    assert told("autumn-school-2024") == school
    assert told("printemps-competences-2024")[Stated.CENTRES] == (11, "exact")
    study_day = {one.what: one for one in overview(session("study-day-ai-2025"))}
    assert (study_day[Stated.PARTICIPANTS].n, study_day[Stated.ORGANISATIONS].n) == (120, 30)
    assert study_day[Stated.ROUND_TABLES].agrees
    assert session("study-day-ai-2025").key_points.count() == 4


def test_five_webinars_of_2025_by_date_the_last_in_three_languages():
    rows = Session.objects.filter(kind="webinar", simulated=False).order_by("entry__begins")

    days = ["2025-04-29", "2025-07-03", "2025-09-25", "2025-10-16", "2025-12-03"]
    assert [str(row.entry.day) for row in rows] == days
    last = rows.last()
    assert last.entry.languages == ["en", "fr", "pt"]
    assert last.key_points.count() == 6


def test_every_event_has_its_sources_and_no_day_hour_or_place_of_its_own():
    facts = {fact.code: fact for fact in Fact.objects.filter(simulated=False)}
    rows = Session.objects.filter(simulated=False).select_related("entry", "part_of")

    assert len(rows) == 17
    for row in rows:
        fact = facts[(row.part_of or row).code]
        assert list(row.sources.all()) == list(fact.sources.all())
        assert row.entry.day == fact.date.first
        assert row.entry.whole_days or row.code == "bruxelles-discover-it-2019"
        assert row.capacity is None


def test_the_agenda_of_december_2025_tells_its_real_conflicts():
    dates = {
        (entry.day.isoformat(), entry.title["fr"]): entry
        for entry in Entry.objects.filter(simulated=False, begins__year=2025, centre=None)
    }

    def met(on, title):
        found = clashes_of(dates[on, title])
        assert all(clash.kind in (ClashKind.DATES, ClashKind.BODY) for clash in found)
        return {clash.entry.title["fr"] for clash in found}

    prepared = "Comité de labellisation\xa0: session préparatoire"
    cedefop = "Rencontre avec le directeur du CEDEFOP, Jürgen Siebel"
    assert met("2025-12-08", prepared) == {cedefop, "LLLWeek 2025"}
    assert met("2025-12-11", "Comité de labellisation") == {"LLLWeek 2025"}
    assert met("2025-06-26", "Comité de labellisation") == set()


def test_two_meetings_of_14_november_2019_and_the_weeks_of_europe_are_dates():
    rows = Entry.objects.filter(simulated=False, session=None, begins__year=2019)
    days = [(str(row.day), str(row.last_day), row.layer) for row in rows]

    assert days.count(("2019-11-14", "2019-11-14", "network")) == 2
    assert ("2019-10-15", "2019-10-18", "europe") in days
    assert set(rows.values_list("state", flat=True)) == {EntryState.ANNOUNCED}


def test_events_of_brussels_are_counted_where_they_are_organised():
    brussels = session("bruxelles-discover-it-2019").entry.centre

    assert counters(2019, centre=brussels).organised == 1
    assert counters(2024, centre=brussels).organised == 1


def test_loading_again_changes_no_event():
    before = Line.objects.count()

    load_networks()

    assert Line.objects.count() == before
