"""What the room counts, and how each count is made again from its rows.

`of_visit` and `of_ticket` say what one row counts for; an act adds the difference between what a
row counted for before it and after it. Cells are made of codes and keys of poles.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from parvis.centres.models import Site
from parvis.kernel.measures import Measure, register
from parvis.visits.enums import Band, DayState, TicketState
from parvis.visits.models import Day, Service, Ticket, Visit

Line = tuple[str, str, int]
"""A measure, a cell, how many."""

VISITS, PEOPLE, SERVICES = "visits.visits", "visits.people", "visits.services"
PROFILE, WEIGHTED = "visits.profile", "visits.profile-weighted"
TICKETS, WAIT, PROMISE = "visits.tickets", "visits.wait", "visits.promise"
LOST, SERVED, FORGOTTEN = "visits.lost", "visits.served", "visits.forgotten"
BANDS = tuple(Band.values)
LONGEST_WAIT = 180
"""Minutes beyond which a wait is told as this."""


def of_visit(visit: Visit, services: Iterable[Service]) -> Iterator[Line]:
    """What a visit counts for: itself, the people, each service once, each answer it gave."""
    where = f"{visit.channel}/{visit.half_day}"
    yield VISITS, where, visit.alike
    yield PEOPLE, where, visit.alike * visit.size
    for service in services:
        yield SERVICES, f"{service.kind}/{service.pole_id or '-'}/{visit.channel}", visit.alike
    for band in BANDS:
        answer = getattr(visit, band)
        if answer is not None:
            yield PROFILE, f"{band}/{answer}", visit.alike
            yield WEIGHTED, f"{band}/{answer}", visit.alike * (visit.weight or 1)


def of_ticket(ticket: Ticket, zone: ZoneInfo) -> Iterator[Line]:
    """What a ticket counts for at its pole, by the hour it was taken or given up."""
    hour = f"{ticket.pole_id}/{hour_of(ticket.taken_at, zone)}"
    yield TICKETS, hour, 1
    if ticket.called_at is not None:
        waited = minutes(ticket.taken_at, ticket.called_at)
        yield WAIT, f"{hour}/{min(5 * math.ceil(waited / 5), LONGEST_WAIT):03}", 1
        if ticket.promised is not None:
            word = "kept" if waited <= ticket.promised else "longer"
            yield PROMISE, f"{hour}/{word}", 1
    if ticket.state == TicketState.LEFT and ticket.ended_at is not None:
        yield LOST, f"{ticket.pole_id}/{hour_of(ticket.ended_at, zone)}", 1
    if ticket.state == TicketState.SERVED:
        yield FORGOTTEN if ticket.forgotten else SERVED, f"{ticket.pole_id}", 1


def minutes(start: datetime.datetime, end: datetime.datetime) -> float:
    """Minutes between two moments, never fewer than none: a clock may be set back."""
    return max(0.0, (end - start).total_seconds() / 60)


def hour_of(at: datetime.datetime, zone: ZoneInfo) -> str:
    """The hour on the wall of the site, two digits."""
    return f"{at.astimezone(zone).hour:02}"


def difference(before: Iterable[Line], after: Iterable[Line]) -> list[Line]:
    """What is to be added so that what was counted before counts as after."""
    added: Counter[tuple[str, str]] = Counter()
    for measure, cell, n in after:
        added[measure, cell] += n
    for measure, cell, n in before:
        added[measure, cell] -= n
    return [(measure, cell, n) for (measure, cell), n in added.items() if n]


def _of_visits(site: int, date: datetime.date) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    rows = Visit.objects.filter(day__site=site, day__date=date)
    for visit in rows.prefetch_related("services"):
        for measure, cell, n in of_visit(visit, visit.services.all()):
            found[measure, cell] += n
    return found


def _of_tickets(site: int, date: datetime.date) -> Counter[tuple[str, str]] | None:
    """None once the day is closed: its tickets are gone, what the acts counted stays."""
    if Day.objects.filter(site=site, date=date, state=DayState.CLOSED).exists():
        return None
    zone = Site.objects.select_related("centre").get(pk=site).zone
    found: Counter[tuple[str, str]] = Counter()
    for ticket in Ticket.objects.filter(day__site=site, day__date=date):
        for measure, cell, n in of_ticket(ticket, zone):
            found[measure, cell] += n
    return found


def _only(
    name: str, rows: Callable[[int, datetime.date], Counter[tuple[str, str]] | None]
) -> Callable[[int, datetime.date], Mapping[str, int] | None]:
    def recount(site: int, date: datetime.date) -> Mapping[str, int] | None:
        found = rows(site, date)
        if found is None:
            return None
        return {cell: n for (measure, cell), n in found.items() if measure == name}

    return recount


for _name, _title, _cell in (
    (VISITS, _("visits"), "channel/half-day"),
    (PEOPLE, _("people received"), "channel/half-day"),
    (SERVICES, _("services given"), "kind/pole/channel"),
    (PROFILE, _("answers of profiles"), "band/answer"),
    (WEIGHTED, _("answers of profiles, weighted by the sampling"), "band/answer"),
):
    register(Measure(_name, _title, _cell, _only(_name, _of_visits)))

for _name, _title, _cell in (
    (TICKETS, _("tickets taken"), "pole/hour"),
    (WAIT, _("minutes waited until called, rounded up to five"), "pole/hour/minutes"),
    (PROMISE, _("waiting times told, kept or longer"), "pole/hour/kept"),
    (LOST, _("people lost while waiting"), "pole/hour"),
    (SERVED, _("tickets served"), "pole"),
    (FORGOTTEN, _("forgotten closes, set aside"), "pole"),
):
    register(Measure(_name, _title, _cell, _only(_name, _of_tickets)))
