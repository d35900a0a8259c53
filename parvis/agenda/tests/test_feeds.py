"""Feeds, read back by two calendar programs of the registry: what they show is what was put."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from parvis.agenda import feeds, shapes
from parvis.agenda.models import Entry
from parvis.centres.models import Centre, Site

ZONES = [
    "Europe/Paris",
    "Indian/Reunion",
    "Europe/Lisbon",
    "Europe/Dublin",
    "America/Santiago",
    "America/Cayenne",
]
CHANGED = datetime.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=datetime.UTC)
TITLE = {"fr": "Atelier : le CV, pas à pas", "en": "Workshop: CV; step by step"}


def url_of(entry):
    return f"https://example.org/fr/{entry.uid}/"


def dated(day="2026-03-03", hour=10, zone="Europe/Paris", minutes=120, **more):
    begins, ends = shapes.hours(
        datetime.date.fromisoformat(day), datetime.time(hour), minutes, ZoneInfo(zone)
    )
    said = {"title": TITLE, "state": "announced", "changed_at": CHANGED, "layer": "network"}
    return Entry(**(said | {"begins": begins, "ends": ends, "time_zone": zone} | more))


def fed(*entries, language="fr", name="Agenda"):
    return feeds.calendar(entries, name, url_of, language)


def read(*entries, **more):
    return icalendar.Calendar.from_ical(fed(*entries, **more))


def test_one_date_as_a_calendar_program_reads_it():
    centre = Centre(name="Cité des métiers", time_zone="Europe/Paris")
    site = Site(centre=centre, name={"fr": "Site principal"}, city="Ville")
    entry = dated(
        site=site, sequence=3, about={"fr": "Gratuit,\nouvert à tous"}, link="https://x.org/v"
    )

    calendar = read(entry)
    (event,) = calendar.events

    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Agenda"
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar.decoded("REFRESH-INTERVAL") == datetime.timedelta(hours=1)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert str(event["UID"]) == str(entry.uid)
    assert event["SEQUENCE"] == 3
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == TITLE["fr"]
    assert event["SUMMARY"].params["LANGUAGE"] == "fr"
    assert event["LOCATION"] == "Site principal, Cité des métiers, Ville"
    assert event["DESCRIPTION"] == "Gratuit,\nouvert à tous\n\nhttps://x.org/v"
    assert event["URL"] == url_of(entry)
    assert (
        event.decoded("LAST-MODIFIED") == event.decoded("DTSTAMP") == CHANGED.replace(microsecond=0)
    )
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert (event.start, event.end) == (entry.begins, entry.ends)


def test_in_another_language_and_in_the_only_one_there_is():
    (event,) = read(dated(), language="en").events
    assert (event["SUMMARY"], event["SUMMARY"].params["LANGUAGE"]) == (TITLE["en"], "en")
    (event,) = read(dated(title={"nl": "Werkplaats"}), language="en").events
    assert event["SUMMARY"].params["LANGUAGE"] == "nl"


def test_what_was_cancelled_stays_and_says_so_with_a_higher_sequence():
    entry = dated(state="cancelled", sequence=4, why={"fr": "Grève"}, about={"fr": "…"})
    (event,) = read(entry).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 4)
    assert event["SUMMARY"] == f"Annulé\u00a0: {TITLE['fr']}"
    assert event["DESCRIPTION"] == "Grève\n\n…"
    (event,) = read(dated(state="draft")).events
    assert event["STATUS"] == "TENTATIVE"


def test_whole_days_are_days_and_need_no_zone():
    begins, ends = shapes.whole_days(
        datetime.date(2025, 12, 8), datetime.date(2025, 12, 12), ZoneInfo("Europe/Paris")
    )
    calendar = read(dated(begins=begins, ends=ends, whole_days=True))
    (event,) = calendar.events
    assert (event.start, event.end) == (datetime.date(2025, 12, 8), datetime.date(2025, 12, 13))
    assert calendar.timezones == []


def test_nothing_is_a_calendar_too():
    assert read().events == []


def test_two_who_ask_get_the_same_bytes():
    entry = dated()
    assert fed(entry) == fed(entry)


def test_a_hour_that_comes_twice_is_not_mistaken():
    second = datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC)
    (event,) = read(dated(begins=second, ends=second + datetime.timedelta(hours=2))).events
    assert event.start == second
    assert "TZID" not in event["DTSTART"].params


@pytest.mark.parametrize(
    ("zone", "year"),
    [*((zone, 2026) for zone in ZONES), ("Asia/Pyongyang", 2018)],  # forward once, and never again
)
def test_zones_count_as_the_clocks_do(zone, year):
    (component,) = read(dated(f"{year}-03-03", zone=zone)).timezones
    written, real = component.to_tz(), ZoneInfo(zone)
    at = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    while at.year == year:
        wall = at.astimezone(real)
        if not wall.fold:
            assert wall.replace(tzinfo=written).utcoffset() == wall.utcoffset(), wall
        at += datetime.timedelta(minutes=30)


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(datetime.date(2024, 1, 1), datetime.date(2029, 12, 31)),
    hour=st.integers(0, 23),
    minutes=st.integers(1, 1500),
)
def test_whenever_it_is_it_is_read_at_that_moment(zone, day, hour, minutes):
    entry = dated(day.isoformat(), hour, zone, minutes)
    (event,) = read(entry).events
    assert (event.start, event.end) == (entry.begins, entry.ends)


WRITING = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1)


@given(title=WRITING, about=WRITING)
def test_whatever_is_written_is_read_again_and_no_line_is_too_long(title, about):
    raw = fed(dated(title={"fr": title}, about={"fr": about}))

    (event,) = icalendar.Calendar.from_ical(raw).events

    assert str(event["SUMMARY"]) == title
    assert str(event["DESCRIPTION"]) == about
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(text=WRITING)
def test_values_are_written_as_the_library_writes_them(text):
    assert feeds._text(text).encode() == icalendar.vText(text).to_ical()


def test_control_characters_do_not_go_out():
    (event,) = read(dated(title={"fr": "a\x00b\r\nc\x07\td"})).events
    assert event["SUMMARY"] == "ab\ncd"


def test_another_program_shows_them_on_their_day():
    made = [
        dated("2026-03-24"),
        dated("2026-03-31"),
        dated("2026-03-31", 23, "America/Cayenne"),
        dated("2026-03-31", state="cancelled"),
    ]
    shown = recurring_ical_events.of(read(*made)).at(datetime.date(2026, 3, 31))
    assert {str(event["UID"]) for event in shown} == {str(entry.uid) for entry in made[1:]}
