"""Dates for calendars and readers of news, and a session as schema.org says it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString

from parvis.agenda.enums import Layer, Presence
from parvis.agenda.models import Entry
from parvis.agenda.queries import agenda
from parvis.centres.models import Centre, Stop
from parvis.kernel.words import spoken
from parvis.network.models import Membership, Network
from parvis.programme.enums import HostRole
from parvis.programme.models import CentreWith, Session
from parvis.ui import calendar
from parvis.ui.addresses import address

KEPT_FOR = datetime.timedelta(days=31)
"""How long a date stays in a calendar once it is over: what was called off is read there too."""
NEWS = 100
"""Dates in a feed of news."""
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def dates(
    network: Network,
    *,
    centre: Centre | None = None,
    stop: Stop | None = None,
    layers: Collection[str] = (),
    theme: str = "",
    language: str = "",
) -> QuerySet[Entry]:
    """The dates of a network, a centre, a theme, a language or a stop that everybody may read.

    Each comes with `code`, the address of its session, None for another date. What is part of a
    bigger day stands on the page of that day. A centre has its own dates and those it takes part
    in, and those of the network and of Europe where these layers are asked for.
    """
    rows = agenda(simulated=network.simulated, layers=layers, stop=stop, language=language)
    rows = rows.filter(session__part_of=None).annotate(code=F("session__code"))
    members = Membership.objects.filter(network=network).values("centre")
    if centre is None:
        rows = rows.filter(Q(centre__in=members) | Q(centre=None))
    else:
        joined = CentreWith.objects.filter(centre=centre).values("session__entry")
        shared = {*layers} & {Layer.NETWORK, Layer.EUROPE}
        rows = rows.filter(Q(centre=centre) | Q(pk__in=joined) | Q(layer__in=shared))
    if theme:
        rows = rows.filter(session__themes__contains=[theme])
    return rows


def kept_dates(rows: QuerySet[Entry], now: datetime.datetime) -> QuerySet[Entry]:
    """Those a calendar is given: to come, and of the last month."""
    return rows.filter(ends__gt=now - KEPT_FOR).order_by("begins", "pk")


def dates_of(network: Network, code: str) -> QuerySet[Entry]:
    """The date of one session, and those of its parts; nothing for a session of nowhere."""
    rows = agenda(simulated=network.simulated).annotate(code=F("session__code"))
    members = Membership.objects.filter(network=network).values("centre")
    rows = rows.filter(Q(session__code=code) | Q(session__part_of__code=code))
    return rows.filter(Q(centre__in=members) | Q(centre=None)).order_by("begins", "pk")


@dataclass(frozen=True)
class DateLine:
    """One date of the agenda; `address` is that of its session, if it is one."""

    entry: Entry
    hours: str
    address: str


@dataclass(frozen=True)
class DatesOfDay:
    """The dates of a day."""

    said: str
    lines: list[DateLine]


def dates_by_day(rows: Iterable[Entry], elsewhere: str | None) -> list[DatesOfDay]:
    """Dates under the day each begins where it is held; no query. Rows come from `dates`."""
    return [
        DatesOfDay(calendar.weekday(day), [_date_line(one, elsewhere) for one in of_day])
        for day, of_day in groupby(rows, key=lambda entry: entry.day)
    ]


def _date_line(entry: Any, elsewhere: str | None) -> DateLine:
    url = address(elsewhere, "website:session", code=entry.code) if entry.code else ""
    begins, ends = entry.begins.astimezone(entry.zone), entry.ends.astimezone(entry.zone)
    if entry.last_day != entry.day:
        hours = calendar.spelled_period(entry.day, entry.last_day)
    else:
        hours = "" if entry.whole_days else f"{begins:%H:%M}–{ends:%H:%M}"
    return DateLine(entry, hours, url)


def as_data(session: Session, url: str, room: str) -> SafeString:
    """A session as an Event of schema.org (JSON-LD), to stand in a page; no query.

    `room` is said with its place. What was called off says so by its status.
    """
    entry = session.entry
    title, language = spoken(entry.title)
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "identifier": str(entry.uid),
        "name": title,
        "startDate": _moment(entry, entry.begins),
        "endDate": _last(entry) if entry.whole_days else _moment(entry, entry.ends),
        "eventStatus": "https://schema.org/"
        + ("EventCancelled" if entry.is_cancelled else "EventScheduled"),
        "eventAttendanceMode": f"https://schema.org/{_MODES[Presence(entry.presence)]}",
        "location": _location(entry, url, room),
        "isAccessibleForFree": True,
        "inLanguage": entry.languages or [language],
    }
    if about := spoken(entry.about)[0]:
        said["description"] = about
    if makers := _makers(session):
        said["organizer"] = makers
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return SafeString(text)


_MODES = {
    Presence.ON_SITE: "OfflineEventAttendanceMode",
    Presence.ONLINE: "OnlineEventAttendanceMode",
    Presence.BOTH: "MixedEventAttendanceMode",
}


def _moment(entry: Entry, at: datetime.datetime) -> str:
    local = at.astimezone(entry.zone)
    return local.date().isoformat() if entry.whole_days else local.isoformat(timespec="seconds")


def _last(entry: Entry) -> str:
    return entry.last_day.isoformat()


def _location(entry: Entry, url: str, room: str) -> Any:
    online = {"@type": "VirtualLocation", "url": entry.link or url}
    if entry.presence == Presence.ONLINE:
        return online
    address: dict[str, str] = {"@type": "PostalAddress"}
    if entry.stop is not None:
        address["addressLocality"] = entry.stop.commune
    elif entry.site is not None and entry.site.city:
        address["addressLocality"] = entry.site.city
    elif entry.centre is not None and not entry.place:
        address["addressLocality"] = entry.centre.city
    centre = entry.centre or (entry.site.centre if entry.site is not None else None)
    if centre is not None:
        address["addressCountry"] = centre.country
    name = ", ".join(part for part in (room, entry.where) if part)
    place = {"@type": "Place", "name": name or spoken(entry.title)[0], "address": address}
    return [place, online] if entry.presence == Presence.BOTH else place


def _makers(session: Session) -> list[dict[str, str]]:
    names = [str(host) for host in session.hosts.all() if host.role == HostRole.ORGANISER]
    if not names and session.entry.centre is not None:
        names = [session.entry.centre.name]
    return [{"@type": "Organization", "name": name} for name in dict.fromkeys(names)]
