"""The live line of a centre: open until when and how long one waits, or when it opens again.

It is told of places whose front desk counts with Parvis: of others the hours stand with their
source, and nobody here knows whether the door is really open.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.centres.enums import ClosureKind, DayState
from parvis.centres.models import Site
from parvis.centres.queries import calendars
from parvis.centres.queries.opening import HORIZON
from parvis.centres.queries.opening import Day as Reading
from parvis.kernel.words import spoken
from parvis.partners.queries import PublicDuty
from parvis.visits.enums import BANDS
from parvis.visits.models import Day
from parvis.visits.queries import Wait, wait_at

KEPT = datetime.timedelta(days=60)
"""A desk that recorded nothing for so long is taken for one that does not count any more."""


@dataclass(frozen=True)
class Now:
    """How a place stands at this moment."""

    until: datetime.datetime | None
    """When it closes, in its own time; None while it is closed."""
    opens: datetime.datetime | None
    """When it opens next; None while it is open, and where nothing is known of the year to come."""
    today: datetime.date
    reason: str = ""
    """Why it is closed all day: a public holiday, works."""
    wait: Wait | None = None
    is_unheld: bool = False
    """Open, but everybody on duty is late, away or missing."""

    @property
    def is_open(self) -> bool:
        """Whether anybody may walk in."""
        return self.until is not None

    @property
    def said(self) -> str:
        """«Open until 17:30, about 10 minutes’ wait»; no wait where none is known."""
        if self.until is None:
            return self._closed()
        hour = {"hour": time_format(self.until, "H:i")}
        if self.is_unheld:
            return _("Open until %(hour)s; no counsellor at this moment") % hour
        told = self._waited()
        if not told:
            return _("Open until %(hour)s") % hour
        return _("Open until %(hour)s, %(wait)s") % {**hour, "wait": told}

    def _closed(self) -> str:
        closed = _("Closed (%(reason)s)") % {"reason": self.reason} if self.reason else _("Closed")
        if self.opens is None:
            return closed
        hour = time_format(self.opens, "H:i")
        if self.opens.date() == self.today:
            return _("%(closed)s; opens at %(hour)s") % {"closed": closed, "hour": hour}
        day = date_format(self.opens, pgettext("date with its weekday, without its year", "l j F"))
        return _("%(closed)s; opens %(day)s at %(hour)s") % {
            "closed": closed,
            "day": day,
            "hour": hour,
        }

    def _waited(self) -> str:
        if self.wait is None:
            return ""
        if self.wait.minutes is not None:
            n = self.wait.minutes
            return ngettext("about %(n)d minute’s wait", "about %(n)d minutes’ wait", n) % {"n": n}
        if self.wait.is_long:
            return _("more than %(n)d minutes’ wait") % {"n": BANDS[-1]}
        return ""


def open_now(
    sites: Collection[Site], duty: Mapping[int, PublicDuty], at: datetime.datetime
) -> dict[int, Now]:
    """How each of these places stands, by key; none for one whose desk does not count here.

    Five queries, and three more for each whose desk is at work: a centre has a handful of places.
    """
    days = {site.pk: at.astimezone(site.zone).date() for site in sites}
    held = Day.objects.filter(site__in=days, date__gte=at.date() - KEPT)
    kept = dict(held.order_by("date").values_list("site", "date"))
    asked = [site for site in sites if site.pk in kept]
    if not asked:
        return {}
    first = min(days.values())
    known = calendars(asked, first, first + datetime.timedelta(days=HORIZON))
    states = {
        (day.site_id, day.date): day.is_open
        for day in Day.objects.filter(site__in=asked, date__in=set(days.values()))
    }
    found = {}
    for site in asked:
        calendar, day = known[site.pk], days[site.pk]
        reading = calendar.on(day)
        if reading.state is DayState.UNKNOWN:
            continue
        until = calendar.closes_at(at)
        is_kept = states.get((site.pk, day))
        if is_kept is False:
            until = None  # its desk has closed the day
        unheld = until is not None and _is_unheld(duty.get(site.pk))
        found[site.pk] = Now(
            until=until,
            opens=None if until else calendar.opens_next(at),
            today=day,
            reason="" if until or reading.openings else _reason(reading),
            wait=wait_at(site, at) if until and is_kept and not unheld else None,
            is_unheld=unheld,
        )
    return found


def _reason(reading: Reading) -> str:
    """Why it is closed that day, as the public reads it; nothing for an ordinary day of rest."""
    said = spoken(reading.reason)[0]
    return str(ClosureKind(reading.kind).label) if reading.kind and not said else said


def _is_unheld(duty: PublicDuty | None) -> bool:
    """Whether somebody should be on duty now, and nobody receives."""
    if duty is None:
        return False
    now = [turn for day in duty.days for turn in day.turns if turn.is_now]
    return bool(now) and all(turn.halt or not turn.is_held for turn in now)
