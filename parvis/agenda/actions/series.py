"""What is done with what comes again: begun with all its dates, changed for some of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from parvis.accounts.actors import Actor
from parvis.agenda import shapes
from parvis.agenda.actions.entries import cancel, change, put
from parvis.agenda.actions.holding import take_up
from parvis.agenda.actions.locking import locked, locked_series, refuse_taken, tell
from parvis.agenda.enums import EntryState, Extent, Fate
from parvis.agenda.models import Entry, Series
from parvis.agenda.queries import Planned, planned_change
from parvis.agenda.shapes import Occurrence, Pattern, Plan, Wish
from parvis.centres.models import Centre
from parvis.kernel.history import action
from parvis.kernel.words import Words

T = TypeVar("T")
Make = Callable[[Series, Occurrence], T]
"""What makes one date of a series in the room that knows what it is for, with `put`."""


@dataclass(frozen=True)
class BegunSeries(Generic[T]):
    """A series just begun, and what was made for each of its dates, in their order."""

    series: Series
    made: list[T]


@dataclass(frozen=True)
class ChangedSeries(Generic[T]):
    """What a change of a series did.

    `series` is the one in which the changed dates now stand: another one than before when some
    were left behind. None for a date that stands alone.
    """

    plan: Plan
    series: Series | None
    moved: list[Entry]
    made: list[T]
    dropped: list[Entry]


@action
def begin_series(
    *,
    first: datetime.date,
    rule: str,
    last: datetime.date,
    begins: datetime.time,
    minutes: int,
    zone: str,
    make: Make[T],
    centre: Centre | None = None,
    simulated: bool = False,
    by: Actor,
) -> BegunSeries[T]:
    """Begin what comes again, with all its dates at once: each is what `make` makes of it.

    Show `shapes.Pattern(…).occurrences()` before. Raises BadRule, BadTimes, NoDates,
    TooManyDates, and whatever `make` raises; then nothing is begun.
    """
    pattern = Pattern(first, rule, last, begins, minutes, zone)
    dates = pattern.occurrences()
    series = _series(pattern, centre, centre.simulated if centre is not None else simulated)
    return BegunSeries(series, [make(series, one) for one in dates])


@action
def change_series(
    *,
    entry: Entry,
    extent: str,
    wish: Wish,
    why: Words | None = None,
    make: Make[Any] | None = None,
    drop: Callable[[Entry], object] | None = None,
    by: Actor,
) -> ChangedSeries[Any]:
    """Change this date, this one and the next, or all that are to come.

    `queries.planned_change` shows beforehand what it does to each date: what has begun stays, the
    series is split where some of its dates are left behind. `make` makes a date that is added
    (alike to this one, if nothing else is said), `drop` takes one away (one announced is
    cancelled with the reason `why`, a draft removed). What dates take up moves along.
    Raises what `planned_change` raises, Taken with every clash that refuses it.
    """
    if extent == Extent.THIS or entry.series_id is None:
        return _one(locked(entry), extent, wish, by)
    locked_series(entry.series_id)
    entry = Entry.objects.select_related("series").get(pk=entry.pk)
    plan = planned_change(entry, extent, wish)
    alike = _alike(entry, by)  # before it moves itself
    dropped = [line.entry for line in plan.of(Fate.DROPPED) if line.entry is not None]
    for one in dropped:
        _drop(one, why, by) if drop is None else drop(one)
    # `planned_change` refuses what is no series, and gives a plan for several dates its pattern.
    series = _room_for(plan, cast("Series", entry.series), cast("Pattern", plan.pattern))
    moved = _move(plan, series)
    made = [
        (make or alike)(series, line.after) for line in plan.of(Fate.NEW) if line.after is not None
    ]
    return ChangedSeries(plan, series, moved, made, dropped)


def _one(entry: Entry, extent: str, wish: Wish, by: Actor) -> ChangedSeries[Any]:
    plan = planned_change(entry, extent, wish)
    after = plan.lines[0].after
    if after is None or not plan.of(Fate.MOVES):
        return ChangedSeries(plan, entry.series, [], [], [])
    kept = change(entry=entry, begins=after.begins, ends=after.ends, by=by)
    return ChangedSeries(plan, entry.series, [kept.row], [], [])


def _series(pattern: Pattern, centre: Centre | None, simulated: bool) -> Series:
    return Series.objects.create(centre=centre, simulated=simulated, **_columns(pattern))


def _columns(pattern: Pattern) -> dict[str, Any]:
    return {
        "first": pattern.first,
        "rule": pattern.rule,
        "last": pattern.last,
        "begins": pattern.begins,
        "minutes": pattern.minutes,
        "time_zone": pattern.time_zone,
    }


def _room_for(plan: Plan, old: Series, pattern: Pattern) -> Series:
    """The series in which changed dates stand: their own, unless some stay behind in it."""
    going = [line.entry.pk for line in plan.lines if line.entry and line.after]
    behind = Entry.objects.filter(series=old).exclude(pk__in=going)
    days = list(behind.values_list("occurrence", flat=True))
    if days:
        old.last = max(day for day in days if day is not None)
        old.save(update_fields=["last"])
        goes_on = any(line.after for line in plan.lines)
        return _series(pattern, old.centre, old.simulated) if goes_on else old
    for name, value in _columns(pattern).items():
        setattr(old, name, value)
    old.save()
    return old


def _move(plan: Plan, series: Series) -> list[Entry]:
    """Give each date that goes on its new day and hours, and move along what it takes up."""
    moved, planned = [], []
    for line in plan.of(Fate.SAME, Fate.MOVES, Fate.STAYS):
        entry, after = line.entry, line.after
        if entry is None or after is None:
            continue
        was = entry.begins, entry.ends
        entry.series, entry.occurrence = series, after.day
        entry.begins, entry.ends = after.begins, after.ends
        entry.save(update_fields=["series", "occurrence", "begins", "ends"])
        if line.fate == Fate.MOVES:
            moved.append(entry)
            planned.append(Planned(entry, [shapes.moved(h, entry, was) for h in entry.holds.all()]))
    refuse_taken(planned)
    for one in planned:
        for held in one.holds:
            held.save(update_fields=["begins", "ends"])
        tell(one.entry)
    for entry in moved:
        entry.refresh_from_db(fields=["sequence", "changed_at"])
    return moved


def _drop(entry: Entry, why: Words | None, by: Actor) -> None:
    if entry.state == EntryState.ANNOUNCED:
        cancel(entry=entry, why=why, by=by)
    else:
        entry.delete()


def _alike(entry: Entry, by: Actor) -> Make[Entry]:
    """Makes dates like this one, that take up the same things around their own hours."""
    was, holds = (entry.begins, entry.ends), list(entry.holds.all())

    def make(series: Series, one: Occurrence) -> Entry:
        made = put(
            layer=entry.layer,
            title=entry.title,
            begins=one.begins,
            ends=one.ends,
            centre=entry.centre,
            site=entry.site,
            stop=entry.stop,
            place=entry.place,
            about=entry.about,
            time_zone=one.time_zone,
            presence=entry.presence,
            link=entry.link,
            languages=entry.languages,
            series=series,
            occurrence=one.day,
            announced=entry.state == EntryState.ANNOUNCED,
            simulated=entry.simulated,
            by=by,
        )
        take_up(made, [shapes.moved(hold, made, was, anew=True) for hold in holds])
        return made

    return make
