"""When a site is open, day by day, in its own time zone.

Hours are times on the wall of the site. They become instants only here, so that a change of
clocks moves no opening: a time that the clocks skip is the instant they skip, a time that comes
twice is the first of the two.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.centres.enums import ClosureKind, DayState
from parvis.centres.models import Closure, Hours, Site, SpecialDay
from parvis.kernel import holidays
from parvis.kernel.editing import digest, token
from parvis.kernel.words import Words, spoken

HORIZON = 400
"""Days after which a search for the next opening gives up."""


@dataclass(frozen=True, order=True)
class Opening:
    """From when until when the door is open that day, on the wall of the site."""

    opens: datetime.time
    closes: datetime.time
    by_appointment: bool = False

    def __str__(self) -> str:
        hours = f"{time_format(self.opens)}–{time_format(self.closes)}"
        if self.by_appointment:
            return _("%(hours)s by appointment") % {"hours": hours}
        return hours


@dataclass(frozen=True)
class Day:
    """One day of a site as it will be read."""

    day: datetime.date
    state: DayState
    openings: tuple[Opening, ...] = ()
    reason: Words = field(default_factory=dict)
    kind: str = ""
    """Of a closure: why, as one of ClosureKind."""

    def __str__(self) -> str:
        """«Monday 6 April 2026: closed (Easter Monday)», in the active language."""
        name = capfirst(date_format(self.day, pgettext("date with its weekday", "l j F Y")))
        return _("%(day)s: %(hours)s") % {"day": name, "hours": self.said}

    @property
    def said(self) -> str:
        """The hours without the day: «9 a.m.–5 p.m.», «closed (Easter Monday)»."""
        if self.state == DayState.UNKNOWN:
            return str(DayState.UNKNOWN.label)
        hours = ", ".join(str(opening) for opening in self.openings) or _("closed")
        reason, _language = spoken(self.reason)
        if self.kind and not reason:
            reason = str(ClosureKind(self.kind).label)
        return f"{hours} ({reason})" if reason else hours


def instant(day: datetime.date, wall: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    """The moment (UTC) at which the clock on the wall first shows this time, or skips it."""
    local = datetime.datetime.combine(day, wall, zone)
    first, last = sorted(local.replace(fold=fold).astimezone(datetime.UTC) for fold in (0, 1))
    if first == last or first.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return first
    # The clocks skip this time between the two: the moment they do, to the second.
    before = first.astimezone(zone).utcoffset()
    while last - first > datetime.timedelta(seconds=1):
        middle = (first + (last - first) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            first = middle
        else:
            last = middle
    return last


@dataclass(frozen=True)
class Calendar:
    """All that decides when one site is open; asks the database nothing more."""

    site: Site
    hours: Sequence[Hours]
    special: dict[datetime.date, SpecialDay]
    closures: Sequence[Closure]

    def on(self, day: datetime.date) -> Day:
        """How this day reads: a closure wins over special hours, these over a holiday."""
        end = self.site.end
        if end is not None and end.last < day:
            return Day(day, DayState.CLOSED)
        for closure in self.closures:
            if closure.start <= day <= closure.end:
                return Day(day, DayState.CLOSED, (), closure.reason, closure.kind)
        if day in self.special:
            special = self.special[day]
            openings = (
                Opening(
                    datetime.time.fromisoformat(opens),
                    datetime.time.fromisoformat(closes),
                    special.by_appointment,
                )
                for opens, closes in special.openings
            )
            return Day(day, DayState.SPECIAL, tuple(openings), special.reason)
        holiday = self.holiday(day)
        if holiday is not None and self.site.closes_on_holidays:
            return Day(day, DayState.HOLIDAY, (), holiday)
        return Day(day, DayState.ORDINARY if self.hours else DayState.UNKNOWN, self.ordinary(day))

    def ordinary(self, day: datetime.date) -> tuple[Opening, ...]:
        """What the weekly hours alone say of this day."""
        return tuple(
            sorted(
                Opening(row.opens, row.closes, row.by_appointment)
                for row in self.hours
                if row.weekday == day.isoweekday() and in_force(row, day)
            )
        )

    def holiday(self, day: datetime.date) -> Words | None:
        """The public holiday of this day where the site lies, whether or not it closes."""
        return holidays.on(self.site.land, self.site.region, day)

    def walk_in(self, day: datetime.date) -> list[tuple[datetime.datetime, datetime.datetime]]:
        """The moments between which anyone may walk in that day, those that touch joined."""
        spans: list[tuple[datetime.datetime, datetime.datetime]] = []
        for opening in self.on(day).openings:
            if opening.by_appointment:
                continue
            start = instant(day, opening.opens, self.site.zone)
            end = instant(day, opening.closes, self.site.zone)
            if spans and spans[-1][1] >= start:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            elif start < end:
                spans.append((start, end))
        return spans

    def closes_at(self, at: datetime.datetime) -> datetime.datetime | None:
        """When it closes, in the site's own zone; None when nobody may walk in at that moment."""
        for start, end in self.walk_in(at.astimezone(self.site.zone).date()):
            if start <= at < end:
                return end.astimezone(self.site.zone)
        return None

    def opens_next(self, at: datetime.datetime) -> datetime.datetime | None:
        """When anyone may next walk in after this moment, in the site's own zone.

        None when nothing is known of the year to come.
        """
        first = at.astimezone(self.site.zone).date()
        for ahead in range(HORIZON if self.hours or self.special else 0):
            for start, _end in self.walk_in(first + datetime.timedelta(days=ahead)):
                if start > at:
                    return start.astimezone(self.site.zone)
        return None


def in_force(hours: Hours, day: datetime.date) -> bool:
    """Whether these weekly hours hold on that day; a month or a year holds to its last day."""
    begun = hours.start is None or hours.start.first <= day
    return begun and (hours.end is None or day <= hours.end.last)


def calendars(
    sites: Iterable[Site], first: datetime.date, last: datetime.date
) -> dict[int, Calendar]:
    """The calendars of several sites between two days, by primary key; three queries for all.

    The sites come with their centre, whose country and time zone stand in for theirs.
    """
    asked = {site.pk: site for site in sites}
    hours: dict[int, list[Hours]] = defaultdict(list)
    for row in Hours.objects.filter(site__in=asked).order_by("weekday", "opens"):
        hours[row.site_id].append(row)
    special: dict[int, dict[datetime.date, SpecialDay]] = defaultdict(dict)
    for one in SpecialDay.objects.filter(site__in=asked, day__range=(first, last)):
        special[one.site_id][one.day] = one
    closures: dict[int, list[Closure]] = defaultdict(list)
    for closure in Closure.objects.filter(
        Q(site__in=asked), start__lte=last, end__gte=first
    ).order_by("start"):
        closures[closure.site_id].append(closure)
    return {pk: Calendar(site, hours[pk], special[pk], closures[pk]) for pk, site in asked.items()}


def calendar(site: Site, first: datetime.date, days: int) -> Calendar:
    """The calendar of one site over some days."""
    last = first + datetime.timedelta(days=days)
    return calendars([site], first, last)[site.pk]


def today(site: Site) -> datetime.date:
    """The day it is where the site lies."""
    return timezone.localdate(timezone=site.zone)


def next_days(site: Site, days: int = 30, first: datetime.date | None = None) -> list[Day]:
    """The days to come as they will be read, from today where the site lies; three queries."""
    start = first or today(site)
    rows = calendar(site, start, days)
    return [rows.on(start + datetime.timedelta(days=ahead)) for ahead in range(days)]


def open_now(site: Site, at: datetime.datetime) -> bool:
    """Whether anyone may walk in at this moment; hours by appointment do not count."""
    return closes_at(site, at) is not None


def closes_at(site: Site, at: datetime.datetime) -> datetime.datetime | None:
    """When it closes, in its own zone; None when it is not open at this moment."""
    return calendar(site, at.astimezone(site.zone).date(), 0).closes_at(at)


def opens_next(site: Site, at: datetime.datetime) -> datetime.datetime | None:
    """When anyone may next walk in, in the site's own zone; None when that is not known."""
    return calendar(site, at.astimezone(site.zone).date(), HORIZON).opens_next(at)


def week_token(site: Site) -> str:
    """What a form carries of all the weekly hours of a site (`kernel.editing`)."""
    return digest([token(row) for row in Hours.objects.filter(site=site).order_by("pk")])
