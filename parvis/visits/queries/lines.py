"""Who waits, who is called where: for staff, for the wall, for the visitor's own page."""

from __future__ import annotations

import base64
import binascii
import datetime
import string
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from parvis.centres.enums import SIGNS
from parvis.centres.models import Pole, Site
from parvis.centres.queries import poles_of
from parvis.centres.queries.opening import today
from parvis.visits.enums import AT_A_DESK, LIVE, TicketState
from parvis.visits.models import Ticket
from parvis.visits.queries.bands import Wait, band, waiting_and_at_work
from parvis.visits.queries.scope import topic

LETTERS = [letter for letter in string.ascii_uppercase if letter not in "IOQ"]
ON_THE_WALL = datetime.timedelta(seconds=60)
"""How long a call is shown large; afterwards among those already called."""
ALREADY = 6
VERSION = """
SELECT day.id, day.xmin, count(ticket.id),
    coalesce(sum(hashtextextended(ticket.id::text, ticket.xmin::text::bigint)), 0)
FROM visits_day AS day LEFT JOIN visits_ticket AS ticket ON ticket.day_id = day.id
WHERE day.site_id = %s AND day.date = %s GROUP BY day.id
"""


@dataclass(frozen=True)
class Call:
    """One call as the wall shows it: no name, no need, no priority."""

    sign: str
    picture: str
    letter: str
    pole: Pole
    desk: int | None
    language: str
    at: datetime.datetime
    times: int


@dataclass(frozen=True)
class Board:
    """All that the wall shows of the queue."""

    now: tuple[Call, ...]
    already: tuple[Call, ...]
    waiting: tuple[tuple[Pole, int], ...]


@dataclass(frozen=True)
class Place:
    """What a visitor's own page shows: the sign, the place in the line, how long; nothing else."""

    sign: str
    picture: str
    pole: Pole
    state: TicketState
    before: int
    wait: Wait | None
    desk: int | None


@dataclass(frozen=True)
class AtDesk:
    """What is going on at one desk."""

    desk: int
    ticket: Ticket

    @property
    def state(self) -> str:
        """Called, or in an interview."""
        return self.ticket.state


def letters(poles: Iterable[Pole]) -> dict[int, str]:
    """The letter of each pole of one centre: its own, else its need's, else one that is free."""
    poles = sorted(poles, key=lambda pole: pole.pk)
    given = {pole.pk: pole.letter for pole in poles if pole.letter}
    for pole in poles:
        sign = SIGNS.get(pole.need, "")
        if pole.pk not in given and sign and sign not in given.values():
            given[pole.pk] = sign
    for pole in poles:
        if pole.pk not in given:
            free = (one for one in LETTERS if one not in {*given.values(), *SIGNS.values()})
            given[pole.pk] = next(free, "")
    return given


def letter_of(pole: Pole) -> str:
    """The letter of one pole."""
    return letters(Pole.objects.filter(centre=pole.centre_id))[pole.pk]


def of_today(site: Site) -> QuerySet[Ticket]:
    """The tickets of a site today."""
    rows = Ticket.objects.filter(day__site=site, day__date=today(site))
    return rows.select_related("pole__centre", "day")


def waiting(site: Site, poles: Iterable[Pole] | None = None) -> list[Ticket]:
    """Who waits, first who goes first; at some poles or at all."""
    rows = of_today(site).filter(state=TicketState.WAITING)
    if poles is not None:
        rows = rows.filter(pole__in=list(poles))
    return list(rows.order_by("rank", "place", "pk"))


def set_aside(site: Site) -> list[Ticket]:
    """Who was parked, or did not come when called; the longest ago first."""
    rows = of_today(site).filter(state__in=(TicketState.PARKED, TicketState.MISSED))
    return list(rows.order_by("last_called_at", "place"))


def at_desks(site: Site) -> list[AtDesk]:
    """Which desks have somebody now, and whom."""
    rows = of_today(site).filter(state__in=AT_A_DESK, desk__isnull=False)
    return [AtDesk(ticket.desk or 0, ticket) for ticket in rows.order_by("desk", "last_called_at")]


def at_desk(site: Site, desk: int) -> Ticket | None:
    """Who is at this desk, the last one called."""
    rows = of_today(site).filter(state__in=AT_A_DESK, desk=desk)
    return rows.order_by("-last_called_at").first()


def board(site: Site, at: datetime.datetime | None = None) -> Board:
    """What the wall shows: the calls of the last minute, those before, how many wait where."""
    now = at or timezone.now()
    called = of_today(site).filter(last_called_at__isnull=False, state__in=AT_A_DESK)
    tickets = list(called.order_by("-last_called_at")[: 4 * ALREADY])
    calls = [_call(ticket) for ticket in tickets]
    fresh = tuple(
        call
        for call, ticket in zip(calls, tickets, strict=True)
        if ticket.state == TicketState.CALLED and now - call.at < ON_THE_WALL
    )
    already = tuple(call for call in calls if call not in fresh)[:ALREADY]
    ahead, _desks = waiting_and_at_work(site, today(site))
    poles = Pole.objects.in_bulk(ahead)
    waits = tuple((poles[key], many) for key, many in sorted(ahead.items()))
    return Board(now=fresh, already=already, waiting=waits)


def version(site: Site) -> str:
    """What is another word as soon as the day of a site or any of its tickets changed; one query.

    Made of what the database itself calls the version of a row (xmin), so nobody has to say that
    something changed, and what was not committed does not count.
    """
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [site.pk, today(site)])
        found = cursor.fetchone() or ()
    return "-".join(map(str, found))


def _call(ticket: Ticket) -> Call:
    return Call(
        sign=ticket.sign,
        picture=ticket.picture,
        letter=ticket.letter,
        pole=ticket.pole,
        desk=ticket.desk,
        language=ticket.language,
        at=ticket.last_called_at or ticket.taken_at,
        times=ticket.calls,
    )


def place_of(address: str, at: datetime.datetime | None = None) -> Place | None:
    """Where the ticket of this address stands; None for an altered one and once its day is over."""
    token = token_of(address)
    if token is None:
        return None
    now = at or timezone.now()
    rows = Ticket.objects.select_related("day__site__centre", "pole__centre")
    ticket = rows.filter(token=token).exclude(state=TicketState.SENT).first()
    if ticket is None:
        return None
    site = ticket.day.site
    if now.astimezone(site.zone).date() != ticket.day.date:
        return None
    before, wait = 0, None
    if ticket.state == TicketState.WAITING:
        queue = Ticket.objects.filter(
            day=ticket.day, pole=ticket.pole, state=TicketState.WAITING
        ).order_by("rank", "place", "pk")
        before = list(queue.values_list("pk", flat=True)).index(ticket.pk)
        wait = band(site, ticket.pole, now)
    return Place(
        sign=ticket.sign,
        picture=ticket.picture,
        pole=ticket.pole,
        state=TicketState(ticket.state),
        before=before,
        wait=wait,
        desk=ticket.desk if ticket.state in AT_A_DESK else None,
    )


def topic_of_place(address: str) -> str | None:
    """What is announced when the line of this ticket moves; None once it is over."""
    token = token_of(address)
    if token is None:
        return None
    rows = Ticket.objects.filter(token=token, state__in=LIVE).select_related("day__site__centre")
    ticket = rows.first()
    if ticket is None or ticket.day.date != today(ticket.day.site):
        return None
    return topic(ticket.day.site)


def token_of(address: str) -> uuid.UUID | None:
    """The token written in an address; None when it is not one of ours."""
    try:
        raw = base64.b64decode(address + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 or len(address) != 22:
        return None
    return uuid.UUID(bytes=raw)


def alive(site: Site, day: datetime.date) -> QuerySet[Ticket]:
    """Tickets of a day that are still somebody's."""
    return Ticket.objects.filter(day__site=site, day__date=day, state__in=LIVE)


def poles_at(site: Site) -> list[Pole]:
    """The poles whose queue one may join at a site, in the order of their letters."""
    return list(poles_of(site.centre))
