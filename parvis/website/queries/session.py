"""The page of one session: what, when, where, with whom, how one joins, how it was."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.agenda.enums import Presence
from parvis.agenda.models import Entry
from parvis.centres.enums import Need, Theme
from parvis.centres.models import Centre
from parvis.kernel.words import Words, spoken
from parvis.network.models import Membership, Network
from parvis.programme.enums import (
    DONE,
    EVENTS,
    PUBLIC,
    Audience,
    Comfort,
    HostRole,
    Joining,
    Kind,
    SessionState,
    Tag,
    Way,
)
from parvis.programme.models import ReminderAddress, Seats, Session
from parvis.programme.queries import (
    Figure,
    LeftPlaces,
    Thoughts,
    attended,
    in_sign,
    left,
    next_like,
    overview,
    roster,
    thoughts,
    whole,
)
from parvis.programme.queries.keys import digest_of
from parvis.sources.models import Source
from parvis.ui.calendar import weekday
from parvis.website.queries.events import link_for_all
from parvis.website.queries.programme import between, language_named, rooms_of

PLAN, STAND = (100, 50), (13, 8)
"""Width and height of the plan of a hall, and of one stand on it."""
_HOSTS = {
    HostRole.ORGANISER: _("Organised by"),
    HostRole.FACILITATOR: _("Led by"),
    HostRole.PARTNER: _("Together with"),
    HostRole.SPEAKER: _("Taking part"),
    HostRole.EXHIBITOR: _("At the stands"),
}


@dataclass(frozen=True)
class WayIn:
    """One list of places: on site, online, or at one hour of the day."""

    letter: str
    seats: Seats
    name: str
    left: LeftPlaces

    @property
    def is_full(self) -> bool:
        """Whether who asks now waits."""
        return self.left.word == "full"


@dataclass(frozen=True)
class ToldFigure:
    """One figure of a day that is over, in its sign; `is_stated` where a source says it."""

    what: str
    said: str
    is_stated: bool


@dataclass(frozen=True)
class Told:
    """What is told of a session that is over."""

    attended: str
    figures: list[ToldFigure]
    thoughts: Thoughts | None


@dataclass(frozen=True)
class PartOfDay:
    """One session that a bigger day is made of; `left` in words where places are given."""

    code: str
    kind: str
    entry: Entry
    hours: str
    left: LeftPlaces | None


@dataclass(frozen=True)
class DayOfParts:
    """A day of a bigger one: what begins together stands together, as tracks in parallel."""

    day: datetime.date
    turns: list[tuple[str, list[PartOfDay]]]


@dataclass(frozen=True)
class StandShown:
    """One stand: who holds it, what one finds there, where it lies on the plan."""

    number: str
    holder: str
    offers: Words
    needs: list[Need]
    practice: bool
    place: tuple[float, float] | None
    """The upper corner of its square on a plan of PLAN, or nowhere on it."""

    @property
    def middle(self) -> tuple[float, float]:
        """Where its number is written."""
        left, top = self.place or (0.0, 0.0)
        return left + STAND[0] / 2, top + STAND[1] / 2 + 1.4


@dataclass(frozen=True)
class SessionPage:
    """A session as its page shows it."""

    session: Session
    entry: Entry
    room: str
    now: datetime.datetime
    ways: list[WayIn]
    next: Session | None
    told: Told | None
    stands: list[StandShown]
    roster: list[tuple[str, list[str]]]
    """By half-day, the centres that hold the shared stand."""
    sources: list[Source]

    @property
    def is_over(self) -> bool:
        """Whether it is past."""
        return self.entry.ends <= self.now

    @property
    def is_on(self) -> bool:
        """Whether it has begun and is not over."""
        return self.entry.begins <= self.now < self.entry.ends

    @property
    def is_full(self) -> bool:
        """Whether no way in has a place."""
        return bool(self.ways) and all(way.is_full for way in self.ways)

    @property
    def can_join(self) -> bool:
        """Whether places are given now."""
        return (
            bool(self.ways)
            and self.session.state == SessionState.PUBLISHED
            and self.now < self.session.closes_at
        )

    @property
    def languages(self) -> list[str]:
        """Its languages by name."""
        return [language_named(code) for code in self.entry.languages]

    @property
    def comforts(self) -> list[Comfort]:
        """What makes it possible for somebody to come."""
        return Comfort.of(self.session.comforts)

    @property
    def audiences(self) -> list[Audience]:
        """For whom it is made."""
        return Audience.of(self.session.audiences)

    @property
    def tags(self) -> list[Tag]:
        """What it is about beside its themes."""
        return Tag.of(self.session.tags)

    @property
    def hosts(self) -> list[tuple[str, list[str]]]:
        """Who makes it, by what each does there, in the words of a line."""
        found: dict[str, list[str]] = {}
        for host in self.session.hosts.all():
            found.setdefault(host.role, []).append(str(host))
        return [(str(said), found[role]) for role, said in _HOSTS.items() if role in found]

    @property
    def themes(self) -> list[Theme]:
        """Its themes."""
        return Theme.of(self.session.themes)

    @property
    def is_named(self) -> bool:
        """Whether professionals register for it, now."""
        return (
            self.session.joining == Joining.NAMED
            and self.session.state == SessionState.PUBLISHED
            and self.now < self.session.closes_at
        )

    @property
    def published_parts(self) -> list[Session]:
        """The parts of the day that take place."""
        return [one for one in self.session.parts.all() if one.state == SessionState.PUBLISHED]

    @property
    def workshops(self) -> list[tuple[str, str]]:
        """The same, by key and words, to be chosen among."""
        return [
            (str(one.pk), f"{_of_wall(one.entry)} {spoken(one.entry.title)[0]}")
            for one in self.published_parts
        ]

    @property
    def days(self) -> list[DayOfParts]:
        """What it is made of, day by day and in the order of the hours."""
        found: dict[datetime.date, dict[str, list[PartOfDay]]] = {}
        for one in self.session.parts.all():
            if one.state in PUBLIC:
                hours = "" if one.entry.whole_days else _of_wall(one.entry)
                turns = found.setdefault(one.entry.day, {})
                turns.setdefault(hours, []).append(_part(one, hours))
        return [DayOfParts(day, list(turns.items())) for day, turns in found.items()]

    @property
    def on_the_plan(self) -> list[StandShown]:
        """Stands that have a place on the plan of the hall."""
        return [one for one in self.stands if one.place is not None]

    @property
    def exhibitors(self) -> list[StandShown]:
        """Stands of a fair."""
        return [one for one in self.stands if not one.practice]

    @property
    def practices(self) -> list[StandShown]:
        """Stands of a market of practices."""
        return [one for one in self.stands if one.practice]

    @property
    def slots(self) -> list[tuple[str, Words]]:
        """The hours of the day that need no place, each with its note."""
        zone = self.entry.zone
        return [
            (between(one.begins, one.ends, zone), one.note)
            for one in self.session.slots.all()
            if one.places is None
        ]

    @property
    def is_elsewhere(self) -> bool:
        """Whether its clock is another than that of the installation."""
        here = timezone.localtime(self.entry.begins)
        return self.entry.begins.astimezone(self.entry.zone).utcoffset() != here.utcoffset()

    @property
    def link(self) -> str:
        """The link to take part, where nobody need hold a place first."""
        return link_for_all(self.session)


def session_page(network: Network, code: str, now: datetime.datetime) -> SessionPage | None:
    """The page of a session of this network; None for any other."""
    session = whole(code, simulated=network.simulated)
    if session is None or not _is_of(network, session):
        return None
    ways = _ways(session)
    full = bool(ways) and all(way.is_full for way in ways)
    missed = full or session.state == SessionState.CANCELLED
    return SessionPage(
        session=session,
        entry=session.entry,
        room=room_of(session),
        now=now,
        ways=ways,
        next=next_like(session, now) if missed and session.entry.ends > now else None,
        told=_told(session) if session.state in DONE else None,
        stands=_stands(session) if session.kind in EVENTS else [],
        roster=_roster(session) if session.kind in EVENTS else [],
        sources=session.cited,
    )


def room_of(session: Session) -> str:
    """The rooms where people come to a session; none for what is held online. One query."""
    if session.entry.presence == Presence.ONLINE:
        return ""
    return rooms_of([session.pk]).get(session.pk, "")


def _is_of(network: Network, session: Session) -> bool:
    if session.entry.centre_id is None:
        return True
    centres = {session.entry.centre_id, *(one.centre_id for one in session.centres_with.all())}
    return Membership.objects.filter(network=network, centre__in=centres).exists()


def _ways(session: Session) -> list[WayIn]:
    if session.joining != Joining.PLACES:
        return []
    rows = sorted(
        (one for one in session.seats.all() if one.given),
        key=lambda one: (one.slot is not None, one.slot.begins if one.slot else one.letter),
    )
    return [WayIn(one.letter, one, _named(one, session), left(one)) for one in rows]


def _named(seats: Seats, session: Session) -> str:
    if seats.slot is not None:
        zone = session.entry.zone
        said = between(seats.slot.begins, seats.slot.ends, zone)
        note = spoken(seats.slot.note)[0]
        return f"{said}, {note}" if note else said
    return str(Way(seats.way).label)


def _stands(session: Session) -> list[StandShown]:
    rows = session.stands.select_related("partner", "centre")
    return [
        StandShown(
            one.number,
            str(one.name or one.partner or one.centre or ""),
            one.offers,
            Need.of(one.needs),
            one.practice,
            _on_the_plan(one.left, one.top),
        )
        for one in rows
    ]


def _on_the_plan(left: int | None, top: int | None) -> tuple[float, float] | None:
    """The corner of a stand whose middle lies so far from the left and the top, in percent."""
    if left is None or top is None:
        return None
    wide, high = PLAN[0] - STAND[0], PLAN[1] - STAND[1]
    corner = left * PLAN[0] / 100 - STAND[0] / 2, top * PLAN[1] / 100 - STAND[1] / 2
    return min(max(corner[0], 0), wide), min(max(corner[1], 0), high)


def _roster(session: Session) -> list[tuple[str, list[str]]]:
    return [
        (f"{weekday(day)}, {half_day.label}", names)
        for (day, half_day), names in roster(session).items()
    ]


def _part(session: Session, hours: str) -> PartOfDay:
    seats = next((one for one in session.seats.all() if one.given), None)
    return PartOfDay(
        session.code,
        str(Kind(session.kind).label),
        session.entry,
        hours,
        None if seats is None or seats.capacity is None else left(seats),
    )


def _told(session: Session) -> Told:
    came = attended(session)
    figures = overview(session) if session.kind in EVENTS else []
    return Told(
        "" if came is None else in_sign(*came), [_figure(one) for one in figures], thoughts(session)
    )


def _figure(figure: Figure) -> ToldFigure:
    stated = figure.recorded is None and figure.stated is not None
    qualifier = figure.stated.qualifier if stated and figure.stated else figure.qualifier
    return ToldFigure(str(figure.what.label), in_sign(figure.n or 0, qualifier), stated)


def _of_wall(entry: Entry) -> str:
    return between(entry.begins, entry.ends, entry.zone)


def is_reminded(key: uuid.UUID) -> bool:
    """Whether an address is kept under this key; one query."""
    return ReminderAddress.objects.filter(digest=digest_of(key)).exists()


def centres_of(network: Network) -> QuerySet[Centre]:
    """The centres that are or were in a network, by name; one query."""
    return Centre.objects.filter(memberships__network=network).order_by("sort_key").distinct()
