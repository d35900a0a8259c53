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
from parvis.centres.enums import Theme
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
    thoughts,
    whole,
)
from parvis.programme.queries.keys import digest_of
from parvis.sources.models import Source
from parvis.website.queries.events import link_for_all
from parvis.website.queries.programme import between, language_named, rooms_of

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
    """One session that a bigger day is made of."""

    code: str
    kind: str
    entry: Entry
    hours: str


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
    stands: list[tuple[str, str, Words]]
    """Number, who holds it, what one finds there."""
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
    def parts(self) -> list[PartOfDay]:
        """What the day is made of, in the order of the hours."""
        return [
            PartOfDay(one.code, str(Kind(one.kind).label), one.entry, _of_wall(one.entry))
            for one in self.session.parts.all()
            if one.state in PUBLIC
        ]

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


def _stands(session: Session) -> list[tuple[str, str, Words]]:
    rows = session.stands.select_related("partner", "centre")
    return [(one.number, str(one.partner or one.centre or one.name), one.offers) for one in rows]


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
