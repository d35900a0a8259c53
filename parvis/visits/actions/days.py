"""A day is opened, closed, and after that only corrected with a trace."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Pole, Site
from parvis.journal import actions as journal
from parvis.kernel.history import action
from parvis.kernel.live import announce
from parvis.tallies import actions as tallies
from parvis.visits.actions.held import day_for, locked, trace
from parvis.visits.enums import SURE, DayState, Reason, TicketState
from parvis.visits.errors import DayIsClosed, NotCountable, WrongState
from parvis.visits.measures import Line, difference, of_ticket, of_visit
from parvis.visits.models import Day, Service, Ticket, Visit
from parvis.visits.queries import scope_of, topic

REDRAW = """
WITH drawn AS MATERIALIZED (
    SELECT id AS was, gen_random_uuid() AS becomes FROM visits_visit WHERE day_id = %s
), services AS MATERIALIZED (
    SELECT drawn.becomes, kind, pole_id FROM visits_service JOIN drawn ON drawn.was = visit_id
), no_services AS (
    DELETE FROM visits_service WHERE visit_id IN (SELECT was FROM drawn)
), held AS (
    DELETE FROM visits_visit WHERE id IN (SELECT was FROM drawn) RETURNING *
), visits AS (
    INSERT INTO visits_visit (id, {kept})
    SELECT becomes, {kept} FROM held JOIN drawn ON drawn.was = held.id ORDER BY becomes
)
INSERT INTO visits_service (id, visit_id, kind, pole_id)
SELECT gen_random_uuid(), becomes, kind, pole_id FROM services ORDER BY becomes
"""
"""Visits of a day under other keys, in their order, which is drawn; {kept} are our own columns."""


@action
def open_day(
    *, site: Site, date: datetime.date | None = None, at: datetime.datetime | None = None, by: Actor
) -> Day:
    """Open the day of a site, today's unless said; opened twice, it is opened once.

    Raises DayIsClosed when it has been closed already.
    """
    now = at or timezone.now()
    day = day_for(site, date or now.astimezone(site.zone).date())
    if not day.is_open:
        raise DayIsClosed(
            _("%(day)s has been closed: it is not opened again.") % {"day": _said(day.date)}
        )
    if day.opened_at is None:
        day.opened_at = now
        day.save(update_fields=["opened_at"])
    announce(topic(site))
    return day


@action
def close_day(
    *, site: Site, date: datetime.date, at: datetime.datetime | None = None, by: Actor
) -> Day:
    """Close a day: nothing that could lead back to a visit stays.

    Interviews still open are set aside as forgotten, whoever still waits is counted as lost. Then
    tickets go, visits keep the half-day alone under new random keys, the links of client keys are
    erased, and the counts are written again in the order of their cells. Closed twice, it is
    closed once. Raises WrongState when nobody opened it.
    """
    now = at or timezone.now()
    day = (
        Day.objects.select_for_update(of=("self",))
        .select_related("site__centre")
        .filter(site=site, date=date)
        .first()
    )
    if day is None:
        raise WrongState(_("%(day)s was not opened here.") % {"day": _said(date)})
    if not day.is_open:
        return day
    lines: list[Line] = []
    for ticket in Ticket.objects.filter(day=day):
        before = list(of_ticket(ticket, site.zone))
        ticket.give_up(now)
        lines += difference(before, of_ticket(ticket, site.zone))
    tallies.count(site, date, lines)
    Ticket.objects.filter(day=day).delete()
    day.lines.all().delete()
    _redraw(day)
    journal.forget_links(scope=scope_of(site), day=date, by=by)
    tallies.settle(site=site, day=date, by=by)
    day.state, day.closed_at = DayState.CLOSED, now
    day.save(update_fields=["state", "closed_at"])
    announce(topic(site))
    return day


@action
def set_aside_forgotten(
    *, site: Site, at: datetime.datetime | None = None, by: Actor
) -> list[Ticket]:
    """Set aside the interviews of today whose close was surely forgotten; they count as such."""
    now = at or timezone.now()
    long_ago = now - datetime.timedelta(hours=SURE)
    day = locked(site, now.astimezone(site.zone).date())
    if day is None or not day.is_open:
        return []
    rows = Ticket.objects.select_for_update(of=("self",), skip_locked=True).filter(
        day=day, state=TicketState.IN_SERVICE, started_at__lt=long_ago
    )
    found = list(rows)
    lines: list[Line] = []
    for ticket in found:
        before = list(of_ticket(ticket, site.zone))
        ticket.give_up(now)
        ticket.save(update_fields=["state", "ended_at", "forgotten"])
        lines += difference(before, of_ticket(ticket, site.zone))
    if found:
        tallies.count(site, day.date, lines)
        announce(topic(site))
    return found


@action
def amend(
    *,
    day: Day,
    channel: str,
    half_day: str,
    kind: str,
    n: int,
    pole: Pole | None = None,
    reason: str = Reason.FORGOTTEN,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Day:
    """Add n visits of one kind to a closed day, or take n away; the counts keep a trace of it.

    Raises WrongState for a day still open, NotCountable when fewer such visits are there.
    """
    now = at or timezone.now()
    day = Day.objects.select_for_update(of=("self",)).select_related("site__centre").get(pk=day.pk)
    if day.is_open:
        raise WrongState(_("This day is still open: record or undo instead."))
    if not n:
        return day
    if n > 0:
        visit = Visit(day=day, half_day=half_day, channel=channel, alike=n)
        visit.full_clean(exclude=["day"])
        visit.save(force_insert=True)
        service = Service(visit=visit, kind=kind, pole=pole)
        service.full_clean(exclude=["visit"])
        service.save(force_insert=True)
        lines = list(of_visit(visit, [service]))
    else:
        lines = _taken_away(day, channel, half_day, kind, pole, -n)
    tallies.count(day.site, day.date, lines)
    trace(day, lines, reason, now, by)
    tallies.settle(site=day.site, day=day.date, by=by)
    return day


def _taken_away(
    day: Day, channel: str, half_day: str, kind: str, pole: Pole | None, n: int
) -> list[Line]:
    """Take n visits away that were for this alone, single ones without a profile first."""
    rows = (
        Visit.objects.filter(day=day, channel=channel, half_day=half_day, size=1)
        .prefetch_related("services")
        .order_by(F("weight").asc(nulls_first=True), "alike", "pk")
    )
    wanted = [(kind, pole.pk if pole else None)]
    lines: list[Line] = []
    for visit in rows:
        services = list(visit.services.all())
        if n == 0 or [(one.kind, one.pole_id) for one in services] != wanted:
            continue
        before = list(of_visit(visit, services))
        gone = min(n, visit.alike)
        n -= gone
        if gone == visit.alike:
            visit.delete()
            lines += difference(before, [])
        else:
            visit.alike -= gone
            visit.save(update_fields=["alike"])
            lines += difference(before, of_visit(visit, services))
    if n:
        raise NotCountable(_("Fewer such visits were recorded that day."))
    return lines


def _redraw(day: Day) -> None:
    """Write the visits of a day again in a random order, under new random keys, without moments.

    The old keys may have been seen, and the order of rows in a table is a clock.
    """
    moments = {"id", "at", "device_at"}
    columns = [str(field.column) for field in Visit._meta.concrete_fields]
    kept = ", ".join(connection.ops.quote_name(one) for one in columns if one not in moments)
    with connection.cursor() as cursor:
        cursor.execute(REDRAW.format(kept=kept), [day.pk])


def _said(day: datetime.date) -> str:
    return date_format(day, "DATE_FORMAT")
