"""The programme as it is shown: lines of a list by day, a week, a campaign."""

from __future__ import annotations

import datetime
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

from parvis.agenda.enums import Presence
from parvis.agenda.models import Hold
from parvis.centres.models import Centre
from parvis.kernel.words import LANGUAGES, Words, spoken
from parvis.network.models import Membership, Network
from parvis.programme.enums import (
    Comfort,
)
from parvis.programme.models import Campaign
from parvis.programme.queries import (
    Asked,
    Card,
    campaigns,
    cards,
    coming,
    in_sign,
    public,
    share_of,
    soon,
)
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
    said = between(begins, ends, card.zone)
    if begins.utcoffset() != timezone.localtime(card.begins).utcoffset():
        return _("%(hours)s local time") % {"hours": said}
    return said


def between(begins: datetime.datetime, ends: datetime.datetime, zone: ZoneInfo) -> str:
    """«10:00–12:00» on the wall of a zone."""
    return f"{begins.astimezone(zone):%H:%M}–{ends.astimezone(zone):%H:%M}"


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
        return card.where
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
