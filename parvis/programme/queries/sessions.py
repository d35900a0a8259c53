"""Sessions as they are read: by place, theme, language, public; in lists, weeks and months."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from parvis.accounts.queries import scoped
from parvis.accounts.roles import Act
from parvis.agenda.enums import Presence
from parvis.centres.models import Centre, Site, Stop
from parvis.centres.queries.opening import instant
from parvis.kernel.words import Words, spoken
from parvis.network.models import Network
from parvis.programme.enums import PUBLIC, HostRole, Joining, Kind, Part, SessionState
from parvis.programme.models import CentreWith, Host, Seats, Session, SessionQuerySet
from parvis.programme.queries.places import LeftPlaces, in_words
from parvis.programme.queries.words import search

WITH = ("entry__centre", "entry__site__centre", "entry__stop", "entry__series")


def sessions() -> SessionQuerySet:
    """Sessions with when and where they are held; one query."""
    return Session.objects.select_related(*WITH)


def planned_by(user: Any, act: Act = Act.READ) -> QuerySet[Session]:
    """Sessions this person may read in the office, drafts included; one query."""
    return scoped(sessions(), user, act)


def whole(code: str, *, simulated: bool | None = None) -> Session | None:
    """A session everybody may read, by its address, with its hosts, slots, stands and parts."""
    rows = sessions().public().select_related("part_of__entry", "campaign")
    if simulated is not None:
        rows = rows.filter(simulated=simulated)
    return rows.prefetch_related(*OF_A_PAGE).filter(code=code).first()


OF_A_PAGE: Sequence[str | Prefetch[Any]] = (
    "seats__slot",
    Prefetch("hosts", Host.objects.select_related("partner", "centre")),
    "slots",
    "speakers",
    "documents",
    "key_points",
    "centres_with__centre",
    Prefetch("parts", Session.objects.select_related(*WITH).order_by("entry__begins", "pk")),
    "parts__seats",
)


@dataclass(frozen=True)
class Asked:
    """What a visitor narrows the programme to; what is left out narrows nothing."""

    simulated: bool = False
    centre: Centre | None = None
    network: Network | None = None
    site: Site | None = None
    stop: Stop | None = None
    kinds: Collection[str] = ()
    themes: Collection[str] = ()
    tags: Collection[str] = ()
    audiences: Collection[str] = ()
    comforts: Collection[str] = ()
    language: str = ""
    presence: str = ""
    partner: str = ""
    """Code of a partner that makes it."""
    campaign: str = ""
    organised: bool | None = None
    text: str = ""


def public(asked: Asked) -> SessionQuerySet:
    """The sessions everybody may read that are so; parts of bigger days stand on their page."""
    rows = sessions().public().whole().filter(simulated=asked.simulated)
    if asked.centre is not None:
        rows = rows.filter(Q(entry__centre=asked.centre) | Q(pk__in=_with(asked.centre)))
    if asked.network is not None:
        members = Centre.objects.filter(memberships__network=asked.network)
        along = CentreWith.objects.filter(centre__in=members)
        rows = rows.filter(
            Q(entry__centre__in=members) | Q(entry__centre=None) | Q(pk__in=along.values("session"))
        )
    for name, value in (("entry__site", asked.site), ("entry__stop", asked.stop)):
        if value is not None:
            rows = rows.filter(**{name: value})
    for column, values in (
        ("themes", asked.themes),
        ("tags", asked.tags),
        ("audiences", asked.audiences),
    ):
        rows = rows.filter(_any(column, values))
    for one in asked.comforts:
        rows = rows.filter(comforts__contains=[one])
    if asked.kinds:
        rows = rows.filter(kind__in=asked.kinds)
    if asked.language:
        rows = rows.filter(Q(entry__languages=[]) | Q(entry__languages__contains=[asked.language]))
    if asked.presence:
        rows = rows.filter(entry__presence__in={asked.presence, "both"})
    if asked.partner:
        rows = rows.filter(
            pk__in=Host.objects.filter(partner__code=asked.partner).values("session")
        )
    if asked.campaign:
        rows = rows.filter(campaign__code=asked.campaign)
    if asked.organised is not None:
        rows = rows.filter(part=Part.ORGANISED if asked.organised else Part.JOINED)
    return search(rows, asked.text) if asked.text else rows  # type: ignore[return-value]


def _any(column: str, values: Collection[str]) -> Q:
    found = Q()
    for one in values:
        found |= Q(**{f"{column}__contains": [one]})
    return found


def _with(centre: Centre) -> QuerySet[Any]:
    return CentreWith.objects.filter(centre=centre).values("session")


def coming(asked: Asked, at: datetime.datetime | None = None) -> SessionQuerySet:
    """What is not over, the nearest first, what was called off included."""
    return public(asked).coming(at or timezone.now())


def past(asked: Asked, at: datetime.datetime | None = None) -> SessionQuerySet:
    """What is over, the latest first."""
    rows = public(asked).filter(entry__ends__lte=at or timezone.now())
    return rows.order_by("-entry__begins", "-pk")


def between(
    rows: SessionQuerySet, first: datetime.date, last: datetime.date, zone: ZoneInfo
) -> SessionQuerySet:
    """Those that touch the days from first to last, both included."""
    start = instant(first, datetime.time(), zone)
    end = instant(last + datetime.timedelta(days=1), datetime.time(), zone)
    return rows.filter(entry__begins__lt=end, entry__ends__gt=start).order_by("entry__begins", "pk")


# -- light rows for long lists


@dataclass(frozen=True, slots=True)
class Card:
    """One session in a list: bare values, for five hundred of them cost what ten models cost."""

    pk: int
    code: str
    kind: str
    state: str
    themes: list[str]
    tags: list[str]
    audiences: list[str]
    comforts: list[str]
    joining: str
    part: str
    title: Words
    about: Words
    begins: datetime.datetime
    ends: datetime.datetime
    time_zone: str
    whole_days: bool
    presence: str
    languages: list[str]
    why: Words
    uid: Any
    sequence: int
    changed_at: datetime.datetime
    centre: str
    centre_name: str
    city: str
    site_name: Words
    site_city: str
    place: Words
    commune: str
    stop_place: str
    left: LeftPlaces | None = None
    hosts: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its hours."""
        return ZoneInfo(self.time_zone)

    @property
    def day(self) -> datetime.date:
        """The day it begins, where it is held."""
        return self.begins.astimezone(self.zone).date()

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.state == SessionState.CANCELLED

    @property
    def kind_said(self) -> str:
        """Its kind in words."""
        return str(Kind(self.kind).label)

    @property
    def where(self) -> str:
        """The place in words, as the entry says it (`Entry.where`)."""
        if self.presence == Presence.ONLINE:
            return spoken(self.place)[0] or str(Presence.ONLINE.label)
        said = [spoken(self.place)[0], self.stop_place, self.commune]
        if not any(said):
            said = [spoken(self.site_name)[0], self.centre_name, self.site_city or self.city]
        return ", ".join(dict.fromkeys(part for part in said if part))


_COLUMNS = (
    "pk",
    "code",
    "kind",
    "state",
    "themes",
    "tags",
    "audiences",
    "comforts",
    "joining",
    "part",
    "entry__title",
    "entry__about",
    "entry__begins",
    "entry__ends",
    "entry__time_zone",
    "entry__whole_days",
    "entry__presence",
    "entry__languages",
    "entry__why",
    "entry__uid",
    "entry__sequence",
    "entry__changed_at",
    "entry__centre__code",
    "entry__centre__name",
    "entry__centre__city",
    "entry__site__name",
    "entry__site__city",
    "entry__place",
    "entry__stop__commune",
    "entry__stop__place",
)


def cards(rows: QuerySet[Session]) -> list[Card]:
    """The sessions of a list as light rows, with places and hosts; three queries for any number."""
    found = list(rows.values_list(*_COLUMNS))
    keys = [row[0] for row in found]
    places, hosts = left_of(keys), hosts_of(keys)
    made = []
    for row in found:
        # Of no centre, no site or no stop, their words are empty.
        of_centre = [value or "" for value in row[22:25]]
        where = [row[25] or {}, row[26] or "", row[27], row[28] or "", row[29] or ""]
        beside = [places.get(row[0]), hosts.get(row[0], ())]
        made.append(Card(*[*row[:22], *of_centre, *where, *beside]))
    return made


def left_of(keys: Sequence[int]) -> dict[int, LeftPlaces]:
    """What is left of sessions that give places, over their ways in; one query."""
    rows = (
        Seats.objects.filter(session__in=keys, slot=None, session__joining=Joining.PLACES)
        .order_by("session", "way")
        .values_list(
            "session", "capacity", "held", "offered", "set_aside", "walked_in", "waiting", "given"
        )
    )
    summed: dict[int, list[Any]] = {}
    for session, capacity, held, offered, aside, walked, waits, given in rows:
        free = None if capacity is None else max(capacity - held - offered - aside - walked, 0)
        if not given:
            continue
        if session not in summed:
            summed[session] = [capacity, free, waits]
            continue
        total = summed[session]
        unlimited = total[0] is None or capacity is None
        # Full is full on one way in only when the other is full too.
        waits = min(total[2], waits)
        summed[session] = [
            None if unlimited else total[0] + capacity,
            None if unlimited else total[1] + free,
            waits,
        ]
    return {
        session: in_words(capacity, free, waits, given=True)
        for session, (capacity, free, waits) in summed.items()
    }


def hosts_of(keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Names of those who make sessions, in their order; one query."""
    rows = (
        Host.objects.filter(session__in=keys)
        .exclude(role=HostRole.EXHIBITOR)
        .order_by("session", "order", "pk")
        .values_list("session", "partner__name", "centre__name", "name")
    )
    found: dict[int, tuple[str, ...]] = {}
    for session, partner, centre, name in rows:
        found[session] = (*found.get(session, ()), partner or centre or name)
    return found


@dataclass
class Soon:
    """A list split for whoever looks for something today."""

    today: list[Card] = field(default_factory=list)
    tomorrow: list[Card] = field(default_factory=list)
    later: list[Card] = field(default_factory=list)


def soon(rows: Iterable[Card], at: datetime.datetime | None = None) -> Soon:
    """Today, tomorrow, later, each by the day it is where it is held; no query."""
    moment, found = at or timezone.now(), Soon()
    for card in rows:
        ahead = (card.day - moment.astimezone(card.zone).date()).days
        (found.today if ahead <= 0 else found.tomorrow if ahead == 1 else found.later).append(card)
    return found


Grid = list[list[tuple[datetime.date, list[Card]]]]
"""Weeks of days, each with what is on."""


def week(rows: Iterable[Card], day: datetime.date) -> Grid:
    """The week of a day, from Monday; no query."""
    monday = day - datetime.timedelta(days=day.weekday())
    return _grid(rows, monday, 1)


def month(rows: Iterable[Card], day: datetime.date) -> Grid:
    """The whole weeks of the month of a day; no query."""
    first = day.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    monday = first - datetime.timedelta(days=first.weekday())
    return _grid(rows, monday, ((last - monday).days // 7) + 1)


def _grid(rows: Iterable[Card], monday: datetime.date, weeks: int) -> Grid:
    days: Mapping[datetime.date, list[Card]] = {
        monday + datetime.timedelta(days=n): [] for n in range(7 * weeks)
    }
    for card in rows:
        end = (card.ends - datetime.timedelta(microseconds=1)).astimezone(card.zone).date()
        day = card.day
        while day <= end:
            if day in days:
                days[day].append(card)
            day += datetime.timedelta(days=1)
    ordered = list(days.items())
    return [ordered[7 * n : 7 * n + 7] for n in range(weeks)]


def next_like(session: Session, at: datetime.datetime | None = None) -> Session | None:
    """The next session like this one with places free, in the same centre; two queries at most.

    Of its series or template; else of its kind, with a theme of it.
    """
    moment = max(at or timezone.now(), session.entry.begins)
    rows = (
        sessions()
        .whole()
        .filter(
            state=SessionState.PUBLISHED,
            simulated=session.simulated,
            entry__centre=session.entry.centre_id,
            entry__begins__gt=moment,
        )
        .exclude(pk=session.pk)
        .annotate(
            room=Sum(
                F("seats__capacity")
                - F("seats__held")
                - F("seats__offered")
                - F("seats__set_aside"),
                filter=Q(seats__given=True, seats__waiting=0),
            )
        )
        .filter(Q(joining__in=[Joining.OPEN, Joining.DOOR]) | Q(room__gt=0) | Q(capacity=None))
        .order_by("entry__begins", "pk")
    )
    same = Q()
    if session.entry.series_id is not None:
        same |= Q(entry__series=session.entry.series_id)
    if session.template_id is not None:
        same |= Q(template=session.template_id)
    found = rows.filter(same).first() if same else None
    if found is not None:
        return found
    return rows.filter(_any("themes", session.themes), kind=session.kind).first()


def today_at(site: Site, at: datetime.datetime | None = None) -> QuerySet[Session]:
    """What is on at a site today, for its desk and its door, with its places; two queries."""
    day = (at or timezone.now()).astimezone(site.zone).date()
    start = instant(day, datetime.time(), site.zone)
    end = instant(day + datetime.timedelta(days=1), datetime.time(), site.zone)
    rows = sessions().filter(
        state__in=[one for one in PUBLIC if one != SessionState.CANCELLED],
        entry__site=site,
        entry__begins__lt=end,
        entry__ends__gt=start,
    )
    return rows.prefetch_related("seats").order_by("entry__begins", "pk")


def next_at(site: Site, many: int = 3, at: datetime.datetime | None = None) -> QuerySet[Session]:
    """The next sessions of a site, for a screen in the hall; one query."""
    rows = sessions().filter(
        state__in=[SessionState.PUBLISHED, SessionState.CANCELLED],
        part_of=None,
        entry__site=site,
        entry__ends__gt=at or timezone.now(),
    )
    return rows.order_by("entry__begins", "pk")[:many]


def version_at(site: Site, at: datetime.datetime | None = None) -> str:
    """What is another word as soon as one of the next sessions of a site or its places changed.

    Made of the versions that the database gives its rows (xmin); one query.
    """
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [site.pk, at or timezone.now()])
        return "-".join(map(str, cursor.fetchone() or ()))


VERSION = """
WITH entry AS (
    SELECT id, xmin AS version FROM agenda_entry
    WHERE site_id = %s AND ends > %s ORDER BY begins, id LIMIT 20
)
SELECT count(entry.id),
    coalesce(sum(hashtextextended(entry.id::text, entry.version::text::bigint)), 0),
    coalesce(sum(hashtextextended(session.id::text, session.xmin::text::bigint)), 0),
    coalesce(sum(hashtextextended(seats.id::text, seats.xmin::text::bigint)), 0)
FROM entry
LEFT JOIN programme_session AS session ON session.entry_id = entry.id
LEFT JOIN programme_seats AS seats ON seats.session_id = session.id
"""
