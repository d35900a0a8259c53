"""What comes again: begun whole, changed for one, for the next, for all that are to come."""

import datetime

import pytest
from django.db import connection
from django.utils import translation

from parvis.accounts.actors import command
from parvis.agenda.actions import begin_series, cancel, change, change_series, hold, put
from parvis.agenda.enums import Extent, Fate
from parvis.agenda.errors import Begun, CannotShift, NoDates, NotInASeries, Taken, TooManyDates
from parvis.agenda.models import Entry, Hold, Series
from parvis.agenda.queries import planned_change
from parvis.agenda.shapes import Wish
from parvis.agenda.tests.factories import EntryFactory, HoldFactory
from parvis.centres.tests.factories import CentreFactory, SpaceFactory

pytestmark = pytest.mark.django_db
BY = command("test")
FIRST, LAST = datetime.date(2026, 3, 3), datetime.date(2026, 4, 7)
JANUARY = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
MARCH_20 = datetime.datetime(2026, 3, 20, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(JANUARY, tick=False)
    return time_machine


def begun(announced=True, **more):
    """3, 10, 17, 24, 31 March and 7 April, from 10 to 12."""
    said = {
        "first": FIRST,
        "rule": "FREQ=WEEKLY",
        "last": LAST,
        "begins": datetime.time(10),
        "minutes": 120,
        "zone": "Europe/Paris",
        "centre": None,
    } | more

    def make(series, one):
        centre = said["centre"]
        return put(
            layer="centre" if centre else "network",
            centre=centre,
            title={"fr": "Atelier"},
            begins=one.begins,
            ends=one.ends,
            time_zone=one.time_zone,
            series=series,
            occurrence=one.day,
            announced=announced,
            simulated=series.simulated,
            by=BY,
        )

    return begin_series(**said, make=make, by=BY)


def stands():
    """Every date: its day in the series and its hour there, with a word for what is cancelled."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return [
        f"{one.occurrence:%m-%d} {one.begins.astimezone(one.zone):%m-%d %H:%M}"
        + (" cancelled" if one.is_cancelled else "")
        for one in Entry.objects.order_by("begins", "pk")
    ]


class TestBegin:
    def test_all_its_dates_at_once(self):
        made = begun()

        assert len(made.made) == 6
        assert stands()[0] == "03-03 03-03 10:00"
        assert {f"{one.begins:%H:%M}" for one in made.made} == {"09:00", "08:00"}

    def test_of_a_centre_in_its_world(self):
        centre = CentreFactory(simulated=True)

        assert begun(centre=centre).series.simulated is True

    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"last": datetime.date(2026, 3, 2)}, NoDates),
            ({"rule": "FREQ=DAILY", "last": datetime.date(2028, 3, 3)}, TooManyDates),
        ],
    )
    def test_nothing_is_begun_of_what_is_refused(self, wrong, refusal):
        with pytest.raises(refusal):
            begun(**wrong)
        assert not Series.objects.exists()


class TestChange:
    def test_this_one(self):
        one = begun().made[1]

        done = change_series(entry=one, extent=Extent.THIS, wish=Wish(shift=1), by=BY)

        assert [row.pk for row in done.moved] == [one.pk]
        assert stands()[1] == "03-10 03-11 10:00"
        assert Series.objects.count() == 1

    def test_this_one_as_it_is(self):
        one = begun().made[1]

        done = change_series(entry=one, extent=Extent.THIS, wish=Wish(), by=BY)

        assert (done.moved, done.series) == ([], one.series)

    def test_this_one_and_the_next_are_a_series_of_their_own(self):
        made = begun()

        done = change_series(
            entry=made.made[3], extent=Extent.NEXT, wish=Wish(begins=datetime.time(14)), by=BY
        )

        assert [f"{row.begins.astimezone(row.zone):%m-%d %H}" for row in done.moved] == [
            "03-24 14",
            "03-31 14",
            "04-07 14",
        ]
        first, second = Series.objects.order_by("pk")
        assert (first.first, first.last) == (FIRST, datetime.date(2026, 3, 17))
        assert (second.first, second.last) == (datetime.date(2026, 3, 24), LAST)
        assert done.series == second
        assert {row.sequence for row in done.moved} == {1}
        assert Entry.objects.filter(sequence=0).count() == 3

    def test_all_change_places_within_their_series(self):
        made = begun()

        done = change_series(entry=made.made[2], extent=Extent.ALL, wish=Wish(shift=7), by=BY)

        assert done.series == made.series
        assert stands()[0] == "03-10 03-10 10:00"
        assert stands()[-1] == "04-14 04-14 10:00"
        assert Series.objects.get().last == datetime.date(2026, 4, 14)

    def test_what_has_begun_is_never_moved(self, clock):
        made = begun()
        clock.move_to(MARCH_20, tick=False)

        change_series(entry=made.made[0], extent=Extent.ALL, wish=Wish(shift=1), by=BY)

        assert stands() == [
            "03-03 03-03 10:00",
            "03-10 03-10 10:00",
            "03-17 03-17 10:00",
            "03-25 03-25 10:00",
            "04-01 04-01 10:00",
            "04-08 04-08 10:00",
        ]
        with pytest.raises(Begun):
            change_series(entry=made.made[0], extent=Extent.THIS, wish=Wish(shift=1), by=BY)

    def test_a_series_that_is_over_changes_no_more_but_goes_on_if_it_is_asked(self, clock):
        made = begun()
        clock.move_to(datetime.datetime(2026, 4, 8, tzinfo=datetime.UTC), tick=False)
        last, was = made.made[5], stands()

        done = change_series(entry=last, extent=Extent.ALL, wish=Wish(shift=1), by=BY)
        assert (done.series, stands()) == (made.series, was)
        assert Series.objects.get().last == LAST

        longer = Wish(last=datetime.date(2026, 4, 14))
        done = change_series(entry=last, extent=Extent.NEXT, wish=longer, by=BY)
        assert stands() == [*was, "04-14 04-14 10:00"]
        assert done.series != made.series

    def test_a_rarer_rule_cancels_what_was_announced_and_removes_drafts(self):
        made = begun()

        done = change_series(
            entry=made.made[0],
            extent=Extent.ALL,
            wish=Wish(rule="FREQ=WEEKLY;INTERVAL=2"),
            why={"en": "Fewer"},
            by=BY,
        )

        assert len(done.dropped) == 3
        assert sum("cancelled" in one for one in stands()) == 3
        assert Entry.objects.filter(why={"en": "Fewer"}).count() == 3
        Entry.objects.all().delete()
        Series.objects.all().delete()
        drafts = begun(announced=False)
        change_series(
            entry=drafts.made[0],
            extent=Extent.ALL,
            wish=Wish(rule="FREQ=WEEKLY;INTERVAL=2"),
            by=BY,
        )
        assert len(stands()) == 3

    def test_the_room_above_takes_its_dates_away(self):
        made, gone = begun(), []

        change_series(
            entry=made.made[0],
            extent=Extent.ALL,
            wish=Wish(last=datetime.date(2026, 3, 31)),
            drop=gone.append,
            by=BY,
        )

        assert [one.occurrence for one in gone] == [LAST]

    def test_more_dates_are_alike_and_take_up_the_same(self):
        made, space = begun(), SpaceFactory()
        first = made.made[0]
        hold(entry=first, spaces=[space], people=["Ana Silva"], set_up_minutes=30, by=BY)

        done = change_series(
            entry=first,
            extent=Extent.ALL,
            wish=Wish(last=datetime.date(2026, 4, 14), begins=datetime.time(9)),
            by=BY,
        )

        (added,) = done.made
        assert (added.title, added.state) == (first.title, "announced")
        assert f"{added.begins.astimezone(added.zone):%m-%d %H:%M}" == "04-14 09:00"
        held = added.holds.get(space=space)
        assert added.begins - held.begins == datetime.timedelta(minutes=30)
        assert first.holds.count() == added.holds.count() == 2

    def test_the_room_above_makes_them(self):
        made = begun()
        done = change_series(
            entry=made.made[0],
            extent=Extent.ALL,
            wish=Wish(last=datetime.date(2026, 4, 14)),
            make=lambda series, one: (series, one.day),
            by=BY,
        )
        assert done.made == [(made.series, datetime.date(2026, 4, 14))]

    def test_what_it_takes_up_moves_and_runs_into_nothing(self):
        made, space = begun(), SpaceFactory()
        for one in made.made:
            hold(entry=one, spaces=[space], by=BY)
        change_series(
            entry=made.made[0], extent=Extent.ALL, wish=Wish(begins=datetime.time(11)), by=BY
        )
        assert {hold.begins == hold.entry.begins for hold in Hold.objects.all()} == {True}
        other = made.made[5]
        other.refresh_from_db()
        HoldFactory(
            space=space,
            begins=other.begins + datetime.timedelta(hours=2),
            ends=other.ends + datetime.timedelta(hours=2),
        )

        with pytest.raises(Taken, match="is taken"):
            change_series(
                entry=made.made[0], extent=Extent.ALL, wish=Wish(begins=datetime.time(12)), by=BY
            )

    def test_what_was_moved_by_hand_and_cancelled_goes_along(self):
        made = begun()
        by_hand, off = made.made[1], made.made[2]
        hour = datetime.timedelta(hours=1)
        change(entry=by_hand, begins=by_hand.begins + hour, ends=by_hand.ends + hour, by=BY)
        cancel(entry=off, by=BY)

        change_series(entry=made.made[0], extent=Extent.ALL, wish=Wish(shift=1), by=BY)

        assert stands()[:3] == [
            "03-04 03-04 10:00",
            "03-11 03-10 11:00",
            "03-18 03-17 10:00 cancelled",
        ]

    def test_what_is_cancelled_and_has_no_place_stays_behind(self):
        made = begun()
        cancel(entry=made.made[1], by=BY)

        done = change_series(
            entry=made.made[0],
            extent=Extent.ALL,
            wish=Wish(rule="FREQ=WEEKLY;INTERVAL=2", shift=0),
            by=BY,
        )

        assert Series.objects.count() == 2
        assert Entry.objects.get(pk=made.made[1].pk).series_id != done.series.pk

    def test_refusals(self):
        alone = EntryFactory(begins=datetime.datetime(2027, 1, 5, 9, tzinfo=datetime.UTC))
        with pytest.raises(NotInASeries):
            change_series(entry=alone, extent=Extent.NEXT, wish=Wish(shift=1), by=BY)
        with pytest.raises(CannotShift):
            change_series(entry=alone, extent=Extent.THIS, wish=Wish(rule="FREQ=WEEKLY"), by=BY)
        with pytest.raises(CannotShift):
            planned_change(alone, Extent.THIS, Wish(last=LAST))
        assert change_series(entry=alone, extent=Extent.THIS, wish=Wish(shift=1), by=BY).moved


def test_what_is_shown_is_what_is_done(django_assert_num_queries):
    made = begun()
    wish = Wish(rule="FREQ=WEEKLY;BYDAY=TH", last=datetime.date(2026, 4, 9))

    entry = Entry.objects.select_related("series").get(pk=made.made[0].pk)
    with django_assert_num_queries(2):
        plan = planned_change(entry, Extent.ALL, wish)
    done = change_series(entry=entry, extent=Extent.ALL, wish=wish, by=BY)

    assert [str(line) for line in plan.lines] == [str(line) for line in done.plan.lines]
    shown = sorted(line.after.begins for line in plan.of(Fate.MOVES, Fate.SAME))
    assert shown == list(Entry.objects.order_by("begins").values_list("begins", flat=True))
