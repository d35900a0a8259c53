"""Dates as they are read: between two days, by layer and place, today and tomorrow apart."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from parvis.agenda import shapes
from parvis.agenda.enums import EntryState, Layer
from parvis.agenda.models import Entry, Hold
from parvis.agenda.shapes import Needs
from parvis.centres.models import Centre, Site, Stop
from parvis.centres.queries.opening import instant

SHOWN = frozenset({EntryState.ANNOUNCED, EntryState.CANCELLED})
"""What the public reads: a date that was cancelled stays, and says so."""


def entries() -> QuerySet[Entry]:
    """Dates with the places they name; one query."""
    return Entry.objects.select_related("centre", "site__centre", "stop", "series")


def zone_of(site: Site | None = None, centre: Centre | None = None) -> ZoneInfo:
    """The zone in which a date there is said: the site's, the centre's, the installation's."""
    if site is not None:
        return site.zone
    return centre.zone if centre is not None else ZoneInfo(settings.TIME_ZONE)


def topic(centre: Centre) -> str:
    """What is announced when a date of a centre changes (`kernel.live`)."""
    return f"centre/{centre.pk}/agenda"


def agenda(
    *,
    simulated: bool = False,
    layers: Collection[str] = (),
    centre: Centre | None = None,
    site: Site | None = None,
    stop: Stop | None = None,
    language: str = "",
    drafts: bool = False,
) -> QuerySet[Entry]:
    """The dates of one world by layer and place, in one list however many layers it mixes.

    `language` keeps those held in it, and those that say nothing of their languages. Drafts are
    for whoever plans: nobody else asks for them.
    """
    rows = entries().filter(simulated=simulated)
    if not drafts:
        rows = rows.filter(state__in=SHOWN)
    if layers:
        rows = rows.filter(layer__in=layers)
    for name, place in (("centre", centre), ("site", site), ("stop", stop)):
        if place is not None:
            rows = rows.filter(**{name: place})
    if language:
        rows = rows.filter(Q(languages=[]) | Q(languages__contains=[language]))
    return rows


def around(centre: Centre, *, drafts: bool = False) -> QuerySet[Entry]:
    """The three layers as somebody of a centre reads them: its own dates, the network's, Europe's.

    In one list; the dates of other centres are left out.
    """
    rows = agenda(simulated=centre.simulated, drafts=drafts)
    return rows.filter(Q(centre=centre) | ~Q(layer=Layer.CENTRE))


def between(
    rows: QuerySet[Entry], first: datetime.date, last: datetime.date, zone: ZoneInfo
) -> QuerySet[Entry]:
    """Those that touch the days from first to last, both included, as a zone counts days."""
    start = instant(first, datetime.time(), zone)
    end = instant(last + datetime.timedelta(days=1), datetime.time(), zone)
    return rows.filter(begins__lt=end, ends__gt=start).order_by("begins", "pk")


def coming(rows: QuerySet[Entry], at: datetime.datetime | None = None) -> QuerySet[Entry]:
    """Those that are not over, the nearest first."""
    return rows.filter(ends__gt=at or timezone.now()).order_by("begins", "pk")


@dataclass
class Days:
    """Dates to come: on now or later today, tomorrow, afterwards; each day is its place's own."""

    today: list[Entry] = field(default_factory=list)
    tomorrow: list[Entry] = field(default_factory=list)
    later: list[Entry] = field(default_factory=list)


def soon(rows: Iterable[Entry], at: datetime.datetime | None = None) -> Days:
    """Dates that are not over, split by the day it is where each of them is held; no query."""
    moment = at or timezone.now()
    found = Days()
    for entry in rows:
        if entry.ends <= moment:
            continue
        ahead = (entry.day - moment.astimezone(entry.zone).date()).days
        (found.today if ahead <= 0 else found.tomorrow if ahead == 1 else found.later).append(entry)
    return found


def holds_in(
    rows: QuerySet[Hold], begins: datetime.datetime, ends: datetime.datetime
) -> QuerySet[Hold]:
    """Holds at some moment between two instants, but those of cancelled dates; one query."""
    taken = rows.filter(begins__lt=ends, ends__gt=begins)
    return (
        taken.exclude(entry__state=EntryState.CANCELLED)
        .select_related("entry__centre", "entry__site__centre", "entry__stop")
        .order_by("begins", "pk")
    )


def needs_of(entry: Entry) -> Needs:
    """What a date takes up, as it was asked for; one query."""
    rows = entry.holds.select_related("space__site__centre", "equipment__space__site__centre")
    return shapes.needs_of(entry, rows)
