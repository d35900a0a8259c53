"""When and where a mobile facility passes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from parvis.centres.enums import DayState, SiteKind
from parvis.centres.models import Site, Stop
from parvis.centres.queries.opening import calendars
from parvis.kernel import recurrence
from parvis.kernel.words import AsText, Words

AHEAD = 28
"""Days that a public timetable tells."""


@dataclass(frozen=True)
class Passage:
    """One day on which a facility stops somewhere; `reason` says why it does not, when it does not.

    The reason is that of a closure of the facility, or the name of a public holiday.
    """

    stop: Stop
    day: datetime.date
    is_off: bool = False
    reason: Words | None = None


@dataclass(frozen=True)
class Timetable:
    """A mobile facility, all its stops that still come, and the passages of the days ahead."""

    site: Site
    stops: Sequence[Stop]
    passages: Sequence[Passage]


def mobile_sites(words: str = "", centres: Iterable[int] | None = None) -> QuerySet[Site]:
    """Mobile facilities still in use of which every word is found, of some centres or of all.

    A word is looked for in their names and nicknames, and in the communes and places where they
    stop, whatever capitals and accents.
    """
    found = Site.objects.filter(kind=SiteKind.MOBILE, end__isnull=True).select_related("centre")
    if centres is not None:
        found = found.filter(centre__in=centres)
    found = found.alias(said=AsText("name"))
    for word in words.split():
        asked = Q(
            pk__in=Stop.objects.filter(_said("commune", word) | _said("place", word)).values("site")
        )
        asked |= _said("said", word) | _said("centre__name", word)
        asked |= Q(pk__in=Site.objects.filter(_said("aliases__text", word)).values("pk"))
        found = found.filter(asked)
    return found.order_by("centre__sort_key", "pk").prefetch_related("aliases")


def _said(column: str, word: str) -> Q:
    return Q((f"{column}__unaccent__icontains", word))


def timetables(
    sites: Iterable[Site], at: datetime.datetime | None = None, days: int = AHEAD
) -> list[Timetable]:
    """The stops of each facility and its passages from that moment on; four queries for all."""
    moment = at or timezone.now()
    asked = list(sites)
    if not asked:
        return []
    first = moment.date() - datetime.timedelta(days=1)
    known = calendars(asked, first, first + datetime.timedelta(days=days + 2))
    stops: dict[int, list[Stop]] = defaultdict(list)
    for stop in Stop.objects.filter(site__in=asked).order_by("commune", "place", "first", "begins"):
        stops[stop.site_id].append(stop)
    tables = []
    for site in asked:
        local = moment.astimezone(site.zone)
        today, until = local.date(), local.date() + datetime.timedelta(days=days)
        still = [stop for stop in stops[site.pk] if stop.last is None or stop.last >= today]
        coming = []
        for stop in still:
            for day in recurrence.days(
                stop.first, stop.rule, today, min(stop.last or until, until)
            ):
                if day == today and stop.ends <= local.time():
                    continue
                read = known[site.pk].on(day)
                off = read.state in (DayState.CLOSED, DayState.HOLIDAY)
                coming.append(Passage(stop, day, off, read.reason if off else None))
        once = [stop for stop in still if stop.rule or stop.first >= today]
        coming.sort(key=lambda one: (one.day, one.stop.begins, one.stop.pk))
        tables.append(Timetable(site, once, coming))
    return tables
