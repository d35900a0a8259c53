"""Hours on the wall, what comes again, and what a change of it would do; nothing is written."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from parvis.agenda import shapes
from parvis.agenda.enums import Extent, Fate
from parvis.agenda.errors import BadTimes, CannotShift, NoDates, TooManyDates
from parvis.agenda.models import Entry, Series
from parvis.agenda.shapes import Occurrence, Pattern, Wish
from parvis.centres.models import Equipment, Space
from parvis.kernel.recurrence import BadRule, Repeats, written

ZONES = [
    "Europe/Paris",
    "Indian/Reunion",
    "Europe/Lisbon",
    "Europe/Rome",
    "Atlantic/Azores",
    "America/Cayenne",
    "America/Santiago",
    "America/St_Johns",
]
PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime.date(2026, 3, 3)
TEN = datetime.time(10)


def pattern(rule="FREQ=WEEKLY", last=datetime.date(2026, 5, 19), **more):
    said = {"first": TUESDAY, "begins": TEN, "minutes": 120, "time_zone": "Europe/Paris"}
    return Pattern(**(said | {"rule": rule, "last": last} | more))


def wall(at, zone):
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_skipped(local, zone):
    """Whether the clocks of this zone never show this time."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(datetime.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local


class TestHours:
    def test_a_change_of_clocks_moves_nothing(self):
        winter = shapes.hours(datetime.date(2026, 3, 28), TEN, 120, PARIS)
        summer = shapes.hours(datetime.date(2026, 3, 29), TEN, 120, PARIS)

        assert [f"{at:%H:%M}" for at in (*winter, *summer)] == ["09:00", "11:00", "08:00", "10:00"]

    def test_across_a_change_the_hours_one_reads_are_kept(self):
        begins, ends = shapes.hours(datetime.date(2026, 3, 29), datetime.time(1), 240, PARIS)

        assert [f"{at.astimezone(PARIS):%H:%M}" for at in (begins, ends)] == ["01:00", "05:00"]
        assert ends - begins == datetime.timedelta(hours=3)

    def test_what_the_clocks_skip_whole_still_lasts(self):
        begins, ends = shapes.hours(datetime.date(2026, 3, 29), datetime.time(2, 10), 30, PARIS)

        assert f"{begins:%H:%M}" == "01:00"
        assert ends - begins == datetime.timedelta(minutes=30)

    def test_a_time_that_comes_twice_is_the_first(self):
        begins, ends = shapes.hours(datetime.date(2026, 10, 25), datetime.time(2, 30), 30, PARIS)

        assert (f"{begins:%H:%M}", f"{ends:%H:%M}") == ("00:30", "02:00")

    def test_it_lasts_something(self):
        with pytest.raises(BadTimes), translation.override("en"):
            shapes.hours(TUESDAY, TEN, 0, PARIS)

    def test_whole_days_end_at_midnight(self):
        begins, ends = shapes.whole_days(
            datetime.date(2025, 12, 8), datetime.date(2025, 12, 12), PARIS
        )

        assert (begins.isoformat(), ends.isoformat()) == (
            "2025-12-07T23:00:00+00:00",
            "2025-12-12T23:00:00+00:00",
        )
        with pytest.raises(BadTimes):
            shapes.whole_days(TUESDAY, TUESDAY - datetime.timedelta(days=1), PARIS)


class TestPattern:
    @given(
        zone=st.sampled_from(ZONES),
        first=st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)),
        repeats=st.sampled_from([Repeats.WEEKLY, Repeats.FORTNIGHTLY, Repeats.LAST]),
        begins=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        minutes=st.integers(1, 24 * 60),
        weeks=st.integers(1, 60),
    )
    @example("Europe/Paris", TUESDAY, Repeats.WEEKLY, TEN, 120, 12)
    @example("Indian/Reunion", TUESDAY, Repeats.WEEKLY, TEN, 120, 12)
    @example("America/Santiago", datetime.date(2026, 9, 6), Repeats.WEEKLY, datetime.time(), 60, 8)
    @example(
        "Atlantic/Azores", datetime.date(2026, 3, 29), Repeats.WEEKLY, datetime.time(0, 30), 60, 8
    )
    def test_the_hour_on_the_wall_and_the_number_of_dates_are_those_of_any_zone(
        self, zone, first, repeats, begins, minutes, weeks
    ):
        last = first + datetime.timedelta(weeks=weeks, days=31)
        said = {"first": first, "last": last, "begins": begins, "minutes": minutes}
        here = pattern(written(repeats, first), time_zone=zone, **said)
        there = pattern(written(repeats, first), time_zone="UTC", **said)

        made = here.occurrences()

        assert [one.day for one in made] == [one.day for one in there.occurrences()]
        for one in made:
            asked = datetime.datetime.combine(one.day, begins)
            if is_skipped(asked, zone):
                before = one.begins - datetime.timedelta(seconds=1)
                assert wall(before, zone) < asked < wall(one.begins, zone)
            else:
                assert wall(one.begins, zone) == asked
            end = asked + datetime.timedelta(minutes=minutes)
            assert one.ends > one.begins
            if not is_skipped(end, zone):
                moved = one.ends - one.begins == datetime.timedelta(minutes=minutes)
                assert wall(one.ends, zone) == end or moved

    def test_twelve_weeks_across_the_change_of_march(self):
        made = pattern().occurrences()

        assert len(made) == 12
        assert {f"{one.begins:%H:%M}" for one in made} == {"08:00", "09:00"}
        with translation.override("en"):
            assert str(made[0]) == "Tuesday 3 March 2026, 10 a.m.–noon"

    def test_a_series_has_dates_and_not_too_many(self):
        with pytest.raises(NoDates):
            pattern(last=datetime.date(2026, 3, 2)).days()
        with pytest.raises(NoDates):
            pattern("FREQ=WEEKLY;BYDAY=MO", last=datetime.date(2026, 3, 8)).days()
        daily = "FREQ=DAILY"
        assert len(pattern(daily, last=TUESDAY + datetime.timedelta(days=399)).days()) == 400
        with pytest.raises(TooManyDates):
            pattern(daily, last=TUESDAY + datetime.timedelta(days=400)).days()
        with pytest.raises(BadRule):
            pattern("FREQ=SECONDLY").days()

    def test_it_is_read_from_a_series(self):
        row = Series(
            first=TUESDAY,
            rule="FREQ=WEEKLY",
            last=datetime.date(2026, 5, 19),
            begins=TEN,
            minutes=120,
            time_zone="Europe/Paris",
        )
        assert shapes.pattern_of(row) == pattern()


class TestShiftedRule:
    @pytest.mark.parametrize(
        ("rule", "shift", "first", "gives"),
        [
            ("FREQ=WEEKLY", 1, "2026-03-04", "FREQ=WEEKLY"),
            ("FREQ=WEEKLY;BYDAY=TU", 0, "2026-03-03", "FREQ=WEEKLY;BYDAY=TU"),
            ("FREQ=WEEKLY;BYDAY=TU", 1, "2026-03-04", "FREQ=WEEKLY;BYDAY=WE"),
            ("FREQ=WEEKLY;BYDAY=TU,SU", 1, "2026-03-04", "FREQ=WEEKLY;BYDAY=MO,WE"),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU",
                2,
                "2026-03-04",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,TH",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
                -1,
                "2026-03-02",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            ),
            ("FREQ=MONTHLY;BYDAY=1TU", 1, "2026-03-04", "FREQ=MONTHLY;BYDAY=1WE"),
            ("FREQ=MONTHLY;BYDAY=1TU", 7, "2026-03-10", "FREQ=MONTHLY;BYDAY=2TU"),
            ("FREQ=MONTHLY;BYDAY=4TU", 7, "2026-03-31", "FREQ=MONTHLY;BYDAY=-1TU"),
            ("FREQ=MONTHLY;BYDAY=-1MO", 1, "2026-03-31", "FREQ=MONTHLY;BYDAY=-1TU"),
            ("FREQ=MONTHLY;BYDAY=-1TU", 1, "2026-04-01", "FREQ=MONTHLY;BYDAY=1WE"),
            ("FREQ=MONTHLY;BYMONTHDAY=3", 2, "2026-03-05", "FREQ=MONTHLY;BYMONTHDAY=5"),
            ("FREQ=MONTHLY;BYMONTHDAY=28", 3, "2026-03-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("FREQ=MONTHLY;BYDAY=TU", 1, "2026-03-04", "FREQ=MONTHLY;BYDAY=WE"),
        ],
    )
    def test_it_follows_its_first_day(self, rule, shift, first, gives):
        assert shapes.shifted(rule, shift, datetime.date.fromisoformat(first)) == gives

    @pytest.mark.parametrize(
        ("rule", "shift"),
        [
            ("FREQ=MONTHLY;BYDAY=1TU,3TU", 1),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15", 1),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", 1),
        ],
    )
    def test_what_cannot_follow_says_so(self, rule, shift):
        with pytest.raises(CannotShift):
            shapes.shifted(rule, shift, TUESDAY + datetime.timedelta(days=shift))


def dates(of, **states):
    """The entries of a pattern, none of them kept; states by day: «d03_24=…»."""
    made = []
    for n, one in enumerate(of.occurrences()):
        made.append(
            Entry(
                pk=n + 1,
                title={"fr": "x"},
                occurrence=one.day,
                begins=one.begins,
                ends=one.ends,
                time_zone=of.time_zone,
                state=states.get(f"d{one.day:%m_%d}", "announced"),
            )
        )
    return made


def told(plan):
    """Each line as «what 03-24 → 03-25»."""
    return [
        f"{line.fate} "
        + " > ".join(f"{one.begins:%m-%d}" for one in (line.before, line.after) if one is not None)
        for line in plan.lines
    ]


BEFORE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
MARCH_20 = datetime.datetime(2026, 3, 20, tzinfo=datetime.UTC)
SHORT = pattern(last=datetime.date(2026, 4, 7))
"""3, 10, 17, 24, 31 March, 7 April."""


def plan(wish, *, entries=None, extent=Extent.ALL, chosen=0, now=BEFORE, of=SHORT):
    rows = dates(of) if entries is None else entries
    return shapes.planned(rows, of, wish, extent, rows[chosen], now)


class TestPlanned:
    def test_all_an_hour_earlier(self):
        made = plan(Wish(begins=datetime.time(9)))

        assert {line.fate for line in made.lines} == {Fate.MOVES}
        assert [f"{line.after.begins:%m-%d %H}" for line in made.lines][-2:] == [
            "03-31 07",
            "04-07 07",
        ]

    def test_all_a_day_later(self):
        assert told(plan(Wish(shift=1)))[:2] == ["moves 03-03 > 03-04", "moves 03-10 > 03-11"]

    def test_a_week_later_they_change_places(self):
        assert told(plan(Wish(shift=7)))[-1] == "moves 04-07 > 04-14"

    def test_what_has_begun_stays(self):
        assert told(plan(Wish(shift=1), now=MARCH_20)) == [
            "moves 03-24 > 03-25",
            "moves 03-31 > 04-01",
            "moves 04-07 > 04-08",
        ]

    def test_this_one_and_the_next(self):
        made = plan(Wish(shift=1), extent=Extent.NEXT, chosen=4)

        assert told(made) == ["moves 03-31 > 04-01", "moves 04-07 > 04-08"]
        assert made.pattern.first == datetime.date(2026, 4, 1)

    def test_a_chosen_one_that_has_begun_is_told(self):
        made = plan(Wish(shift=1), extent=Extent.NEXT, chosen=2, now=MARCH_20)

        assert told(made)[0] == "past 03-17"

    def test_every_two_weeks_keeps_every_other_one(self):
        assert told(plan(Wish(rule="FREQ=WEEKLY;INTERVAL=2"))) == [
            "same 03-03 > 03-03",
            "dropped 03-10",
            "same 03-17 > 03-17",
            "dropped 03-24",
            "same 03-31 > 03-31",
            "dropped 04-07",
        ]

    def test_a_new_weekday_is_the_nearest(self):
        assert told(plan(Wish(rule="FREQ=WEEKLY;BYDAY=TH")))[:2] == [
            "moves 03-03 > 03-05",
            "moves 03-10 > 03-12",
        ]

    def test_twice_a_week_adds_what_is_missing(self):
        made = told(plan(Wish(rule="FREQ=WEEKLY;BYDAY=TU,TH")))

        assert made[:3] == ["same 03-03 > 03-03", "new 03-05", "same 03-10 > 03-10"]

    def test_longer_and_shorter(self):
        assert told(plan(Wish(last=datetime.date(2026, 4, 14))))[-1] == "new 04-14"
        assert told(plan(Wish(last=datetime.date(2026, 4, 1))))[-1] == "dropped 04-07"

    def test_what_was_cancelled_keeps_its_place(self):
        made = plan(Wish(shift=1), entries=dates(SHORT, d03_10="cancelled"))

        assert told(made)[:2] == ["moves 03-03 > 03-04", "stays 03-10 > 03-10"]
        assert made.lines[1].after.day == datetime.date(2026, 3, 11)
        assert "new" not in " ".join(told(made))

    def test_what_was_cancelled_and_has_no_place_stays(self):
        made = plan(Wish(rule="FREQ=WEEKLY;INTERVAL=2"), entries=dates(SHORT, d03_10="cancelled"))
        assert "stays 03-10" in told(made)

    def test_what_was_moved_by_hand_stays_where_it_is(self):
        rows = dates(SHORT)
        rows[1].begins += datetime.timedelta(hours=4)
        rows[1].ends += datetime.timedelta(hours=4)

        assert told(plan(Wish(begins=datetime.time(9)), entries=rows))[1] == "stays 03-10 > 03-10"

    def test_what_was_removed_by_hand_does_not_come_back(self):
        rows = dates(SHORT)
        del rows[1]

        made = told(plan(Wish(shift=1), entries=rows))

        assert [line for line in made if "03-11" in line or "new" in line] == []

    def test_nothing_is_added_in_the_past(self):
        rows = dates(SHORT)
        rows[0].begins += datetime.timedelta(days=30)  # the first, moved behind the others
        rows[0].ends += datetime.timedelta(days=30)

        made = plan(Wish(rule="FREQ=WEEKLY;BYDAY=TU,TH"), entries=rows, now=MARCH_20)

        assert min(line.after.begins for line in made.of(Fate.NEW)) > MARCH_20

    def test_all_of_a_series_that_is_over_changes_nothing(self):
        late = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
        made = plan(Wish(shift=1), now=late)

        assert {line.fate for line in made.lines} == {Fate.PAST}

    def test_an_entry_without_its_day_is_none_of_the_series(self):
        rows = [*dates(SHORT), Entry(title={"fr": "x"}, time_zone="UTC")]

        assert len(plan(Wish(shift=1), entries=rows).lines) == 6

    @given(
        zone=st.sampled_from(ZONES),
        shift=st.integers(-10, 10),
        hour=st.integers(4, 22),
        chosen=st.integers(0, 11),
        extent=st.sampled_from([Extent.NEXT, Extent.ALL]),
        now=st.integers(-10, 100),
    )
    def test_whatever_moves_the_hour_is_one_and_no_date_is_lost(
        self, zone, shift, hour, chosen, extent, now
    ):
        of = pattern(time_zone=zone)
        moment = datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC) + datetime.timedelta(days=now)
        rows = dates(of)
        wish = Wish(shift=shift, begins=datetime.time(hour))

        made = shapes.planned(rows, of, wish, extent, rows[chosen], moment)

        moved = made.of(Fate.MOVES, Fate.SAME)
        assert {wall(line.after.begins, zone).hour for line in moved} <= {hour}
        assert not made.of(Fate.DROPPED, Fate.NEW, Fate.STAYS)
        assert len(moved) == len(
            [one for one in rows[chosen if extent == Extent.NEXT else 0 :] if one.begins > moment]
        )

    def test_a_line_is_said(self):
        with translation.override("en"):
            made = [str(line) for line in plan(Wish(last=datetime.date(2026, 4, 14))).lines]
        assert made[0] == "Tuesday 3 March 2026, 10 a.m.–noon (stays)"
        assert made[-1] == "Tuesday 14 April 2026, 10 a.m.–noon (is added)"
        with translation.override("en"):
            assert "→" in str(plan(Wish(shift=1)).lines[0])


class TestMovedAlone:
    def test_one_date_keeps_its_day_in_the_series(self):
        entry = dates(SHORT)[0]

        (line,) = shapes.moved_alone(entry, Wish(shift=2, begins=datetime.time(14))).lines

        assert line.fate == Fate.MOVES
        assert line.after.day == TUESDAY
        assert f"{wall(line.after.begins, 'Europe/Paris'):%m-%d %H:%M}" == "03-05 14:00"
        assert line.after.ends - line.after.begins == datetime.timedelta(hours=2)

    def test_what_changes_nothing_stays(self):
        entry = dates(SHORT)[0]

        assert shapes.moved_alone(entry, Wish(minutes=120)).lines[0].fate == Fate.SAME

    def test_one_that_stands_alone_is_its_own_day(self):
        entry = dates(SHORT)[0]
        entry.occurrence = None

        assert shapes.occurrence_of(entry) == Occurrence(
            TUESDAY, entry.begins, entry.ends, "Europe/Paris"
        )


class TestNeeds:
    ENTRY = dates(SHORT)[0]

    def test_each_thing_once_with_its_margins(self):
        space, computers = Space(pk=1), Equipment(pk=2)
        needs = shapes.Needs(
            spaces=[space, space],
            equipment={computers: 3},
            people=["Ana  Silva", "Ana Silva", " "],
            bodies=["comex"],
            set_up=30,
            pack_up=15,
            travel=45,
        )

        holds = shapes.holds_of(self.ENTRY, needs)

        minutes = [
            (
                (self.ENTRY.begins - hold.begins).seconds // 60,
                (hold.ends - self.ENTRY.ends).seconds // 60,
            )
            for hold in holds
        ]
        assert minutes == [(30, 15), (30, 15), (75, 60), (0, 0)]
        assert [hold.quantity for hold in holds] == [1, 3, 1, 1]
        back = shapes.needs_of(self.ENTRY, holds)
        assert (back.spaces, back.people, back.bodies) == ([space], ["Ana Silva"], ["comex"])
        assert back.equipment == {computers: 3}
        assert (back.set_up, back.pack_up, back.travel) == (30, 15, 45)

    @given(
        set_up=st.integers(0, 300),
        pack_up=st.integers(0, 300),
        travel=st.integers(0, 300),
        things=st.booleans(),
        people=st.booleans(),
    )
    def test_what_gave_the_holds_gives_them_again(self, set_up, pack_up, travel, things, people):
        needs = shapes.Needs(
            spaces=[Space(pk=1)] if things else [],
            people=["Ana Silva"] if people else [],
            set_up=set_up,
            pack_up=pack_up,
            travel=travel,
        )
        holds = shapes.holds_of(self.ENTRY, needs)

        again = shapes.holds_of(self.ENTRY, shapes.needs_of(self.ENTRY, holds))

        assert [(h.begins, h.ends) for h in again] == [(h.begins, h.ends) for h in holds]
