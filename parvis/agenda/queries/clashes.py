"""What planned dates would run into: rooms, equipment, people, bodies, publics, days that are off.

A date is asked about as it would be: an `Entry` that may not be kept yet, with the `Hold` rows it
would have (`shapes.holds_of`). Many are asked about at once in as many queries as one.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parvis.agenda.bodies import bodies
from parvis.agenda.enums import (
    LEVELS,
    ClashKind,
    EntryState,
    Layer,
    Level,
    Presence,
)
from parvis.agenda.models import ClashLevel, Entry, Hold
from parvis.agenda.queries.entries import entries, holds_in
from parvis.centres.enums import DayState
from parvis.centres.models import Equipment, Site, Space
from parvis.centres.queries import Calendar, calendars
from parvis.kernel.words import spoken
from parvis.ui import calendar

_SHARED = (Layer.NETWORK, Layer.EUROPE)
_EVERY = frozenset(ClashKind.values)


@dataclass(frozen=True)
class Clash:
    """One thing a date runs into: what it does, in a sentence, with which other date."""

    level: Level
    kind: ClashKind
    sentence: str
    entry: Entry | None = None
    what: Space | Equipment | Site | str | None = None

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Planned:
    """A date as it would be, and what it would take up."""

    entry: Entry
    holds: Sequence[Hold] = ()


def blocking(found: Iterable[Clash]) -> list[Clash]:
    """Those that refuse it."""
    return [clash for clash in found if clash.level == Level.BLOCK]


def levels_of(centres: Collection[int]) -> dict[tuple[int | None, str], str]:
    """What these centres say each kind of clash does; one query."""
    rows = ClashLevel.objects.filter(centre__in=centres)
    return {(row.centre_id, row.kind): row.level for row in rows}


def clashes_of(entry: Entry, *, kinds: Collection[str] = _EVERY) -> list[Clash]:
    """What a date that is kept runs into, with what it takes up."""
    holds = list(entry.holds.all())
    return clashes([Planned(entry, holds)], kinds=kinds)[0]


def clashes(
    planned: Sequence[Planned],
    *,
    rivals: QuerySet[Entry] | None = None,
    kinds: Collection[str] = _EVERY,
) -> list[list[Clash]]:
    """What each of these dates runs into, the gravest first.

    Eleven queries at most, however many dates are asked about.
    `rivals` are dates for the same public, as the room above knows it. `kinds` narrows to some
    kinds of clash. Dates asked about together are compared with each other as they would be, and
    no longer as they are.
    """
    if not planned:
        return []
    return _Asked(planned, rivals, kinds).answers()


class _Asked:
    """One question: what is read for all dates at once, then compared in memory."""

    def __init__(
        self, planned: Sequence[Planned], rivals: QuerySet[Entry] | None, kinds: Collection[str]
    ) -> None:
        self.planned = planned
        self.kinds = kinds
        self.rivals = rivals
        holds = [hold for one in planned for hold in one.holds]
        begins = [one.entry.begins for one in planned] + [hold.begins for hold in holds]
        ends = [one.entry.ends for one in planned] + [hold.ends for hold in holds]
        self.begins, self.ends = min(begins), max(ends)
        self.own = [pk for one in planned if (pk := one.entry.pk)]
        self.simulated = planned[0].entry.simulated
        self.spaces = self._known(
            Space.objects.select_related("site__centre"), {hold.space_id for hold in holds}
        )
        self.equipment = self._known(
            Equipment.objects.select_related("space__site__centre"),
            {hold.equipment_id for hold in holds},
        )
        self.levels = self._levels()
        self.taken = self._taken(holds)

    @staticmethod
    def _known(rows: QuerySet[Any], keys: set[int | None]) -> dict[int, Any]:
        keys.discard(None)
        return rows.in_bulk(list(keys)) if keys else {}

    def _levels(self) -> dict[tuple[int | None, str], str]:
        centres = {space.site.centre_id for space in self.spaces.values()}
        centres |= {one.space.site.centre_id for one in self.equipment.values()}
        for one in self.planned:
            if one.entry.centre_id is not None:
                centres.add(one.entry.centre_id)
        return levels_of(centres)

    def level(self, centre: int | None, kind: ClashKind) -> Level:
        """What this kind of clash does there."""
        if kind not in self.kinds:
            return Level.IGNORE
        return Level(self.levels.get((centre, kind), LEVELS[kind]))

    @cached_property
    def bodies(self) -> Mapping[str, str]:
        """Names of bodies, asked once a clash needs one."""
        return bodies(simulated=self.simulated)

    # -- read for all

    def _taken(self, holds: Sequence[Hold]) -> dict[tuple[str, object], list[Hold]]:
        """What others take up of the same things in that time, these dates included."""
        people = {hold.person for hold in holds if hold.person}
        bodies = {hold.body for hold in holds if hold.body}
        wanted = Q(space__in=self.spaces) | Q(equipment__in=self.equipment) | Q(body__in=bodies)
        for name in people:
            wanted |= Q(person__iexact=name)
        found: dict[tuple[str, object], list[Hold]] = defaultdict(list)
        if not holds:
            return found
        others = holds_in(
            Hold.objects.filter(wanted, entry__simulated=self.simulated).exclude(
                entry__in=self.own
            ),
            self.begins,
            self.ends,
        )
        for hold in [*others, *holds]:
            found[_thing(hold)].append(hold)
        return found

    def answers(self) -> list[list[Clash]]:
        """For each date, what it runs into; first what refuses it, then by kind."""
        order = list(ClashKind)
        others, rivals = self._others(), self._rivals()
        calendars = self._calendars()
        found = []
        for one in self.planned:
            clashes = [
                *(clash for hold in one.holds for clash in self._of_hold(one.entry, hold)),
                *self._of_dates(one.entry, others, ClashKind.DATES),
                *self._of_dates(one.entry, rivals, ClashKind.AUDIENCE),
                *self._of_days(one.entry, calendars),
            ]
            clashes = [clash for clash in clashes if clash.level != Level.IGNORE]
            found.append(
                sorted(clashes, key=lambda c: (c.level != Level.BLOCK, order.index(c.kind)))
            )
        return found

    # -- what is taken up

    def _of_hold(self, entry: Entry, hold: Hold) -> Iterator[Clash]:
        same = [other for other in self.taken[_thing(hold)] if other.entry != entry]
        meet = [other for other in same if _meet(hold, other)]
        if hold.equipment_id is not None:
            yield from self._of_equipment(hold, meet)
        elif hold.space_id is not None:
            space = self.spaces[hold.space_id]
            level = self.level(space.site.centre_id, ClashKind.SPACE)
            for other in meet:
                said = _("%(space)s is taken: %(date)s.")
                words = {"space": space, "date": self._told(other.entry, entry)}
                yield Clash(level, ClashKind.SPACE, said % words, other.entry, space)
        elif hold.person:
            level = self.level(entry.centre_id, ClashKind.PERSON)
            for other in meet:
                if _same_place(entry, other.entry) and not _overlap(entry, other.entry):
                    continue  # no way to go between two dates of one place
                said = _(
                    "%(who)s is expected elsewhere at that time, on the way or there: %(date)s."
                )
                if _same_place(entry, other.entry):
                    said = _("%(who)s is there for another date at that time: %(date)s.")
                words = {"who": hold.person, "date": self._told(other.entry, entry)}
                yield Clash(level, ClashKind.PERSON, said % words, other.entry, hold.person)
        else:
            level = self.level(entry.centre_id, ClashKind.BODY)
            for other in meet:
                said = _("%(body)s is expected at another date: %(date)s.")
                name = self.bodies.get(hold.body, hold.body)
                words = {"body": name, "date": self._told(other.entry, entry)}
                yield Clash(level, ClashKind.BODY, said % words, other.entry, hold.body)

    def _of_equipment(self, hold: Hold, others: Sequence[Hold]) -> Iterator[Clash]:
        """More than there is, at the moment when most is taken."""
        equipment = self.equipment[hold.equipment_id or 0]
        moments = [max(hold.begins, other.begins) for other in others] or [hold.begins]
        most = max(
            sum(other.quantity for other in others if other.begins <= at < other.ends)
            for at in moments
        )
        if most + hold.quantity <= equipment.places:
            return
        level = self.level(equipment.space.site.centre_id, ClashKind.EQUIPMENT)
        said = _("%(equipment)s: %(asked)d asked for, %(left)d of %(places)d left at that time.")
        words = {
            "equipment": equipment,
            "asked": hold.quantity,
            "left": max(0, equipment.places - most),
            "places": equipment.places,
        }
        other = others[0].entry if others else None
        yield Clash(level, ClashKind.EQUIPMENT, said % words, other, equipment)

    def _told(self, other: Entry, entry: Entry) -> str:
        """Another date in words; what another centre has not announced keeps its title."""
        ours = other.centre_id in (None, entry.centre_id)
        if other.state == EntryState.DRAFT and not ours:
            return other.when
        return _("“%(title)s”, %(when)s") % {"title": spoken(other.title)[0], "when": other.when}

    # -- other dates at the same time

    def _others(self) -> list[Entry]:
        """Dates of the network and of Europe at that time, when one of these is such a date."""
        asked = [one.entry for one in self.planned if one.entry.layer in _SHARED]
        if not asked or ClashKind.DATES not in self.kinds:
            return []
        rows = entries().filter(layer__in=_SHARED, simulated=self.simulated)
        return self._at_that_time(rows) + asked

    def _rivals(self) -> list[Entry]:
        return [] if self.rivals is None else self._at_that_time(self.rivals)

    def _at_that_time(self, rows: QuerySet[Entry]) -> list[Entry]:
        rows = rows.filter(begins__lt=self.ends, ends__gt=self.begins)
        return list(rows.exclude(pk__in=self.own).exclude(state=EntryState.CANCELLED))

    def _of_dates(self, entry: Entry, others: Iterable[Entry], kind: ClashKind) -> Iterator[Clash]:
        if kind == ClashKind.DATES and entry.layer not in _SHARED:
            return
        level = self.level(entry.centre_id, kind)
        for other in others:
            if other == entry or not _overlap(entry, other):
                continue
            said = (
                _("At that time there is %(date)s.")
                if kind == ClashKind.DATES
                else _("The same public is asked to another date at that time: %(date)s.")
            )
            yield Clash(level, kind, said % {"date": self._told(other, entry)}, other)

    # -- days that are off

    def _calendars(self) -> dict[int, Calendar]:
        asked = {ClashKind.HOLIDAY, ClashKind.CLOSURE}.intersection(self.kinds)
        keys = {key for one in self.planned if (key := _site_of(one.entry)) is not None}
        if not keys or not asked:
            return {}
        sites = Site.objects.filter(pk__in=keys).select_related("centre")
        zones = [one.entry.zone for one in self.planned]
        first = min(self.begins.astimezone(zone).date() for zone in zones)
        last = max(self.ends.astimezone(zone).date() for zone in zones)
        return calendars(sites, first, last)

    def _of_days(self, entry: Entry, known: dict[int, Calendar]) -> Iterator[Clash]:
        site = known.get(_site_of(entry) or 0)
        if site is None:
            return
        for ahead in range((entry.last_day - entry.day).days + 1):
            day = entry.day + datetime.timedelta(days=ahead)
            holiday = site.holiday(day)
            if holiday is not None:
                level = self.level(entry.centre_id, ClashKind.HOLIDAY)
                said = _("%(day)s is a public holiday there: %(name)s.")
                words = {"day": calendar.weekday(day), "name": spoken(holiday)[0]}
                yield Clash(level, ClashKind.HOLIDAY, said % words, what=site.site)
            closed = site.on(day).state == DayState.CLOSED
            if closed and entry.presence != Presence.ONLINE:
                level = self.level(entry.centre_id, ClashKind.CLOSURE)
                said = _("%(site)s is closed that day. %(day)s.")
                words = {"site": site.site.called, "day": str(site.on(day))}
                yield Clash(level, ClashKind.CLOSURE, said % words, what=site.site)


def _thing(hold: Hold) -> tuple[str, object]:
    """What is taken up, so that two of the same are known."""
    if hold.space_id is not None:
        return "space", hold.space_id
    if hold.equipment_id is not None:
        return "equipment", hold.equipment_id
    return ("person", hold.person.casefold()) if hold.person else ("body", hold.body)


def _meet(one: Hold, other: Hold) -> bool:
    return one.begins < other.ends and other.begins < one.ends


def _overlap(one: Entry, other: Entry) -> bool:
    return one.begins < other.ends and other.begins < one.ends


def _site_of(entry: Entry) -> int | None:
    return entry.site_id or (entry.stop.site_id if entry.stop is not None else None)


def _same_place(one: Entry, other: Entry) -> bool:
    """Whether one need not travel from one to the other: the same site, at the same stop of it."""
    if Presence.ONLINE in (one.presence, other.presence) or one.site_id is None:
        return False
    return (one.site_id, one.stop_id) == (other.site_id, other.stop_id)
