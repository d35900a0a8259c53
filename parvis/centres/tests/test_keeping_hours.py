"""Hours, special days and closures as those who run a site keep them."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import translation

from parvis.accounts.actors import command
from parvis.centres import actions
from parvis.centres.errors import OverlappingHours
from parvis.centres.models import Closure, Hours, SpecialDay
from parvis.centres.queries import Opening, next_days, week_token
from parvis.centres.rules import clashes
from parvis.centres.tests.factories import (
    ClosureFactory,
    HoursFactory,
    SiteFactory,
    SpecialDayFactory,
)
from parvis.kernel.editing import NOTHING, ChangedMeanwhile, token
from parvis.kernel.history import signed
from parvis.kernel.keeping import CannotKeep
from parvis.sources.tests.factories import SourceFactory

BY = command("test")
NINE, NOON, TWO, FIVE = (datetime.time(hour) for hour in (9, 12, 14, 17))
MONDAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _in_english(time_machine):
    time_machine.move_to(datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.UTC), tick=False)
    with translation.override("en"):
        yield


def record(site, source, **said):
    said = {"weekday": 1, "opens": NINE, "closes": FIVE, **said}
    return actions.record_hours(site=site, sources=[source], by=BY, **said)


def change(site, week, seen=None, since=MONDAY, **said):
    return actions.change_week(
        site=site,
        week=week,
        since=since,
        seen=week_token(site) if seen is None else seen,
        sources=[SourceFactory()],
        by=BY,
        **said,
    )


@pytest.mark.django_db
class TestOrdinaryHours:
    @pytest.mark.parametrize(
        "said",
        [
            {"opens": datetime.time(16, 59), "closes": datetime.time(18)},
            {"opens": datetime.time(10), "closes": NOON},
            {"opens": NOON, "closes": FIVE, "start": "2026-04"},
        ],
    )
    def test_two_openings_at_the_same_time_are_refused(self, said):
        site, source = SiteFactory(), SourceFactory()
        record(site, source)

        with pytest.raises(OverlappingHours, match="from 09:00 to 17:00"):
            record(site, source, **said)

        assert Hours.objects.count() == 1

    @pytest.mark.parametrize(
        "said",
        [
            {"opens": FIVE, "closes": datetime.time(18)},
            {"opens": NOON, "closes": FIVE, "weekday": 2},
            {"opens": NOON, "closes": FIVE, "start": "2026-03-02"},
        ],
    )
    def test_openings_that_do_not_meet_are_taken(self, said):
        site, source = SiteFactory(), SourceFactory()
        record(site, source, start="2024", end="2026-03-01")

        record(site, source, **said)

        assert Hours.objects.count() == 2

    def test_another_site_has_its_own_hours(self):
        source = SourceFactory()

        assert record(SiteFactory(), source).row.site != record(SiteFactory(), source).row.site

    def test_an_opening_is_moved_without_leaving_the_old_one(self):
        site, source = SiteFactory(), SourceFactory()
        row = record(site, source).row

        moved = record(site, source, opens=datetime.time(10), was=row).row

        assert (moved.pk, Hours.objects.get().opens) == (row.pk, datetime.time(10))


@pytest.mark.django_db
class TestTheWeek:
    def test_new_hours_begin_on_their_day_and_the_past_keeps_its_own(self):
        site = SiteFactory()
        HoursFactory(site=site, start="2024")
        HoursFactory(site=site, weekday=2)

        stands = change(
            site, {1: [Opening(NINE, NOON), Opening(TWO, FIVE)], 2: [Opening(NINE, FIVE)]}
        )

        assert [str(row) for row in stands] == ["1 09:00-12:00", "1 14:00-17:00", "2 09:00-17:00"]
        before, after = next_days(site, 8, datetime.date(2026, 2, 23))[::7]
        assert (before.said, after.said) == ("9 a.m.–5 p.m.", "9 a.m.–noon, 2 p.m.–5 p.m.")

    def test_a_day_that_is_left_out_is_closed_from_then_on(self):
        site = SiteFactory()
        row = HoursFactory(site=site)

        assert change(site, {}) == []

        row.refresh_from_db()
        assert str(row.end) == "2026-03-01"
        assert next_days(site, 1, MONDAY)[0].said == "closed"

    def test_hours_that_had_not_begun_are_replaced(self):
        site = SiteFactory()
        planned = HoursFactory(site=site, start="2026-04")

        (stands,) = change(site, {1: [Opening(NINE, NOON)]}, note={"en": "Winter"})

        assert not Hours.objects.filter(pk=planned.pk).exists()
        assert (str(stands.start), stands.note) == ("2026-03-02", {"en": "Winter"})

    def test_hours_about_to_end_are_told_anew(self):
        site = SiteFactory()
        HoursFactory(site=site, end="2026-06")

        (stands,) = change(site, {1: [Opening(NINE, FIVE)]})

        assert (str(stands.start), stands.end) == ("2026-03-02", None)

    def test_hours_long_ended_are_left_alone(self):
        site = SiteFactory()
        row = HoursFactory(site=site, end="2020")

        change(site, {})

        row.refresh_from_db()
        assert str(row.end) == "2020"

    def test_the_second_of_two_people_is_told_with_both_weeks(self):
        site = SiteFactory()
        shown = week_token(site)
        change(site, {1: [Opening(NINE, NOON)]})

        with pytest.raises(ChangedMeanwhile, match="changed these hours") as told:
            change(site, {1: [Opening(NINE, FIVE)]}, seen=shown)

        assert told.value.both["hours"].theirs == ["1 09:00-12:00"]
        assert told.value.both["hours"].mine == ["1 09:00-17:00"]

    def test_a_week_that_overlaps_itself_changes_nothing(self):
        site = SiteFactory()
        HoursFactory(site=site)

        with pytest.raises(OverlappingHours):
            change(site, {1: [Opening(NINE, TWO), Opening(NOON, FIVE)]})

        assert str(Hours.objects.get().end) == "None"

    def test_clashes_are_told_before_saving(self):
        site = SiteFactory()
        SpecialDayFactory(site=site, day="2026-03-10")
        SpecialDayFactory(site=site, day="2026-02-10")

        told = clashes.of_week(
            site, {1: [Opening(NOON, FIVE), Opening(NINE, TWO)], 2: [Opening(FIVE, NINE)]}, MONDAY
        )

        assert told == [
            "Two openings of that day overlap: 09:00–14:00 and 12:00–17:00.",
            "17:00–09:00 closes before it opens.",
            "March 10, 2026 has hours of its own, which stay.",
        ]
        assert clashes.of_week(SiteFactory(), {1: [Opening(NINE, NOON)]}, MONDAY) == []


@pytest.mark.django_db
class TestSpecialDays:
    def test_a_holiday_week_is_changed_day_by_day(self):
        site = SiteFactory()
        HoursFactory(site=site)

        row = actions.set_special_day(
            site=site, day=MONDAY, openings=[("10:00", "12:00")], seen=NOTHING, by=BY
        ).row
        actions.set_special_day(
            site=site, day=MONDAY, openings=[], reason={"en": "Snow"}, seen=token(row), by=BY
        )

        assert next_days(site, 1, MONDAY)[0].said == "closed (Snow)"
        actions.remove_opening(row=row, seen=token(SpecialDay.objects.get()), by=BY)
        assert next_days(site, 1, MONDAY)[0].said == "9 a.m.–5 p.m."

    @pytest.mark.parametrize(
        ("openings", "said"),
        [
            ([["10:00", "09:00"]], "closes before it opens"),
            ([["09:00", "12:00"], ["11:00", "14:00"]], "overlap"),
            ([["9h", "12h"]], "as two times"),
            ([["09:00"]], "as two times"),
            ([9], "as two times"),
        ],
    )
    def test_hours_that_cannot_be_are_refused_in_words(self, openings, said):
        site = SiteFactory()
        if openings == [9]:
            assert said in clashes.of_special_day(site, MONDAY, openings)[0]
            return

        assert said in clashes.of_special_day(site, MONDAY, openings)[0]
        with pytest.raises(CannotKeep, match=said):
            actions.set_special_day(site=site, day=MONDAY, openings=openings, by=BY)

    def test_clashes_are_told_before_saving(self):
        site = SiteFactory()
        HoursFactory(site=site)
        ClosureFactory(site=site, start="2026-04-06", end="2026-04-06")

        assert clashes.of_special_day(site, MONDAY, [["09:00", "17:00"]]) == [
            "These are the ordinary hours of March 2, 2026."
        ]
        assert clashes.of_special_day(site, MONDAY, [["09:00", "12:00"]]) == []
        assert clashes.of_special_day(site, datetime.date(2026, 4, 6), [["09:00", "12:00"]]) == [
            "April 6, 2026 lies in a closure: these hours will not be read.",
            "April 6, 2026 is a public holiday: Easter Monday.",
        ]
        assert clashes.of_special_day(site, datetime.date(2026, 1, 30), [["09:00", "12:00"]]) == [
            "Jan. 30, 2026 is past."
        ]


@pytest.mark.django_db
class TestClosures:
    def test_a_closure_says_why_and_may_be_moved(self):
        site = SiteFactory()
        HoursFactory(site=site)
        row = actions.close(
            site=site, start=MONDAY, end=MONDAY, kind="strike", seen=NOTHING, by=BY
        ).row

        actions.close(
            site=site,
            start=MONDAY + datetime.timedelta(days=7),
            end=MONDAY + datetime.timedelta(days=8),
            kind="strike",
            was=row,
            seen=token(row),
            by=BY,
        )

        assert Closure.objects.count() == 1
        assert [day.said for day in next_days(site, 8, MONDAY)[::7]] == [
            "9 a.m.–5 p.m.",
            "closed (strike)",
        ]

    def test_an_end_before_the_beginning_is_refused(self):
        site = SiteFactory()
        before = MONDAY - datetime.timedelta(days=1)

        with pytest.raises(CannotKeep, match="The end comes before the beginning"):
            actions.close(site=site, start=MONDAY, end=before, kind="works", seen=NOTHING, by=BY)
        assert clashes.of_closure(site, MONDAY, before) == ["The end comes before the beginning."]

    def test_clashes_are_told_before_saving(self):
        site = SiteFactory()
        own = ClosureFactory(site=site, start="2026-04-01", end="2026-04-03")
        SpecialDayFactory(site=site, day="2026-04-07")

        said = [
            "The special hours of April 7, 2026 will not be read.",
            "April 6, 2026 is a public holiday: Easter Monday.",
        ]
        start, end = datetime.date(2026, 4, 3), datetime.date(2026, 4, 7)
        assert clashes.of_closure(site, start, end) == [
            "It overlaps the closure from April 1, 2026 to April 3, 2026.",
            *said,
        ]
        assert clashes.of_closure(site, start, end, was=own) == said
        past = datetime.date(2026, 1, 5)
        assert clashes.of_closure(site, past, past) == ["Jan. 5, 2026 is past."]


@pytest.mark.usefixtures("committed_db")
def test_two_people_cannot_write_two_openings_into_each_other():
    with signed(BY):
        site, source = SiteFactory(), SourceFactory()
    gate, refused = threading.Barrier(2), []

    def write(opens):
        try:
            gate.wait(10)
            record(site, source, opens=opens)
        except OverlappingHours:
            refused.append(opens)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[opens]) for opens in (NINE, NOON)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert (Hours.objects.count(), len(refused)) == (1, 1)
