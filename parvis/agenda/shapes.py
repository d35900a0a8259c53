"""Dates before anything is written: hours on the wall, what comes again, what a change would do.

Nothing here asks the database, so that every list of dates is shown before it is saved.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from parvis.agenda.enums import EntryState, Extent, Fate
from parvis.agenda.errors import BadTimes, CannotShift, NoDates, TooManyDates
from parvis.agenda.models import Entry, Hold, Series, spelled
from parvis.centres.models import Equipment, Space
from parvis.centres.queries.opening import instant
from parvis.kernel import recurrence

MOST_DATES = 400
"""Dates that one series may have."""
NEAR = 6
"""Days that a new rule moves a date by at most; farther, it is another date."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Span = tuple[datetime.datetime, datetime.datetime]


def hours(day: datetime.date, begins: datetime.time, minutes: int, zone: ZoneInfo) -> Span:
    """The instants between two times on the wall of a zone.

    A change of clocks in between changes how long it lasts, not the hours one reads there; a time
    that the clocks skip is the moment they skip it, one that comes twice the first of the two.
    Raises BadTimes when it lasts nothing.
    """
    if minutes < 1:
        raise BadTimes(_("It lasts nothing."))
    # No zone: the wall is read, and only then made an instant.
    end = datetime.datetime.combine(day, begins) + datetime.timedelta(minutes=minutes)
    start, stop = instant(day, begins, zone), instant(end.date(), end.time(), zone)
    return start, stop if stop > start else start + datetime.timedelta(minutes=minutes)


def whole_days(first: datetime.date, last: datetime.date, zone: ZoneInfo) -> Span:
    """The instants at which the first day begins and the last one ends. Raises BadTimes."""
    if last < first:
        raise BadTimes(_("The end comes before the beginning."))
    midnight = datetime.time()
    return instant(first, midnight, zone), instant(
        last + datetime.timedelta(days=1), midnight, zone
    )


@dataclass(frozen=True)
class Occurrence:
    """One date of what comes again: its day in the series, and when it is held."""

    day: datetime.date
    begins: datetime.datetime
    ends: datetime.datetime
    time_zone: str

    def __str__(self) -> str:
        return spelled(self.begins, self.ends, ZoneInfo(self.time_zone))


@dataclass(frozen=True)
class Pattern:
    """What comes again, on the wall of a zone: it always has a last day."""

    first: datetime.date
    rule: str
    last: datetime.date
    begins: datetime.time
    minutes: int
    time_zone: str

    def days(self) -> list[datetime.date]:
        """Its days. Raises BadRule, NoDates, TooManyDates."""
        if self.last < self.first:
            raise NoDates(_("The last day comes before the first."))
        days = recurrence.days(self.first, self.rule, self.first, self.last)
        found = list(islice(days, MOST_DATES + 1))
        if not found:
            raise NoDates(_("No date lies between the first day and the last."))
        if len(found) > MOST_DATES:
            raise TooManyDates(
                _("A series has %(n)d dates at most: choose an earlier last day.")
                % {"n": MOST_DATES}
            )
        return found

    def on(self, day: datetime.date) -> Occurrence:
        """The date it would have that day."""
        begins, ends = hours(day, self.begins, self.minutes, ZoneInfo(self.time_zone))
        return Occurrence(day, begins, ends, self.time_zone)

    def occurrences(self) -> list[Occurrence]:
        """All its dates, as they will be. Raises BadRule, BadTimes, NoDates, TooManyDates."""
        return [self.on(day) for day in self.days()]


def pattern_of(series: Series) -> Pattern:
    """The pattern of a series as it is kept."""
    return Pattern(
        series.first,
        series.rule,
        series.last,
        series.begins,
        series.minutes,
        series.time_zone,
    )


@dataclass(frozen=True)
class Wish:
    """What is to change of a series, or of one of its dates; None leaves a thing as it is.

    `shift` is in days. A new rule and a new last day are for several dates, never for one.
    """

    begins: datetime.time | None = None
    minutes: int | None = None
    shift: int = 0
    rule: str | None = None
    last: datetime.date | None = None


def wished(pattern: Pattern, start: datetime.date, wish: Wish) -> Pattern:
    """The pattern from one of its days on, as it is wished. Raises CannotShift, BadRule."""
    days = datetime.timedelta(days=wish.shift)
    rule = recurrence.read(wish.rule) if wish.rule is not None else None
    return replace(
        pattern,
        first=start + days,
        rule=shifted(pattern.rule, wish.shift, start + days) if rule is None else rule,
        last=wish.last or pattern.last + days,
        begins=wish.begins if wish.begins is not None else pattern.begins,
        minutes=wish.minutes if wish.minutes is not None else pattern.minutes,
    )


def shifted(rule: str, shift: int, first: datetime.date) -> str:
    """The rule moved by some days, which bring its first day here. Raises CannotShift.

    «Every Tuesday» a day later is every Wednesday; «the second Tuesday» is the Wednesday of that
    week of the month in which it now falls.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    narrow = next((name for name in ("BYDAY", "BYMONTHDAY") if name in parts), None)
    if shift == 0 or narrow is None:
        return rule
    said = parts[narrow].split(",")
    placed = narrow == "BYMONTHDAY" or any(len(day) > 2 for day in said)
    if placed and len(said) == 1:
        parts[narrow] = _placed(narrow, said[0], first)
    elif not placed and (moved := _turned(said, shift, parts)):
        parts[narrow] = ",".join(moved)
    else:
        raise CannotShift(_("This rule cannot be moved by some days: say the new rule."))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _placed(narrow: str, was: str, first: datetime.date) -> str:
    """A place in the month, as the first day now has it; the last stays the last if it is."""
    is_last = (first + datetime.timedelta(days=7 if narrow == "BYDAY" else 1)).month != first.month
    if narrow == "BYMONTHDAY":
        return "-1" if is_last or first.day > 28 else str(first.day)
    place = (first.day - 1) // 7 + 1
    stays_last = place > 4 or (was.startswith("-1") and is_last)
    return f"{-1 if stays_last else place}{_DAYS[first.weekday()]}"


def _turned(said: Sequence[str], shift: int, parts: Mapping[str, str]) -> list[str]:
    """Weekdays some days on; nothing when one of several would fall into a week left out."""
    moved = [(_DAYS.index(day) + shift) for day in said]
    weeks = {day // 7 for day in moved}
    if len(weeks) > 1 and parts.get("INTERVAL", "1") != "1":
        return []
    return [_DAYS[day] for day in sorted(day % 7 for day in moved)]


@dataclass(frozen=True)
class Line:
    """One date before and after a change, as it is shown before it is saved."""

    fate: Fate
    entry: Entry | None = None
    before: Occurrence | None = None
    after: Occurrence | None = None

    @property
    def at(self) -> datetime.datetime:
        """Where it stands in a list."""
        return (self.after or self.before or _NEVER).begins

    def __str__(self) -> str:
        said = [str(one) for one in (self.before, self.after) if one is not None]
        return f"{' → '.join(dict.fromkeys(said))} ({self.fate.label})"


_NEVER = Occurrence(
    datetime.date.max,
    datetime.datetime.max.replace(tzinfo=datetime.UTC),
    datetime.datetime.max.replace(tzinfo=datetime.UTC),
    "UTC",
)


@dataclass(frozen=True)
class Plan:
    """What a change of a series would do: each of its dates, and the series they then make.

    `pattern` is None when one date alone is moved.
    """

    lines: tuple[Line, ...]
    pattern: Pattern | None = None

    def of(self, *fates: Fate) -> list[Line]:
        """The dates to which this happens."""
        return [line for line in self.lines if line.fate in fates]


def occurrence_of(entry: Entry) -> Occurrence:
    """A date as it now stands."""
    return Occurrence(entry.occurrence or entry.day, entry.begins, entry.ends, entry.time_zone)


def moved_alone(entry: Entry, wish: Wish) -> Plan:
    """One date moved by itself; it keeps its day in the series. Raises BadTimes."""
    was = occurrence_of(entry)
    local = entry.begins.astimezone(entry.zone)
    end = entry.ends.astimezone(entry.zone).replace(tzinfo=None)
    lasts = round((end - local.replace(tzinfo=None)).total_seconds() / 60)
    begins, ends = hours(
        local.date() + datetime.timedelta(days=wish.shift),
        wish.begins if wish.begins is not None else local.time(),
        wish.minutes if wish.minutes is not None else lasts,
        entry.zone,
    )
    after = replace(was, begins=begins, ends=ends)
    fate = Fate.SAME if after == was else Fate.MOVES
    return Plan((Line(fate, entry, was, after),))


def planned(
    entries: Iterable[Entry],
    pattern: Pattern,
    wish: Wish,
    extent: Extent,
    chosen: Entry,
    now: datetime.datetime,
) -> Plan:
    """What becomes of each date of a series, from the chosen one on or of all that are to come.

    A date finds its own in the new series by its day, moved by `shift`; where a new rule leaves
    none there, the nearest one free within NEAR days. What has begun is never moved, what was
    cancelled or moved by hand stays as it is and keeps its place, a date removed by hand does not
    come back. Raises BadRule, BadTimes, CannotShift, NoDates, TooManyDates.
    """
    known = {entry.occurrence: entry for entry in entries if entry.occurrence is not None}
    coming = {day: entry for day, entry in known.items() if entry.begins > now}
    start = chosen.occurrence or chosen.day
    if extent == Extent.ALL:
        start = min(coming, default=start)
    new = wished(pattern, start, wish)
    days = datetime.timedelta(days=wish.shift)
    old = [day for day in pattern.days() if day >= start]
    mates = _pairs(old, new.days(), days)
    lines = []
    for day, entry in known.items():
        if day < start:
            continue
        before = occurrence_of(entry)
        mate = mates.get(day)
        after = new.on(mate) if mate is not None else None
        if entry.begins <= now:
            lines.append(Line(Fate.PAST, entry, before))
        elif entry.state == EntryState.CANCELLED or (after and before != pattern.on(day)):
            stays = replace(before, day=after.day) if after else None
            lines.append(Line(Fate.STAYS, entry, before, stays))
        elif after is None:
            lines.append(Line(Fate.DROPPED, entry, before))
        else:
            same = (before.begins, before.ends) == (after.begins, after.ends)
            lines.append(Line(Fate.SAME if same else Fate.MOVES, entry, before, after))
    for day in set(new.days()) - set(mates.values()):
        if (made := new.on(day)).begins > now:
            lines.append(Line(Fate.NEW, after=made))
    return Plan(tuple(sorted(lines, key=lambda line: line.at)), new)


def _pairs(
    old: Sequence[datetime.date], new: Sequence[datetime.date], shift: datetime.timedelta
) -> dict[datetime.date, datetime.date]:
    """Which new day each old one becomes: its own, else the nearest one free within NEAR days."""
    free = set(new)
    found = {day: day + shift for day in old if day + shift in free}
    free -= set(found.values())
    for day in (one for one in old if one not in found):
        near = min(free, key=lambda one: (abs(one - day - shift), one), default=None)
        if near is not None and abs((near - day - shift).days) <= NEAR:
            found[day] = near
            free.remove(near)
    return found


# -- what a date takes up


@dataclass(frozen=True)
class Needs:
    """What a date takes up beside its hours, as it is asked for."""

    spaces: Sequence[Space] = ()
    equipment: Mapping[Equipment, int] = field(default_factory=dict)
    people: Sequence[str] = ()
    """Professionals by name, never visitors."""
    bodies: Sequence[str] = ()
    """Bodies of the network by their code."""
    set_up: int = 0
    pack_up: int = 0
    travel: int = 0
    """Minutes before, after, and on the way of whoever comes."""


def holds_of(entry: Entry, needs: Needs) -> list[Hold]:
    """The rows, not yet kept, of what an entry takes up: each thing once, each with its margins.

    Things are taken while one sets up and packs up; people besides while they travel; a body for
    the hours of the date alone.
    """
    before, after = (datetime.timedelta(minutes=n) for n in (needs.set_up, needs.pack_up))
    way = datetime.timedelta(minutes=needs.travel)
    begins, ends = entry.begins - before, entry.ends + after
    things: dict[str, Any] = {"entry": entry, "begins": begins, "ends": ends}
    people = things | {"begins": begins - way, "ends": ends + way}
    body = things | {"begins": entry.begins, "ends": entry.ends}
    names = dict.fromkeys(" ".join(name.split()) for name in needs.people)
    return [
        *(Hold(space=space, **things) for space in dict.fromkeys(needs.spaces)),
        *(Hold(equipment=one, quantity=n, **things) for one, n in needs.equipment.items()),
        *(Hold(person=name, **people) for name in names if name),
        *(Hold(body=code, **body) for code in dict.fromkeys(needs.bodies)),
    ]


def moved(hold: Hold, entry: Entry, was: Span, *, anew: bool = False) -> Hold:
    """The same thing taken up around other hours, not yet kept; anew, by another entry."""
    return Hold(
        pk=None if anew else hold.pk,
        entry=entry,
        space_id=hold.space_id,
        equipment_id=hold.equipment_id,
        quantity=hold.quantity,
        person=hold.person,
        body=hold.body,
        begins=entry.begins - (was[0] - hold.begins),
        ends=entry.ends + (hold.ends - was[1]),
    )


def needs_of(entry: Entry, holds: Iterable[Hold]) -> Needs:
    """What would give these holds: the inverse of `holds_of`.

    Where people alone are taken up, what comes on both sides of the date is their way.
    """
    rows = list(holds)
    people = [row for row in rows if row.person]
    things = [row for row in rows if row.space_id or row.equipment_id]
    before, after = _around(entry, things) if things else (0, 0)
    away, back = _around(entry, people) if people else (before, after)
    way = away - before if things else min(away, back)
    return Needs(
        spaces=[row.space for row in rows if row.space is not None],
        equipment={row.equipment: row.quantity for row in rows if row.equipment is not None},
        people=[row.person for row in people],
        bodies=[row.body for row in rows if row.body],
        set_up=before if things else away - way,
        pack_up=after if things else back - way,
        travel=way,
    )


def _around(entry: Entry, holds: Sequence[Hold]) -> tuple[int, int]:
    """Minutes before and after a date for which these are taken up."""
    before = entry.begins - min(hold.begins for hold in holds)
    after = max(hold.ends for hold in holds) - entry.ends
    return before // datetime.timedelta(minutes=1), after // datetime.timedelta(minutes=1)
