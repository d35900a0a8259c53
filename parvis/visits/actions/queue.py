"""The queue: next, a given ticket, once more, aside and back, on to another pole, to the end."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Pole, Site
from parvis.devices import actions as devices
from parvis.devices.models import Block, Device
from parvis.kernel.history import action, counting
from parvis.kernel.live import addressed, announce
from parvis.kernel.rows import array, columns_of, from_row
from parvis.tallies import actions as tallies
from parvis.visits.actions.held import (
    free_run,
    locked,
    open_for,
    queue_of,
)
from parvis.visits.enums import (
    AT_A_DESK,
    NEEDS_OF_A_DESK,
    NEXT,
    PracticalNeed,
    Rank,
    TicketState,
)
from parvis.visits.errors import NoSignLeft, NotCountable, NotOfThisSite, WrongState
from parvis.visits.measures import difference, of_ticket
from parvis.visits.models import LANGUAGE, Day, Ticket
from parvis.visits.queries import band, kept_numbers, topic

KEPT_AT_MOST = 60
"""Of the hundred signs of a pole: the rest stays at the counter, however many devices there are."""
CALLED_AT_MOST = 2
"""Called, and once more."""


NEXT_CALLED = (
    "SELECT {ticket}, {day} FROM visits_next("
    "%s, %s, %s, %s::bigint[], %s::text[], %s::text[], %s, %s, %s, %s)"
)


@counting
def call_next(
    *,
    site: Site,
    poles: Sequence[Pole],
    desk: int,
    languages: Collection[str] | None = None,
    meets: Collection[str] = (),
    at: datetime.datetime | None = None,
    by: Actor,
) -> Ticket | None:
    """Call to a desk whoever is first in the queue of these poles; None when nobody waits.

    First those called before, then those who go first, then in turn; the place in the line is
    that of the first ticket, at whatever pole it was taken. `languages` are those spoken at the
    desk (None for any), `meets` the practical needs it can meet: a ticket that needs what the desk
    has not is left to another. One statement takes the row and no other: two desks that press at
    once call two people.
    """
    now = at or timezone.now()
    ticket_columns, day_columns = columns_of(Ticket), columns_of(Day)
    with connection.cursor() as cursor:
        cursor.execute(
            NEXT_CALLED.format(
                ticket=", ".join(f"(called).{column}" for column in ticket_columns),
                day=", ".join(f"(held).{column}" for column in day_columns),
            ),
            [
                site.pk,
                now.astimezone(site.zone).date(),
                str(site.zone),
                array(pole.pk for pole in poles),
                array(NEEDS_OF_A_DESK - set(meets)),
                None if languages is None else array(languages),
                desk,
                now,
                *addressed(topic(site)),
            ],
        )
        values = cast("tuple[Any, ...]", cursor.fetchone())
    if values[0] is None:
        return None
    ticket = from_row(Ticket, values[: len(ticket_columns)])
    ticket.day = from_row(Day, values[len(ticket_columns) :])
    ticket.day.site = site
    return ticket


@action
def call(*, ticket: Ticket, desk: int, at: datetime.datetime | None = None, by: Actor) -> Ticket:
    """Call one given ticket to a desk, whoever else waits; asked twice, it is called once.

    Raises WrongState when another desk has called it, or it is over.
    """
    held = _held(ticket)
    if held.state == TicketState.CALLED and held.desk == desk:
        return held
    now = max(at or timezone.now(), held.taken_at)
    return _moved(
        held,
        TicketState.CALLED,
        by,
        desk=desk,
        calls=held.calls + 1,
        called_at=held.called_at or now,
        last_called_at=now,
    )


@action
def recall(*, ticket: Ticket, at: datetime.datetime | None = None, by: Actor) -> Ticket:
    """Call once more whoever did not come yet; once only. Raises WrongState."""
    held = _held(ticket)
    if held.state != TicketState.CALLED:
        raise _not_now(held)
    if held.calls >= CALLED_AT_MOST:
        raise WrongState(
            _("%(sign)s was called twice: set them aside, they keep their place.")
            % {"sign": held.sign}
        )
    held.calls += 1
    held.last_called_at = at or timezone.now()
    held.save(update_fields=["calls", "last_called_at"])
    announce(topic(held.day.site))
    return held


@action
def start(*, ticket: Ticket, at: datetime.datetime | None = None, by: Actor) -> Ticket:
    """The visitor has come to the desk. Raises WrongState."""
    return _moved(_held(ticket), TicketState.IN_SERVICE, by, started_at=at or timezone.now())


@action
def park(*, ticket: Ticket, by: Actor) -> Ticket:
    """Set somebody aside for a while: they keep their place. Raises WrongState."""
    return _moved(_held(ticket), TicketState.PARKED, by, desk=None)


@action
def miss(*, ticket: Ticket, by: Actor) -> Ticket:
    """Nobody came: set aside, to be brought back in one tap. Raises WrongState."""
    return _moved(_held(ticket), TicketState.MISSED, by, desk=None)


@action
def come_back(*, ticket: Ticket, by: Actor) -> Ticket:
    """Whoever was set aside, missed, or called by mistake waits again, at the head of the line.

    Raises WrongState.
    """
    return _moved(_held(ticket), TicketState.WAITING, by, rank=Rank.HEAD, desk=None, calls=0)


@action
def serve(*, ticket: Ticket, at: datetime.datetime | None = None, by: Actor) -> Ticket:
    """The interview is over; asked twice, it is over once. Raises WrongState."""
    held, now = _held(ticket), at or timezone.now()
    begun = held.started_at or held.last_called_at
    return _moved(held, TicketState.SERVED, by, started_at=begun, ended_at=now)


@action
def set_apart(*, ticket: Ticket, by: Actor) -> Ticket:
    """Its times are not those of an interview: counted among the forgotten closes, set aside.

    Done twice it is done once. Raises WrongState for a ticket that was not served.
    """
    held = _held(ticket)
    if held.state != TicketState.SERVED:
        raise _not_now(held)
    before = list(of_ticket(held, held.day.site.zone))
    held.forgotten = True
    held.save(update_fields=["forgotten"])
    lines = difference(before, of_ticket(held, held.day.site.zone))
    tallies.count(held.day.site, held.day.date, lines, tells=topic(held.day.site))
    return held


@action
def leave(*, ticket: Ticket, at: datetime.datetime | None = None, by: Actor) -> Ticket:
    """The visitor has gone without being served; counted as lost, by pole and hour.

    Raises WrongState.
    """
    return _moved(_held(ticket), TicketState.LEFT, by, ended_at=at or timezone.now(), desk=None)


@action
def send_on(
    *, ticket: Ticket, pole: Pole, at: datetime.datetime | None = None, by: Actor
) -> Ticket:
    """Send somebody on to another pole of the centre: the same sign, the same place in the line.

    The ticket there, which is another row; asked twice, it is the same one. Raises WrongState,
    and NotOfThisSite for a pole of another centre or the same one.
    """
    held, now = _held(ticket), at or timezone.now()
    site = held.day.site
    if pole.centre_id != site.centre_id or pole.pk == held.pole_id:
        raise NotOfThisSite(_("Choose another pole of this centre."))
    if held.state == TicketState.SENT:
        there = _sent_there(held, pole)
        if there is None:
            raise _not_now(held)
        return there
    sent = _moved(held, TicketState.SENT, by, ended_at=now, desk=None)
    there = Ticket.objects.create(
        day=held.day,
        pole=pole,
        visit_id=held.visit_id,
        letter=held.letter,
        serial=held.serial,
        picture=held.picture,
        token=held.token,
        language=held.language,
        need=held.need,
        rank=min(sent.rank, Rank.ORDINARY),
        place=held.place,
        taken_at=now,
        promised=band(site, pole, now).minutes,
    )
    tallies.count(site, held.day.date, of_ticket(there, site.zone), tells=topic(site))
    return there


@action
def describe(
    *,
    ticket: Ticket,
    language: str | None = None,
    need: str | None = None,
    priority: bool | None = None,
    by: Actor,
) -> Ticket:
    """Say after the record which language somebody wishes, what they need, whether they go first.

    What is not given stays; empty takes it back. Raises NotCountable for what is no code, and
    WrongState for a ticket that waits no longer.
    """
    held = _held(ticket)
    if held.state != TicketState.WAITING:
        raise _not_now(held)
    if language and not re.fullmatch(LANGUAGE, language):
        raise NotCountable(_("This language is not known."))
    if need and need not in PracticalNeed.values:
        raise NotCountable(_("This need is not known."))
    held.language = held.language if language is None else language
    held.need = held.need if need is None else need
    if priority is not None and held.rank != Rank.HEAD:
        held.rank = Rank.PRIORITY if priority else Rank.ORDINARY
    held.save(update_fields=["language", "need", "rank"])
    announce(topic(held.day.site))
    return held


@action
def free_desk(
    *, site: Site, desk: int, at: datetime.datetime | None = None, by: Actor
) -> list[Ticket]:
    """Whoever was at a desk that calls somebody else has been served; which tickets these were."""
    now = at or timezone.now()
    rows = Ticket.objects.filter(
        day__site=site,
        day__date=now.astimezone(site.zone).date(),
        desk=desk,
        state__in=AT_A_DESK,
    )
    return [serve(ticket=ticket, at=now, by=by) for ticket in rows.order_by("place")]


@action
def reserve(
    *, device: Device, pole: Pole, size: int, at: datetime.datetime | None = None, by: Actor
) -> Block:
    """Keep the next numbers of a pole for a device, to be given while it has no network.

    Raises Revoked, NotOfThisSite, DayIsClosed, NoSignLeft where so many cannot be kept or are not
    free in a row, and NotCountable for more than sixty numbers.
    """
    now = at or timezone.now()
    site = device.site
    if pole.centre_id != site.centre_id:
        raise NotOfThisSite(_("This pole is not one of this centre."))
    if not 1 <= size <= KEPT_AT_MOST:
        raise NotCountable(
            _("From 1 to %(most)d numbers are kept at once.") % {"most": KEPT_AT_MOST}
        )
    day = open_for(site, now.astimezone(site.zone).date())
    queue = queue_of(day, pole)
    if len(kept_numbers(site, day.date, pole)) + size > KEPT_AT_MOST:
        raise NoSignLeft(_("Other devices keep as many numbers as may be kept."))
    first = free_run(day, queue, size)
    queue.last = first + size - 1
    queue.save(update_fields=["last"])
    return devices.keep_block(
        device=device,
        day=day.date,
        pole=pole,
        letter=queue.letter,
        first=first,
        last=queue.last,
        by=by,
    )


def _held(ticket: Ticket) -> Ticket:
    """The ticket as it is now, held. Raises WrongState once its day is closed and it is gone."""
    site = ticket.day.site
    day = locked(site, ticket.day.date)
    held = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket.pk).first()
    if held is None or day is None:
        raise WrongState(_("This ticket is over."))
    held.day = day
    return held


def _sent_there(held: Ticket, pole: Pole) -> Ticket | None:
    """The ticket of the same sign that waits, or was received, at the pole it was sent on to."""
    rows = Ticket.objects.filter(day=held.day, letter=held.letter, serial=held.serial, pole=pole)
    return rows.exclude(state=TicketState.SENT).first()


def _moved(held: Ticket, state: TicketState, by: Actor, **values: Any) -> Ticket:
    """Move a held ticket along its life, and count what changed. Raises WrongState."""
    if held.state == state:
        return held  # asked twice, answered once
    if state not in NEXT[held.state]:
        raise _not_now(held)
    site = held.day.site
    before = list(of_ticket(held, site.zone))
    held.state = state
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *values])
    lines = difference(before, of_ticket(held, site.zone))
    tallies.count(site, held.day.date, lines, tells=topic(site))
    return held


def _not_now(held: Ticket) -> WrongState:
    return WrongState(
        _("%(sign)s: %(state)s. This cannot be done now.")
        % {"sign": held.sign, "state": held.get_state_display()}
    )
