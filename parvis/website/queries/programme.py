"""The programme as it is shown: lines of a list by day, a week, the page of one session."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from parvis.agenda.enums import Presence
from parvis.agenda.models import Entry, Hold
from parvis.centres.enums import Theme
from parvis.centres.models import Centre
from parvis.kernel.words import LANGUAGES, Words, spoken
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
from parvis.programme.models import Campaign, ReminderAddress, Seats, Session
from parvis.programme.queries import (
    Asked,
    Card,
    Figure,
    LeftPlaces,
    Thoughts,
    attended,
    campaigns,
    cards,
    coming,
    in_sign,
    left,
    next_like,
    overview,
    public,
    share_of,
    soon,
    thoughts,
    whole,
)
from parvis.programme.queries.keys import digest_of
from parvis.sources.models import Source
from parvis.ui import calendar

PAGE = 50
"""Sessions on one page of a list."""
SOONEST = 6
"""Sessions of a day on the home page, before the way to all of them."""


@dataclass(frozen=True)
class Page:
    """What a page knows of itself that its lines must know."""

    address: Callable[[str], str]
    """The public address of a session, from its code."""
    places: Callable[[Card], str]
    """How its places are written."""
    centre: Centre | None = None
    """The centre the whole page is about: its lines do not say it again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One session in a list: hour, title, place, notes; its places are said apart."""

    key: int
    address: str
    starts: str
    """ISO 8601, for programs."""
    hours: str
    title: Words
    where: str
    notes: tuple[str, ...]
    places: str
    """How many are left, as the page writes it."""
    is_cancelled: bool
    why: Words


@dataclass(frozen=True)
class Day:
    """The sessions of one day."""

    day: datetime.date
    lines: list[Line]

    @property
    def said(self) -> str:
        """«Tuesday 3 March 2026»."""
        return calendar.weekday(self.day)


@dataclass
class Days:
    """Today and tomorrow side by side, then the other days."""

    today: list[Line] = field(default_factory=list)
    tomorrow: list[Line] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)


def lines(rows: Iterable[Card], page: Page) -> dict[int, Line]:
    """Light rows as lines, by key of the session; one query."""
    found = list(rows)
    rooms = rooms_of([card.pk for card in found])
    spoken_here = (get_language() or settings.LANGUAGE_CODE)[:2]
    return {
        card.pk: Line(
            card.pk,
            page.address(card.code),
            card.begins.astimezone(card.zone).isoformat(timespec="minutes"),
            hours(card),
            card.title,
            _where(card, rooms.get(card.pk, ""), page.centre),
            tuple(_notes(card, spoken_here)),
            page.places(card),
            card.is_cancelled,
            card.why,
        )
        for card in found
    }


def by_day(rows: Sequence[Card], shown: dict[int, Line]) -> list[Day]:
    """Lines by the day each begins where it is held, in their order; no query."""
    return [
        Day(day, [shown[card.pk] for card in of_day])
        for day, of_day in groupby(rows, key=lambda card: card.day)
    ]


def days(rows: Sequence[Card], shown: dict[int, Line], at: datetime.datetime) -> Days:
    """The same, today and tomorrow apart; no query."""
    split = soon(rows, at)
    return Days(
        [shown[card.pk] for card in split.today],
        [shown[card.pk] for card in split.tomorrow],
        by_day(split.later, shown),
    )


def soonest(network: Network, page: Page) -> Days | None:
    """What is on today and tomorrow, and after it the next day on which there is something.

    None when nothing is announced at all. Five queries.
    """
    now = timezone.now()
    asked = Asked(simulated=network.simulated, network=network, centre=page.centre)
    rows = cards(coming(asked, now)[: 4 * SOONEST])
    if not rows:
        return None
    found = days(rows, lines(rows, page), now)
    found.days = [] if found.today or found.tomorrow else found.days[:1]
    return found


def hours(card: Card) -> str:
    """«10:00–12:00», until which day when it lasts longer, and whose clock when it is another."""
    begins, ends = card.begins.astimezone(card.zone), card.ends.astimezone(card.zone)
    last = (ends - datetime.timedelta(microseconds=1)).date()
    if last != begins.date():
        return _("until %(day)s") % {"day": calendar.spelled(last)}
    if card.whole_days:
        return _("all day")
    said = _between(begins, ends, card.zone)
    if begins.utcoffset() != timezone.localtime(card.begins).utcoffset():
        return _("%(hours)s local time") % {"hours": said}
    return said


def rooms_of(sessions: Sequence[int]) -> dict[int, str]:
    """The rooms that sessions take up, by key of the session; one query."""
    rows = (
        Hold.objects.filter(entry__session__in=sessions, space__isnull=False)
        .order_by("entry", "pk")
        .values_list("entry__session", "space__name", "space__code")
    )
    found: dict[int, list[str]] = {}
    for session, name, code in rows:
        said = found.setdefault(session, [])
        room = spoken(name)[0] or code
        if room not in said:
            said.append(room)
    return {session: ", ".join(said) for session, said in found.items()}


def _where(card: Card, room: str, centre: Centre | None) -> str:
    if card.presence == Presence.ONLINE:
        return str(Presence.ONLINE.label)
    place = card.where
    if centre is not None:  # the page says which centre and which city
        known = {card.centre_name, card.site_city or card.city}
        parts = [part for part in place.split(", ") if part not in known]
        place = ", ".join(parts)
    return ", ".join(part for part in (room, place) if part)


def _notes(card: Card, spoken_here: str) -> Iterator[str]:
    if card.languages and card.languages != [spoken_here]:
        yield ", ".join(map(language_named, card.languages))
    if card.presence == Presence.BOTH:
        yield str(Presence.BOTH.label)
    for comfort in Comfort.of(card.comforts):
        yield str(comfort.label)


def language_named(code: str) -> str:
    """«Arabic» for ar, in the reader's language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def spoken_languages() -> list[tuple[str, str]]:
    """Languages a session may be asked for in, by their names."""
    return sorted(((code, language_named(code)) for code in LANGUAGES), key=lambda one: one[1])


# -- one session

_HOSTS = {
    HostRole.ORGANISER: _lazy("Organised by"),
    HostRole.FACILITATOR: _lazy("Led by"),
    HostRole.PARTNER: _lazy("Together with"),
    HostRole.SPEAKER: _lazy("Taking part"),
    HostRole.EXHIBITOR: _lazy("At the stands"),
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
            (_between(one.begins, one.ends, zone), one.note)
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
        return self.entry.link if self.session.joining == Joining.OPEN else ""


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
        room=rooms_of([session.pk]).get(session.pk, ""),
        now=now,
        ways=ways,
        next=next_like(session, now) if missed and session.entry.ends > now else None,
        told=_told(session) if session.state in DONE else None,
        stands=_stands(session) if session.kind in EVENTS else [],
        sources=session.cited,
    )


def _is_of(network: Network, session: Session) -> bool:
    centre = session.entry.centre_id
    if centre is None:
        return True
    return Membership.objects.filter(network=network, centre=centre).exists()


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
        said = _between(seats.slot.begins, seats.slot.ends, zone)
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
    return _between(entry.begins, entry.ends, entry.zone)


def _between(begins: datetime.datetime, ends: datetime.datetime, zone: ZoneInfo) -> str:
    return f"{begins.astimezone(zone):%H:%M}–{ends.astimezone(zone):%H:%M}"


def of_week(
    network: Network, monday: datetime.date, centre: Centre | None
) -> tuple[list[Card], list[datetime.date]]:
    """The sessions of a week, Monday to Sunday by each place's own days, and its days."""
    week = [monday + datetime.timedelta(days=n) for n in range(7)]
    asked = Asked(simulated=network.simulated, network=network, centre=centre)
    # A day more on both sides: a place elsewhere counts its days by another clock.
    start = datetime.datetime.combine(monday, datetime.time(), datetime.UTC)
    rows = public(asked).filter(
        Q(entry__begins__gte=start - datetime.timedelta(days=1))
        & Q(entry__begins__lt=start + datetime.timedelta(days=8))
    )
    found = cards(rows.order_by("entry__begins", "pk"))
    return [card for card in found if card.day in week], week


def is_reminded(key: uuid.UUID) -> bool:
    """Whether an address is kept under this key; one query."""
    return ReminderAddress.objects.filter(digest=digest_of(key)).exists()


# -- campaigns


@dataclass(frozen=True)
class CampaignPage:
    """A campaign as its page shows it."""

    campaign: Campaign
    days: list[Day]
    when: str
    reached: str
    public: str
    share: str
    """People reached of people concerned, worked out here; empty where one is not stated."""
    sources: list[Source]


def campaign_page(network: Network, code: str, page: Page) -> CampaignPage | None:
    """A campaign of this network or of one of its centres; None for any other."""
    members = Membership.objects.filter(network=network).values("centre")
    campaign = (
        campaigns(simulated=network.simulated)
        .filter(Q(network=network) | Q(centre__in=members), code=code)
        .first()
    )
    if campaign is None:
        return None
    asked = Asked(simulated=network.simulated, campaign=code)
    rows = cards(public(asked).order_by("entry__begins", "pk"))
    share = share_of(campaign)
    return CampaignPage(
        campaign=campaign,
        days=by_day(rows, lines(rows, page)),
        when=calendar.spelled_period(campaign.first, campaign.last),
        reached=_told_number(campaign.reached, campaign.reached_qualifier),
        public=_told_number(campaign.public, campaign.public_qualifier),
        share=""
        if share is None
        else _("about %(n)s %%") % {"n": number_format(share, 0 if share >= 10 else 1)},
        sources=campaign.cited,
    )


def _told_number(n: int | None, qualifier: str) -> str:
    return "" if n is None else in_sign(n, qualifier)
