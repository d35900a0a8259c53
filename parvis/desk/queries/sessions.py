"""Sessions of the programme as the desk of a site, the door of a room and the hall show them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from parvis.accounts.queries import scoped
from parvis.accounts.roles import Act
from parvis.agenda.models import Hold
from parvis.centres.enums import SIGNS
from parvis.centres.models import Site
from parvis.centres.queries.opening import instant
from parvis.desk.sentences import said
from parvis.kernel.words import Words
from parvis.programme.actions.places import AT_THE_DOOR
from parvis.programme.enums import DONE, PUBLIC, Joining, Left, PlaceState, SessionState, Way
from parvis.programme.measures import site_of
from parvis.programme.models import Headcount, HeldPlaces, Participation, Seats, Session
from parvis.programme.queries import (
    LeftPlaces,
    Presence,
    next_at,
    parties,
    presence,
    registrations,
    sessions,
    thoughts,
    today_at,
)
from parvis.programme.queries.days import told
from parvis.programme.queries.sessions import left_of
from parvis.tallies.enums import Qualifier

ON_A_HALL_SCREEN = 8
SHOWN_FOR = datetime.timedelta(hours=2)
"""How long after a session its room is asked what it thought, on the screen of the hall."""
_KEY = signing.Signer(salt="parvis.desk.thoughts")
_LONG = 16


@dataclass(frozen=True)
class Today:
    """One session of today as the front desk sees it."""

    session: Session
    seats: Seats | None
    """The places that one more present is counted on."""
    presence: Presence
    heads: int | None
    """How many were counted by heads, which goes before ticks."""
    at: datetime.datetime
    room: Words = field(default_factory=dict)

    @property
    def letter(self) -> str:
        """The sign of its first theme, where the theme is one of the needs."""
        return letter_of(self.session)

    @property
    def present(self) -> int:
        """How many are there, as far as anybody said."""
        return self.presence.present if self.heads is None else self.heads

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.session.state == SessionState.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether its hour has passed."""
        return self.session.entry.ends <= self.at

    @property
    def is_on(self) -> bool:
        """Whether it is going on."""
        return self.session.entry.begins <= self.at < self.session.entry.ends

    @property
    def is_closed(self) -> bool:
        """Whether its attendance was entered."""
        return self.session.state in (SessionState.ATTENDED, SessionState.EVALUATED)

    @property
    def opens(self) -> datetime.datetime:
        """From when on its door is kept."""
        return self.session.entry.begins - AT_THE_DOOR

    @property
    def may_count(self) -> bool:
        """Whether one touch counts somebody present."""
        return (
            self.seats is not None
            and not self.is_cancelled
            and not self.is_closed
            and self.heads is None
            and self.opens <= self.at
        )

    @property
    def is_uncounted(self) -> bool:
        """Whether it took place and nobody said how many came."""
        return self.is_over and not self.is_cancelled and not self.present and not self.is_closed

    @property
    def by_sign(self) -> bool:
        """Whether people come with a call sign."""
        return self.session.joining == Joining.PLACES


def sessions_today(site: Site, at: datetime.datetime) -> list[Today]:
    """What is on today, what was called off included, in the order of the clock; five queries."""
    rows = list(today_at(site, at).prefetch_related("headcounts"))
    rows += _called_off(site, at)
    rows.sort(key=lambda one: (one.entry.begins, one.pk))
    rooms = rooms_of(rows)
    found = []
    for row in rows:
        seats, heads = list(row.seats.all()), list(row.headcounts.all())
        found.append(
            Today(
                session=row,
                seats=first_seats(seats),
                presence=presence(seats),
                heads=sum(one.n for one in heads) if heads else None,
                at=at,
                room=rooms.get(row.entry_id, {}),
            )
        )
    return found


def _called_off(site: Site, at: datetime.datetime) -> QuerySet[Session]:
    day = at.astimezone(site.zone).date()
    start = instant(day, datetime.time(), site.zone)
    end = instant(day + datetime.timedelta(days=1), datetime.time(), site.zone)
    rows = sessions().filter(
        state=SessionState.CANCELLED,
        entry__site=site,
        entry__begins__lt=end,
        entry__ends__gt=start,
    )
    return rows.prefetch_related("seats", "headcounts")


def first_seats(rows: Iterable[Seats]) -> Seats | None:
    """The places of whoever comes by the door: on site and of no slot, else the first there are."""
    ordered = sorted(
        rows, key=lambda one: (one.slot_id is not None, one.way != Way.ON_SITE, one.pk)
    )
    return ordered[0] if ordered else None


def rooms_of(rows: Iterable[Session]) -> dict[int, Words]:
    """The room that each takes up at its site, by the key of its date; one query."""
    entries = [one.entry_id for one in rows]
    holds = Hold.objects.filter(entry__in=entries, space__isnull=False).order_by("pk")
    found: dict[int, Words] = {}
    for hold in holds.select_related("space"):
        if hold.space is not None:
            found.setdefault(hold.entry_id, hold.space.name)
    return found


def letter_of(session: Session) -> str:
    """The letter of the need its first theme is; «I» for a theme that is none."""
    return next((SIGNS[one] for one in session.themes if one in SIGNS), "I")


# -- the door of one session


def doors(user: Any) -> QuerySet[Session]:
    """The sessions whose attendance this person enters, drafts apart; one query."""
    held = scoped(Seats.objects.all(), user, Act.WRITE)
    return sessions().filter(state__in=PUBLIC, pk__in=held.values("session"))


def doors_among(user: Any, rows: Iterable[Session]) -> set[int]:
    """Keys of those of these sessions whose door this person keeps; two queries."""
    return set(doors(user).filter(pk__in=[one.pk for one in rows]).values_list("pk", flat=True))


def doors_now(user: Any, at: datetime.datetime) -> list[Session]:
    """The doors this person keeps around this moment, for whoever keeps no front desk; one query.

    From half a day before a session begins until half a day after it.
    """
    half = datetime.timedelta(hours=12)
    rows = doors(user).filter(entry__begins__lt=at + half, entry__ends__gt=at - half)
    return list(rows.order_by("entry__begins", "pk"))


def door_address(session: Session) -> str:
    """Where its door is kept: below the desk of the site it counts at, 0 for one at no site."""
    site = site_of(session)
    given = {"site": 0 if site is None else site.pk, "pk": session.pk}
    return reverse("desk:door", kwargs=given)


@dataclass(frozen=True)
class Door:
    """One session at its door: who is there, who is expected, who waits; signs, never names."""

    session: Session
    ways: tuple[Seats, ...]
    expected: tuple[Participation, ...]
    came: tuple[Participation, ...]
    waiting: tuple[Participation, ...]
    groups: tuple[HeldPlaces, ...]
    named: tuple[Any, ...]
    """Registered professionals, for whoever may read the list."""
    heads: tuple[Headcount, ...]
    room: Words
    at: datetime.datetime

    @property
    def presence(self) -> Presence:
        """In people, over all ways in."""
        return presence(self.ways)

    @property
    def first(self) -> Seats | None:
        """Where one more present is counted."""
        return first_seats(self.ways)

    @property
    def named_came(self) -> int:
        """How many of the list of names were ticked."""
        return sum(one.state == "came" for one in self.named)

    @property
    def heads_n(self) -> int:
        """What the headcounts come to."""
        return sum(one.n for one in self.heads)

    @property
    def heads_told(self) -> str:
        """How that sum is told."""
        return told(list(self.heads)) if self.heads else Qualifier.EXACT

    @property
    def opens(self) -> datetime.datetime:
        """From when on the door is kept."""
        return self.session.entry.begins - AT_THE_DOOR

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.session.state == SessionState.CANCELLED

    @property
    def is_closed(self) -> bool:
        """Whether its attendance was entered: nobody is ticked any more, numbers may be said."""
        return self.session.state in (SessionState.ATTENDED, SessionState.EVALUATED)

    @property
    def is_open(self) -> bool:
        """Whether somebody may be counted in now."""
        return not self.is_cancelled and not self.is_closed and self.opens <= self.at

    @property
    def may_say_heads(self) -> bool:
        """Whether it may be said how many were there: from the day it begins."""
        entry = self.session.entry
        return not self.is_cancelled and entry.day <= self.at.astimezone(entry.zone).date()

    @property
    def may_close(self) -> bool:
        """Whether the attendance may be closed."""
        begun = self.session.entry.begins <= self.at
        return begun and not self.is_cancelled and not self.is_closed


def door(session: Session, at: datetime.datetime) -> Door:
    """All that its door shows; the same number of queries however many come."""
    found = parties(session)
    by_state: dict[str, list[Participation]] = {}
    for one in found:
        by_state.setdefault(one.state, []).append(one)
    waiting = [*by_state.get(PlaceState.OFFERED, ()), *by_state.get(PlaceState.WAITING, ())]
    waiting.sort(key=lambda one: (one.place is not None, one.place or 0, one.number))
    groups = HeldPlaces.objects.filter(seats__session=session, over=False)
    return Door(
        session=session,
        ways=tuple(session.seats.select_related("slot").order_by("pk")),
        expected=tuple(by_state.get(PlaceState.HELD, ())),
        came=tuple(by_state.get(PlaceState.CAME, ())),
        waiting=tuple(waiting),
        groups=tuple(groups.select_related("partner", "seats").order_by("pk")),
        named=tuple(registrations(session).exclude(state="withdrawn"))
        if session.joining == Joining.NAMED
        else (),
        heads=tuple(session.headcounts.order_by("day", "half_day")),
        room=rooms_of([session]).get(session.entry_id, {}),
        at=at,
    )


# -- what comes next, in the hall


@dataclass(frozen=True)
class Next:
    """One of the next sessions, in one language of the screens."""

    session: Session
    room: Words
    places: str
    ahead: int
    """Days from today."""
    is_on: bool

    @property
    def letter(self) -> str:
        """The sign of its theme."""
        return letter_of(self.session)

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.session.state == SessionState.CANCELLED


def next_sessions(site: Site, at: datetime.datetime, language: str, many: int = 3) -> list[Next]:
    """The next sessions of a site, with their rooms and what is left in words; three queries."""
    rows = list(next_at(site, many, at))
    rooms, places = rooms_of(rows), left_of([one.pk for one in rows])
    today = at.astimezone(site.zone).date()
    return [
        Next(
            session=one,
            room=rooms.get(one.entry_id, {}),
            places=places_said(one, places.get(one.pk), language),
            ahead=max(0, (one.entry.day - today).days),
            is_on=one.entry.begins <= at and one.state != SessionState.CANCELLED,
        )
        for one in rows
    ]


def places_said(session: Session, left: LeftPlaces | None, language: str) -> str:
    """«encore 12 places», «dernières places», «complet», in a language of the screens.

    Nothing where places are no longer given: whoever comes to the door is let in if there is room.
    """
    if session.state == SessionState.CANCELLED:
        return said("cancelled", language)
    if session.joining != Joining.PLACES or left is None:
        return said("come-in", language) if session.joining == Joining.OPEN else ""
    if left.word == Left.MANY and left.n is not None:
        return said("n-places", language).format(left.n)
    code = {Left.MANY: "places-left", Left.LAST: "last-places", Left.FULL: "full"}.get(left.word)
    if code is None:
        return said("come-in", language) if left.word == Left.UNLIMITED else ""
    return said(code, language)


# -- what the room thought


@dataclass(frozen=True)
class Asking:
    """One session whose room is asked, with what it thought where enough have answered."""

    session: Session
    page: str
    thoughts: Any


def to_be_judged(site: Site, at: datetime.datetime) -> list[Session]:
    """What has begun today at a site, the latest first: a tablet asks about these; two queries."""
    rows = today_at(site, at).filter(entry__begins__lte=at)
    return sorted(rows, key=lambda one: (one.entry.begins, one.pk), reverse=True)


def asking(site: Site, at: datetime.datetime) -> list[Asking]:
    """Whose room is asked on the screen of the hall: those on, or just over; two at most."""
    rows = [one for one in to_be_judged(site, at) if at <= one.entry.ends + SHOWN_FOR][:2]
    return [Asking(one, thoughts_page(one), thoughts(one)) for one in rows]


def thoughts_address(session: Session) -> str:
    """What stands in the square that a room scans: nobody guesses that of another session."""
    return f"{session.pk}-{_KEY.signature(str(session.pk))[:_LONG]}"


def thoughts_page(session: Session, language: str = "") -> str:
    """The whole address of the page where one says what one thought."""
    path = reverse("desk:thoughts", kwargs={"address": thoughts_address(session)})
    return f"{settings.BASE_URL}{path}{f'?lang={language}' if language else ''}"


def session_of(address: str) -> Session | None:
    """The session a room is asked about; None for an address that we never gave."""
    number, _dash, key = address.partition("-")
    if not number.isdecimal() or not constant_time_compare(key, _KEY.signature(number)[:_LONG]):
        return None
    rows = sessions().filter(state__in=[SessionState.PUBLISHED, *DONE])
    return rows.filter(pk=int(number)).first() if len(number) < 19 else None


def of_device(site: Site, pk: int) -> Session | None:
    """A session at a site, for one of its tablets."""
    rows = sessions().filter(state__in=[SessionState.PUBLISHED, *DONE], entry__site=site)
    return rows.filter(pk=pk).first()


# -- what a tablet takes along


def along(site: Site, days: Sequence[datetime.date]) -> list[dict[str, Any]]:
    """Sessions of these days with their places and call signs, as values of JSON; five queries."""
    if not days:
        return []
    start = instant(days[0], datetime.time(), site.zone)
    end = instant(days[-1] + datetime.timedelta(days=1), datetime.time(), site.zone)
    states = Q(state__in=[SessionState.PUBLISHED, SessionState.HELD, SessionState.CANCELLED])
    rows = list(
        sessions()
        .filter(states, entry__site=site, entry__begins__lt=end, entry__ends__gt=start)
        .prefetch_related("seats")
        .order_by("entry__begins", "pk")
    )
    rooms = rooms_of(rows)
    signs: dict[int, list[dict[str, Any]]] = {}
    held = Participation.objects.filter(seats__session__in=rows).exclude(state=PlaceState.LEFT)
    for party in held.select_related("seats"):
        told_of = {"sign": party.sign, "size": party.size, "state": party.state}
        signs.setdefault(party.seats.session_id, []).append(told_of)
    return [_taken(one, rooms, signs) for one in rows]


def _taken(
    session: Session, rooms: Mapping[int, Words], signs: Mapping[int, list[dict[str, Any]]]
) -> dict[str, Any]:
    entry, seats = session.entry, first_seats(session.seats.all())
    return {
        "id": session.pk,
        "days": [entry.day.isoformat(), entry.last_day.isoformat()],
        "begins": f"{entry.begins.astimezone(entry.zone):%H:%M}",
        "ends": f"{entry.ends.astimezone(entry.zone):%H:%M}",
        "titles": entry.title,
        "rooms": rooms.get(session.entry_id, {}),
        "letter": letter_of(session),
        "service": "event" if session.is_event else "workshop",
        "cancelled": session.state == SessionState.CANCELLED,
        "seats": seats is not None,
        "capacity": seats.capacity if seats is not None else None,
        "free": seats.free if seats is not None else None,
        "present": seats.present if seats is not None else 0,
        "parties": sorted(signs.get(session.pk, []), key=lambda one: str(one["sign"])),
    }
