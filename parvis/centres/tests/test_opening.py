"""When a site is open, as it is read on the spot."""

import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parvis.centres.enums import DayState
from parvis.centres.models import Centre, Closure, Hours, Site, SpecialDay
from parvis.centres.queries import (
    Calendar,
    calendars,
    closes_at,
    next_days,
    open_now,
    opens_next,
)
from parvis.centres.queries.opening import instant
from parvis.centres.tests.factories import (
    CentreFactory,
    ClosureFactory,
    HoursFactory,
    SiteFactory,
    SpecialDayFactory,
)

ZONES = [
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/Rome",
    "Europe/Lisbon",
    "Indian/Reunion",
    "America/Guadeloupe",
    "Indian/Mayotte",
    "Australia/Lord_Howe",  # half an hour of change: the odd one out
]
MONDAY = datetime.date(2026, 3, 2)
TIMES = st.times(max_value=datetime.time(23, 59)).map(
    lambda time: time.replace(second=0, microsecond=0, tzinfo=None)
)
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31)) | st.sampled_from(
    [datetime.date(2026, 3, 29), datetime.date(2026, 10, 25), datetime.date(2026, 4, 5)]
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def in_memory(zone, *openings, **site):
    """A site open at the same hours every day, of which the database knows nothing."""
    site = {"closes_on_holidays": False, **site}
    place = Site(pk=1, centre=Centre(country="FR", time_zone=zone), code="main", **site)
    hours = [
        Hours(site=place, weekday=weekday, opens=opens, closes=closes)
        for weekday in range(1, 8)
        for opens, closes in openings
    ]
    return Calendar(place, hours, {}, [])


def moment(text):
    return datetime.datetime.fromisoformat(text)


def spans_of(times):
    cut = sorted(set(times))
    return list(zip(cut[::2], cut[1::2], strict=False))


@given(DAYS, TIMES, TIMES, st.sampled_from(ZONES))
def test_later_on_the_wall_is_never_earlier_in_time(day, one, other, zone):
    zone = ZoneInfo(zone)
    first, last = sorted([one, other])

    assert instant(day, first, zone) <= instant(day, last, zone)
    shown = instant(day, one, zone).astimezone(zone)
    assert shown.replace(tzinfo=None) >= datetime.datetime.combine(day, one)


@given(DAYS, st.lists(TIMES, max_size=6), TIMES, st.sampled_from(ZONES))
def test_it_is_open_from_each_opening_until_its_closing_whatever_the_clocks_do(
    day, times, at, zone
):
    rows = in_memory(zone, *spans_of(times))
    now = instant(day, at, ZoneInfo(zone))

    closing = rows.closes_at(now)

    spans = rows.walk_in(day)
    assert all(start < end for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert (closing is not None) == any(start <= now < end for start, end in spans)
    if closing is not None:
        assert closing > now
        assert rows.closes_at(closing) is None
        assert rows.closes_at(closing - datetime.timedelta(seconds=1)) == closing


@given(DAYS, st.lists(TIMES, min_size=2, max_size=6, unique=True), st.sampled_from(ZONES))
def test_the_next_opening_is_an_opening(day, times, zone):
    rows = in_memory(zone, *spans_of(times))
    now = instant(day, datetime.time(12), ZoneInfo(zone))

    opening = rows.opens_next(now)

    assert opening > now
    assert rows.closes_at(opening) is not None
    assert rows.closes_at(opening - datetime.timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        ("2026-03-29", "01:30", "00:30"),  # before the clocks go forward in Paris
        ("2026-03-29", "02:30", "01:00"),  # skipped: the moment at which they do
        ("2026-03-29", "03:00", "01:00"),
        ("2026-10-25", "02:30", "00:30"),  # comes twice: the first
        ("2026-10-25", "03:00", "02:00"),
    ],
)
def test_a_change_of_clocks_moves_no_opening(day, wall, utc):
    found = instant(
        datetime.date.fromisoformat(day),
        datetime.time.fromisoformat(wall),
        ZoneInfo("Europe/Paris"),
    )

    assert f"{found:%H:%M:%S}" == f"{utc}:00"


def test_an_opening_that_the_clocks_skip_whole_is_none():
    rows = in_memory("Europe/Paris", (datetime.time(2, 10), datetime.time(2, 40)))

    assert rows.walk_in(datetime.date(2026, 3, 29)) == []


@pytest.mark.django_db
class TestOfOneSite:
    def test_the_hours_of_reunion_are_read_in_reunion(self):
        centre = CentreFactory(time_zone="Indian/Reunion")
        site = SiteFactory(centre=centre, region="974")
        HoursFactory(site=site, opens=datetime.time(8, 30), closes=datetime.time(16, 30))

        assert open_now(site, moment("2026-03-02T04:30:00+00:00"))
        assert not open_now(site, moment("2026-03-02T04:29:00+00:00"))
        assert closes_at(site, moment("2026-03-02T05:00:00+00:00")).isoformat() == (
            "2026-03-02T16:30:00+04:00"
        )
        assert closes_at(site, moment("2026-03-02T12:30:00+00:00")) is None

    def test_a_site_across_a_border_keeps_its_own_zone_and_holidays(self):
        centre = CentreFactory(country="CH", time_zone="Europe/Zurich")
        site = SiteFactory(centre=centre, country="PT", time_zone="Europe/Lisbon")
        HoursFactory(site=site, weekday=6)

        assert open_now(site, moment("2026-04-18T09:30:00+01:00"))
        (freedom_day,) = next_days(site, 1, datetime.date(2026, 4, 25))
        assert freedom_day.state == DayState.HOLIDAY

    def test_hours_hold_from_their_first_day_to_their_last(self):
        site = SiteFactory()
        HoursFactory(site=site, start="2026-03-02", end="2026-03")
        HoursFactory(site=site, start="2026-04", opens=datetime.time(10))

        days = next_days(site, 54, MONDAY - datetime.timedelta(days=7))

        assert [str(day.day) for day in days if day.openings] == [
            "2026-03-02",
            "2026-03-09",
            "2026-03-16",
            "2026-03-23",
            "2026-03-30",
            "2026-04-13",  # the 6th is Easter Monday
        ]
        assert days[-1].openings == ()

    def test_a_closure_wins_over_special_hours_these_over_a_holiday(self):
        site = SiteFactory()
        HoursFactory(site=site)
        easter = datetime.date(2026, 4, 6)
        assert next_days(site, 1, easter)[0].state == DayState.HOLIDAY

        SpecialDayFactory(site=site, day=easter, reason={"en": "Open day"})
        assert str(next_days(site, 1, easter)[0]) == (
            "Monday 6 April 2026: 10 a.m.–noon (Open day)"
        )

        ClosureFactory(site=site, start=easter, end=easter, reason={"en": "Water leak"})
        assert str(next_days(site, 1, easter)[0]) == "Monday 6 April 2026: closed (Water leak)"

    def test_days_are_said_as_they_will_be_read(self):
        site = SiteFactory()
        HoursFactory(site=site, opens=datetime.time(14), closes=datetime.time(17))
        HoursFactory(site=site, opens=datetime.time(9), closes=datetime.time(12, 30))
        HoursFactory(site=site, weekday=6, closes=datetime.time(12), by_appointment=True)
        ClosureFactory(site=site, start="2026-03-03", end="2026-03-03", kind="strike")
        SpecialDayFactory(site=site, day="2026-03-04", openings=[])

        assert [day.said for day in next_days(site, 6, MONDAY)] == [
            "9 a.m.–12:30 p.m., 2 p.m.–5 p.m.",
            "closed (strike)",
            "closed",
            "closed",
            "closed",
            "9 a.m.–noon by appointment",
        ]
        with translation.override("fr"):
            assert next_days(site, 1, datetime.date(2026, 4, 6))[0].said.endswith(
                "(Lundi de Pâques)"
            )

    def test_hours_by_appointment_are_read_and_are_not_open_to_all(self):
        site = SiteFactory()
        HoursFactory(site=site, by_appointment=True)

        assert not open_now(site, moment("2026-03-02T10:00:00+01:00"))
        assert opens_next(site, moment("2026-03-02T10:00:00+01:00")) is None

    def test_hours_that_nobody_stated_are_not_read_as_closed(self):
        (day,) = next_days(SiteFactory(), 1, MONDAY)

        assert (day.state, day.said) == (DayState.UNKNOWN, "hours not stated")
        assert opens_next(SiteFactory(), moment("2026-03-02T10:00:00+01:00")) is None

    def test_a_site_that_works_on_holidays_is_open(self):
        site = SiteFactory(closes_on_holidays=False)
        HoursFactory(site=site)

        assert next_days(site, 1, datetime.date(2026, 4, 6))[0].openings

    def test_a_site_that_has_ended_is_closed(self):
        site = SiteFactory(end="2026-02")
        HoursFactory(site=site)
        site.refresh_from_db()

        before, after = next_days(site, 8, MONDAY - datetime.timedelta(days=7))[::7]
        assert (before.state, after.state) == (DayState.ORDINARY, DayState.CLOSED)

    def test_it_opens_next_after_the_holidays(self):
        site = SiteFactory()
        HoursFactory(site=site)
        ClosureFactory(site=site, start="2026-03-09", end="2026-03-27")

        found = opens_next(site, moment("2026-03-02T17:00:00+01:00"))

        assert found.isoformat() == "2026-03-30T09:00:00+02:00"

    def test_two_openings_that_touch_close_once(self):
        site = SiteFactory()
        HoursFactory(site=site, closes=datetime.time(12))
        HoursFactory(site=site, opens=datetime.time(12))

        assert closes_at(site, moment("2026-03-02T10:00:00+01:00")).hour == 17

    def test_the_days_to_come_begin_today_where_the_site_lies(self, time_machine):
        time_machine.move_to(moment("2026-03-02T21:00:00+00:00"), tick=False)
        site = SiteFactory(centre=CentreFactory(time_zone="Indian/Reunion"))

        assert next_days(site)[0].day == datetime.date(2026, 3, 3)
        assert len(next_days(site)) == 30

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_number_of_queries_does_not_grow_with_sites(self, many, django_assert_num_queries):
        sites = []
        for _one in range(many):
            site = SiteFactory()
            HoursFactory(site=site)
            SpecialDayFactory(site=site)
            ClosureFactory(site=site, start="2026-03-10", end="2026-03-10")
            sites.append(site)
        asked = list(Site.objects.select_related("centre").filter(pk__in=[s.pk for s in sites]))

        with django_assert_num_queries(3):
            found = calendars(asked, MONDAY, MONDAY + datetime.timedelta(days=30))
            assert all(len(found[site.pk].on(MONDAY).openings) == 1 for site in asked)


@pytest.mark.django_db
def test_rows_say_what_they_are():
    site = SiteFactory(code="main", centre__name="Ici")

    assert str(SpecialDay(site=site, day=MONDAY)) == "Ici · relay point · 2026-03-02"
    assert str(Closure(site=site, start=MONDAY, end=MONDAY)) == (
        "Ici · relay point · 2026-03-02 – 2026-03-02"
    )
