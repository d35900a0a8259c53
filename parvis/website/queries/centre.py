"""The page of a centre: what it is, where, when open, with whom, and its life in dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from parvis.annualreport.queries.blocks import label_sentence
from parvis.annualreport.queries.citing import Bibliography
from parvis.centres.enums import SIGNS, SiteKind
from parvis.centres.models import Alias, Centre, Hours, Name, Pole, Site, SiteAlias
from parvis.centres.queries import Timetable, timetables
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words
from parvis.network.enums import LabelDecision, LabelStep
from parvis.network.models import LabelFact, Membership, Network
from parvis.network.queries import Moment, described, label_steps, timeline
from parvis.partners.models import Partner
from parvis.partners.queries import PublicDuty, public_duty
from parvis.sources.enums import Standing as Firmness
from parvis.sources.models import Cited as CitedModel
from parvis.sources.models import Source
from parvis.sources.queries import with_sources
from parvis.website.queries.opening import Now, open_now

Refs = tuple[int, ...]
"""Numbers of sources, in the list at the foot of the page."""


R = TypeVar("R", bound=CitedModel)


@dataclass(frozen=True)
class Cited(Generic[R]):
    """A row of facts and the numbers of its sources."""

    row: R
    refs: Refs


@dataclass(frozen=True)
class Step:
    """One dated point of a centre's life, as its timeline says it."""

    date: PartialDate
    end: PartialDate | None
    title: Words | str
    about: Words
    site: Words
    is_label: bool
    is_announced: bool
    outcome_stated: bool
    standing: str
    refs: Refs


@dataclass(frozen=True)
class Standing:
    """The last label decision a source states."""

    sentence: str
    date: PartialDate
    refs: Refs
    is_operating: bool
    """The label in force is the operating one, which carries the right to the logo."""
    is_withdrawn: bool
    """The label was withdrawn: so was the right to the logo, that day (rule R24)."""


@dataclass(frozen=True)
class Day:
    """A weekday and when the doors are open on it, in the centre's own time."""

    name: str
    spans: tuple[tuple[datetime.time, datetime.time], ...]


@dataclass(frozen=True)
class Week:
    """Opening hours of one place; `start` is the date of the source's week, if it has one."""

    days: tuple[Day, ...]
    start: PartialDate | None
    notes: tuple[Words, ...]
    standing: str
    refs: Refs


@dataclass(frozen=True)
class Place:
    """A site with its hours; `week` is None where no source gives any."""

    site: Site
    names: tuple[SiteAlias, ...]
    week: Week | None
    refs: Refs
    timetable: Timetable | None = None
    """Of a mobile facility: where it stops, and when."""
    now: Now | None = None
    """Open until when, with what wait; None where no desk counts here."""


@dataclass(frozen=True)
class Door:
    """A pole under the sign of its need; the sign is empty for a need that has no letter."""

    pole: Pole
    sign: str
    refs: Refs


@dataclass(frozen=True)
class CentrePage:
    """A centre as its page shows it; `today` is the day it is read."""

    centre: Centre
    today: datetime.date
    refs: Refs
    belongings: tuple[Cited[Membership], ...]
    label: Standing | None
    doors: tuple[Door, ...]
    duty: tuple[PublicDuty, ...]
    places: tuple[Place, ...]
    past_places: tuple[Place, ...]
    partners: tuple[Cited[Partner], ...]
    names: tuple[Cited[Name], ...]
    aliases: tuple[Alias, ...]
    steps: tuple[Step, ...]
    neighbours: tuple[Centre, ...]
    sources: tuple[Source, ...]


def centre_page(network: Network, code: str, today: datetime.date) -> CentrePage | None:
    """The page of a centre that is or was in this network; None for any other.

    The number of queries does not grow with what is known of the centre.
    """
    centre = described([code]).prefetch_related("sites__aliases").first()
    if centre is None:
        return None
    books = Bibliography()
    memberships = with_sources(
        Membership.objects.filter(network=network, centre=centre).order_by("start", "pk")
    )
    if not memberships:
        return None
    refs = books.cite(centre.cited)
    belongings = _cited(memberships, books)
    hours = [
        row for row in with_sources(Hours.objects.filter(site__centre=centre)) if _holds(row, today)
    ]
    # The main site first: whoever wants to come in reads it first.
    sites = sorted(with_sources(centre.sites.all()), key=lambda site: site.kind != SiteKind.MAIN)
    current = [site for site in sites if not _is_over(site, today)]
    mobile = [site for site in current if site.kind == SiteKind.MOBILE]
    stops = {table.site.pk: table for table in timetables(mobile)}
    moment = timezone.now()
    duty = public_duty(current, moment)
    doors = [site for site in current if site.kind != SiteKind.MOBILE]
    now = open_now(doors, duty, moment)
    places = [_place(site, hours, stops.get(site.pk), now.get(site.pk), books) for site in sites]
    return CentrePage(
        centre=centre,
        today=today,
        refs=refs,
        belongings=belongings,
        label=_label(centre, today, books),
        doors=tuple(
            Door(pole=pole, sign=SIGNS.get(pole.need, ""), refs=books.cite(pole.cited))
            for pole in with_sources(centre.poles.all())
        ),
        duty=tuple(duty[site.pk] for site in current if site.pk in duty),
        places=tuple(place for place in places if not _is_over(place.site, today)),
        past_places=tuple(place for place in places if _is_over(place.site, today)),
        partners=_cited(with_sources(centre.partners.all()), books),
        names=_cited(with_sources(centre.names.all()), books),
        aliases=tuple(centre.aliases.all()),
        steps=tuple(_step(moment, books) for moment in timeline(centre)),
        neighbours=_neighbours(network, centre, today),
        sources=tuple(books.sources),
    )


def _cited(rows: Iterable[R], books: Bibliography) -> tuple[Cited[R], ...]:
    return tuple(Cited(row, books.cite(row.cited)) for row in rows)


def _is_over(site: Site, today: datetime.date) -> bool:
    return site.end is not None and site.end.last < today


def _label(centre: Centre, today: datetime.date, books: Bibliography) -> Standing | None:
    fact = label_steps([centre], today).get(centre.pk)
    if fact is None:
        return None
    return Standing(
        sentence=label_sentence(fact),
        date=fact.date,
        refs=books.cite(fact.cited),
        is_operating=fact.step == LabelStep.OPERATING,
        is_withdrawn=fact.decision == LabelDecision.WITHDRAWN,
    )


def _place(
    site: Site,
    hours: Iterable[Hours],
    stops: Timetable | None,
    now: Now | None,
    books: Bibliography,
) -> Place:
    here = [row for row in hours if row.site_id == site.pk]
    return Place(
        site=site,
        names=tuple(site.aliases.all()),
        week=_week(here, books) if here else None,
        refs=books.cite(site.cited),
        timetable=stops,
        now=now,
    )


def _week(hours: list[Hours], books: Bibliography) -> Week:
    starts = {row.start for row in hours}
    notes: list[Words] = []
    for row in hours:
        if row.note and row.note not in notes:
            notes.append(row.note)
    return Week(
        days=tuple(
            Day(
                name=str(WEEKDAYS[weekday - 1]),  # Django counts from Monday, 0
                spans=tuple((row.opens, row.closes) for row in rows),
            )
            for weekday, rows in groupby(hours, key=lambda row: row.weekday)
        ),
        start=starts.pop() if len(starts) == 1 else None,
        notes=tuple(notes),
        standing=next((row.standing for row in hours if row.standing != Firmness.STATED), "stated"),
        refs=books.cite(source for row in hours for source in row.cited),
    )


def _holds(hours: Hours, today: datetime.date) -> bool:
    begun = hours.start is None or hours.start.first <= today
    return begun and (hours.end is None or hours.end.last >= today)


def _step(moment: Moment, books: Bibliography) -> Step:
    fact = moment.fact
    site: Words = fact.site.name if fact.site is not None else {}
    if isinstance(fact, LabelFact):
        return Step(
            date=moment.date,
            end=None,
            title=label_sentence(fact),
            about=fact.note,
            site=site,
            is_label=True,
            is_announced=False,
            outcome_stated=fact.decided is not None,
            standing=moment.standing,
            refs=books.cite(moment.sources),
        )
    return Step(
        date=moment.date,
        end=fact.end,
        title=fact.title,
        about=fact.about,
        site=site,
        is_label=False,
        is_announced=fact.is_announced,
        outcome_stated=True,
        standing=moment.standing,
        refs=books.cite(moment.sources),
    )


def _neighbours(network: Network, centre: Centre, today: datetime.date) -> tuple[Centre, ...]:
    """The other members of the same country, today."""
    near = Membership.objects.filter(network=network, centre__country=centre.country).on(today)
    rows = near.exclude(centre=centre).select_related("centre").order_by("centre__sort_key")
    return tuple(row.centre for row in rows)
