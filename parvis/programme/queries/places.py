"""How many places are left, in words; who stands where in the line, by sign."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils import timezone

from parvis.kernel.counts import Audience, shown
from parvis.programme.enums import Left as Word
from parvis.programme.enums import PlaceState, SessionState, Way
from parvis.programme.models import HeldPlaces, Participation, ReminderAddress, Seats, Session
from parvis.programme.models.places import (
    FOUR,
    STEP_OF_FOUR,
    STEP_OF_THREE,
    THREE,
)
from parvis.programme.queries.keys import digest_of

FEW, SHARE = 3, 5
"""Last places: three or fewer, or a fifth of them."""


@dataclass(frozen=True)
class LeftPlaces:
    """How many places are left, as everybody reads it: a word, and the number from eleven up."""

    word: Word
    n: int | None = None

    def __str__(self) -> str:
        if self.n is None:
            return str(self.word.label)
        return f"{self.word.label} ({self.n})"


def in_words(capacity: int | None, free: int | None, waiting: int, *, given: bool) -> LeftPlaces:
    """The same from bare numbers, for lists."""
    if not given:
        return LeftPlaces(Word.CLOSED)
    if capacity is None or free is None:
        return LeftPlaces(Word.UNLIMITED)
    if free == 0 or waiting:
        return LeftPlaces(Word.FULL)
    if free <= max(FEW, capacity // SHARE):
        return LeftPlaces(Word.LAST)
    return LeftPlaces(Word.MANY, shown(free, Audience.OUTSIDE))


def left(seats: Seats) -> LeftPlaces:
    """How many places are left by one way in; whoever waits comes before whoever asks now."""
    return in_words(seats.capacity, seats.free, seats.waiting, given=seats.given)


def topic(session: Session) -> str:
    """What is announced when a session or its places change (`kernel.live`)."""
    return f"programme/{session.pk}"


def seats_of(session: Session, way: str = Way.ON_SITE, slot: int | None = None) -> Seats | None:
    """The places of a session by one way in, or of one of its slots; one query."""
    rows = Seats.objects.filter(session=session)
    return (rows.filter(slot=slot) if slot else rows.filter(slot=None, way=way)).first()


def party(key: uuid.UUID) -> Participation | None:
    """The party of a private page, with its session; one query."""
    rows = Participation.objects.select_related(
        "seats__session__entry__site__centre",
        "seats__session__entry__centre",
        "seats__session__entry__stop",
        "seats__slot",
    )
    return rows.filter(digest=digest_of(key)).first()


def ahead(party: Participation) -> int:
    """How many parties stand before this one in the line; one query."""
    if party.place is None:
        return 0
    rows = Participation.objects.filter(
        seats=party.seats_id, state=PlaceState.WAITING, place__lt=party.place
    )
    return rows.count()


def parties(session: Session) -> list[Participation]:
    """Everybody who holds a place or waits, by sign, for the door; one query."""
    rows = Participation.objects.filter(seats__session=session).exclude(state=PlaceState.LEFT)
    found = list(rows.select_related("seats"))
    return sorted(found, key=lambda one: one.sign)


def party_by_sign(session: Session, sign: str) -> Participation | None:
    """The party of a call sign, however it was typed; two queries at most."""
    written = "".join(sign.split()).upper()
    letter, digits = written[:1], written[1:]
    if not digits.isdecimal():
        return None
    seats = Seats.objects.filter(session=session, letter=letter).first()
    number = number_of(seats, int(digits)) if seats is not None else None
    if seats is None or number is None:
        return None
    party = Participation.objects.filter(seats=seats, number=number).first()
    if party is not None:
        party.seats = seats
    return party


def number_of(seats: Seats, digits: int) -> int | None:
    """Which party of the line a sign is of; the way back of `Seats.sign_of`."""
    for size, step, before in ((THREE, STEP_OF_THREE, 0), (FOUR, STEP_OF_FOUR, THREE)):
        if size // 9 <= digits < size // 9 + size:
            turn = (digits - size // 9 - seats.start) * pow(step, -1, size) % size
            return turn + before
    return None


@dataclass(frozen=True)
class Presence:
    """Who is there, who is still expected, who waits; in people."""

    present: int
    expected: int
    waiting: int
    capacity: int | None


def presence(seats: Iterable[Seats]) -> Presence:
    """The same over all ways in; no query."""
    rows = list(seats)
    capacities = [one.capacity for one in rows]
    return Presence(
        sum(one.present for one in rows),
        sum(one.held - one.came for one in rows),
        sum(one.waiting + one.offered for one in rows),
        None if None in capacities else sum(one or 0 for one in capacities),
    )


def waiting_offers(at: datetime.datetime | None = None) -> list[int]:
    """Places of which an offer is over, by key; one query."""
    late = Participation.objects.filter(state=PlaceState.OFFERED, until__lte=at or timezone.now())
    return list(late.order_by("seats").values_list("seats", flat=True).distinct())


def groups_over(at: datetime.datetime | None = None) -> list[HeldPlaces]:
    """Places kept for a group longer than was said, of which none came; one query."""
    rows = HeldPlaces.objects.filter(over=False, until__lte=at or timezone.now())
    return list(rows.order_by("pk"))


def to_be_closed(before: datetime.datetime) -> list[Session]:
    """Sessions that ended before and of which parties are still held; one query."""
    rows = Session.objects.filter(
        entry__ends__lt=before, pk__in=Participation.objects.values("seats__session")
    )
    return list(rows.select_related("entry"))


def over(at: datetime.datetime) -> list[Session]:
    """Sessions that have ended and are still said to come; one query."""
    rows = Session.objects.filter(state=SessionState.PUBLISHED, entry__ends__lte=at)
    return list(rows.select_related("entry"))


def to_be_reminded(soon: datetime.datetime) -> list[Session]:
    """Sessions that begin before then, or were called off, with addresses to be written to."""
    not_yet = ReminderAddress.objects.filter(sent=False).values("session")
    rows = Session.objects.filter(
        Q(pk__in=not_yet, state=SessionState.PUBLISHED, entry__begins__lte=soon)
        | Q(pk__in=ReminderAddress.objects.values("session"), state=SessionState.CANCELLED)
    )
    return list(rows.select_related("entry__site__centre", "entry__centre", "entry__stop"))


def wishes(session: Session) -> int:
    """How many want one more session like it; one query."""
    return int(Seats.objects.filter(session=session).aggregate(n=Sum("wanted"))["n"] or 0)
