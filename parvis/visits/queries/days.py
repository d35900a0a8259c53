"""How a day went: its counts, what is odd about it, what was corrected."""

from __future__ import annotations

import datetime
import itertools
import statistics
from dataclasses import dataclass, field

from django.utils import timezone

from parvis.centres.models import Site
from parvis.centres.queries.opening import calendar, today
from parvis.tallies.enums import HalfDay
from parvis.tallies.queries import all_of_day
from parvis.visits.enums import (
    GAP,
    LIVE,
    RECORDS_TO_UNDO,
    REMOTE,
    SURE,
    Oddity,
    Regime,
    TicketState,
)
from parvis.visits.measures import FORGOTTEN, LOST, PEOPLE, SERVED, SERVICES, VISITS, WAIT
from parvis.visits.models import Day, SiteSettings, SurveyWeek, Ticket, Visit

MIDDAY = 13
"""The hour at which the afternoon begins."""
TOO_SHORT = 30
"""Seconds below which a call to a close was no interview."""


@dataclass(frozen=True)
class Asking:
    """What a site asks on a day, and how many visits each profile then stands for."""

    bands: frozenset[str] = frozenset()
    weight: int = 1


NOTHING = Asking()
"""Nothing is asked of anybody."""


@dataclass(frozen=True)
class Odd:
    """One thing to look at before a day is closed."""

    kind: Oddity
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None
    ticket: Ticket | None = None
    n: int = 1


@dataclass(frozen=True)
class Totals:
    """A day in figures, as the acts counted it."""

    visits: int = 0
    people: int = 0
    remote: int = 0
    """Visits by telephone, mail, chat or video, of all visits."""
    services: dict[str, int] = field(default_factory=dict)
    served: int = 0
    lost: int = 0
    forgotten: int = 0

    @property
    def remote_share(self) -> float | None:
        """The share of contacts at a distance; None where nobody came."""
        return self.remote / self.visits if self.visits else None


@dataclass(frozen=True)
class Waited:
    """One hour of a day: how many were called who came then, and what half of them waited."""

    hour: int
    people: int
    minutes: int
    """Half of them waited so long at the most; rounded up to five."""


def day_of(site: Site, date: datetime.date | None = None) -> Day | None:
    """The day of a site, today's unless said; None where nobody opened it nor recorded."""
    day = Day.objects.filter(site=site, date=date or today(site)).first()
    if day is not None:
        day.site = site
    return day


def totals(site: Site, date: datetime.date) -> Totals:
    """What a day comes to; one query."""
    counted = all_of_day(site, date)
    services: dict[str, int] = {}
    for cell, n in counted.get(SERVICES, {}).items():
        kind = cell.split("/")[0]
        services[kind] = services.get(kind, 0) + n
    by_channel = counted.get(VISITS, {})
    return Totals(
        visits=sum(by_channel.values()),
        people=sum(counted.get(PEOPLE, {}).values()),
        remote=sum(n for cell, n in by_channel.items() if cell.split("/")[0] in REMOTE),
        services=services,
        served=sum(counted.get(SERVED, {}).values()),
        lost=sum(counted.get(LOST, {}).values()),
        forgotten=sum(counted.get(FORGOTTEN, {}).values()),
    )


def waits_by_hour(site: Site, date: datetime.date) -> list[Waited]:
    """How long one waited that day, hour by hour, at all poles together; one query.

    As counted by the acts: it stays once the day is closed and its tickets are gone.
    """
    by_hour: dict[int, list[int]] = {}
    for cell, n in all_of_day(site, date).get(WAIT, {}).items():
        _pole, hour, minutes = cell.split("/")
        by_hour.setdefault(int(hour), []).extend([int(minutes)] * n)
    return [
        Waited(hour, len(waits), statistics.median_high(waits))
        for hour, waits in sorted(by_hour.items())
        if waits
    ]


def last_records(site: Site, most: int = RECORDS_TO_UNDO) -> list[Visit]:
    """The last visits recorded today, the latest first, with what they were for."""
    rows = Visit.objects.filter(day__site=site, day__date=today(site), at__isnull=False)
    return list(rows.prefetch_related("services__pole", "tickets").order_by("-at", "-pk")[:most])


def oddities(site: Site, date: datetime.date, at: datetime.datetime | None = None) -> list[Odd]:
    """What is odd about an open day; nothing is refused because of it.

    Opening hours without a record for a while, records outside them, interviews still open or
    surely forgotten, closed within seconds, people still in the line.
    """
    now = at or timezone.now()
    day = day_of(site, date)
    if day is None or not day.is_open:
        return []
    moments = list(
        Visit.objects.filter(day=day, at__isnull=False).order_by("at").values_list("at", flat=True)
    )
    found = [*_gaps(site, date, [one for one in moments if one], now)]
    for ticket in Ticket.objects.filter(day=day).order_by("place").select_related("pole"):
        found += _of_ticket(ticket, now)
    return found


def _gaps(
    site: Site, date: datetime.date, moments: list[datetime.datetime], now: datetime.datetime
) -> list[Odd]:
    spans = calendar(site, date, 0).walk_in(date)
    found = []
    for start, end in spans:
        until = min(end, now)
        marks = [start, *(one for one in moments if start <= one <= until), until]
        found += [
            Odd(Oddity.GAP, before, after)
            for before, after in itertools.pairwise(marks)
            if after - before > datetime.timedelta(minutes=GAP)
        ]
    outside = [one for one in moments if not any(start <= one <= end for start, end in spans)]
    if spans and outside:
        found.append(Odd(Oddity.OUT_OF_HOURS, outside[0], outside[-1], n=len(outside)))
    return found


def _of_ticket(ticket: Ticket, now: datetime.datetime) -> list[Odd]:
    if ticket.state == TicketState.IN_SERVICE:
        begun = ticket.started_at or ticket.taken_at
        forgotten = now - begun > datetime.timedelta(hours=SURE)
        kind = Oddity.FORGOTTEN if forgotten else Oddity.UNCLOSED
        return [Odd(kind, begun, None, ticket)]
    if ticket.state in LIVE:
        return [Odd(Oddity.WAITING, ticket.place, None, ticket)]
    begun_at, ended_at = ticket.started_at, ticket.ended_at
    if ticket.forgotten:
        return [Odd(Oddity.FORGOTTEN, begun_at, ended_at, ticket)]
    lasted = (ended_at - begun_at).total_seconds() if begun_at and ended_at else TOO_SHORT
    if ticket.state == TicketState.SERVED and lasted < TOO_SHORT:
        return [Odd(Oddity.IMPOSSIBLE, begun_at, ended_at, ticket)]
    return []


def settings_of(site: Site) -> SiteSettings:
    """What a site asks; where nobody said, nothing of anybody."""
    return SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)


def asking(site: Site, date: datetime.date) -> Asking:
    """What this site asks on that day."""
    settings = settings_of(site)
    asked = {
        Regime.NEVER: False,
        Regime.WEEKS: settings.regime == Regime.WEEKS and is_survey_week(site, date),
    }.get(Regime(settings.regime), True)
    if not asked:
        return NOTHING
    weight = 1 if settings.regime == Regime.ALWAYS else settings.one_in
    return Asking(frozenset(settings.bands), weight)


def asks_next(site: Site) -> frozenset[str]:
    """What the next visitor is asked: of one in so many, the first of each lot."""
    asked = asking(site, today(site))
    if asked.bands and settings_of(site).regime == Regime.ONE_IN:
        so_far = Visit.objects.filter(day__site=site, day__date=today(site)).count()
        return asked.bands if so_far % asked.weight == 0 else frozenset()
    return asked.bands


def is_survey_week(site: Site, date: datetime.date) -> bool:
    """Whether that day lies in a survey week of the site."""
    monday = date - datetime.timedelta(days=date.weekday())
    return SurveyWeek.objects.filter(site=site, monday=monday).exists()


def days_left_open(before: datetime.date) -> list[Day]:
    """Days before this one that nobody closed."""
    rows = Day.objects.filter(date__lt=before, state="open").select_related("site__centre")
    return list(rows.order_by("date", "pk"))


def half_day_of(at: datetime.datetime, site: Site) -> HalfDay:
    """Morning or afternoon where the site lies."""
    return HalfDay.MORNING if at.astimezone(site.zone).hour < MIDDAY else HalfDay.AFTERNOON
