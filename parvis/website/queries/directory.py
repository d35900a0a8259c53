"""Who belongs to a network on a day: one list, and the map that bears its numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from parvis.annualreport.queries import YearEntry
from parvis.annualreport.queries.blocks import label_sentence
from parvis.centres.models import Centre
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import sort_key
from parvis.network.models import Membership, Network
from parvis.network.queries import is_complete, label_steps, members_on
from parvis.papers import map as maps
from parvis.sources.enums import Standing
from parvis.ui import countries
from parvis.ui.numbers import written


@dataclass(frozen=True)
class Country:
    """A country, by its code and its name in this language."""

    code: str
    name: str


@dataclass(frozen=True)
class Listed:
    """One line of the list: its number on the map, the centre, and what is stated of it.

    `label` is empty where no source states a step, `start` where none dates the membership.
    """

    number: int
    centre: Centre
    start: PartialDate | None
    label: str
    label_date: PartialDate | None
    on_map: bool


@dataclass(frozen=True)
class CountryListed:
    """The members of one country."""

    code: str
    name: str
    rows: tuple[Listed, ...]


@dataclass(frozen=True)
class Directory:
    """The members of a day; `chosen` is the only country shown, or None for all of them."""

    on: datetime.date
    chosen: Country | None
    countries: tuple[CountryListed, ...]
    associates: tuple[Listed, ...]
    tally: str
    overseas: int
    is_complete: bool
    is_approximate: bool
    map: str

    @property
    def count(self) -> int:
        """Full members; associates are counted apart (rule R10)."""
        return sum(len(country.rows) for country in self.countries)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is recorded, member or associate."""
        return not (self.countries or self.associates)


def directory(
    network: Network, day: datetime.date, *, country: str = "", mapped: bool = True
) -> Directory:
    """Members of the day by country, the largest first, then associates, numbered as on the map.

    `mapped` draws the map. The number of queries does not grow with the members.
    """
    there = members_on(network, day)
    members = [row for row in there.members if country in ("", row.centre.country)]
    associates = [row for row in there.associates if country in ("", row.centre.country)]
    by_country: dict[str, list[Membership]] = {}
    for row in members:
        by_country.setdefault(row.centre.country, []).append(row)
    codes = sorted(by_country, key=lambda code: (-len(by_country[code]), code))
    ordered = [row for code in codes for row in by_country[code]] + associates
    drawing = _drawn(ordered, len(members), by_country) if mapped else None
    outside = {point.number for point in drawing.outside} if drawing else set()
    steps = label_steps([row.centre for row in ordered], day)

    def listed(number: int, row: Membership) -> Listed:
        centre, step = row.centre, steps.get(row.centre_id)
        return Listed(
            number=number,
            centre=centre,
            start=row.start,
            label="" if step is None else label_sentence(step),
            label_date=None if step is None else step.date,
            on_map=centre.latitude is not None and number not in outside,
        )

    lines = [listed(number, row) for number, row in enumerate(ordered, start=1)]
    return Directory(
        on=day,
        chosen=Country(country, countries.named(country)) if country else None,
        countries=tuple(
            CountryListed(
                code=code,
                name=countries.named(code),
                rows=tuple(line for line in lines[: len(members)] if line.centre.country == code),
            )
            for code in codes
        ),
        associates=tuple(lines[len(members) :]),
        tally=tally(len(members), len(associates), 0 if country else len(codes)),
        overseas=sum(row.centre.overseas for row in members),
        is_complete=is_complete(there),
        is_approximate=any(
            line.on_map and line.centre.position_standing != Standing.STATED for line in lines
        ),
        map=drawing.svg if drawing else "",
    )


def tally(members: int, associates: int, countries: int) -> str:
    """«23 members and 1 associate member in 6 countries»; no country is told when it is 0."""
    told = ngettext("%(n)s member", "%(n)s members", members) % {"n": written(members)}
    if associates:
        beside = ngettext("%(n)s associate member", "%(n)s associate members", associates)
        told = gettext("%(members)s and %(associates)s") % {
            "members": told,
            "associates": beside % {"n": written(associates)},
        }
    if countries:
        where = ngettext("%(who)s in %(n)s country", "%(who)s in %(n)s countries", countries)
        told = where % {"who": told, "n": written(countries)}
    return told


def countries_of(network: Network) -> list[Country]:
    """Every country a stated membership of the network was ever in, by name; one query."""
    codes = (
        Membership.objects.filter(network=network, standing=Standing.STATED)
        .order_by()
        .values_list("centre__country", flat=True)
        .distinct()
    )
    named = [Country(code, countries.named(code)) for code in codes]
    return sorted(named, key=lambda country: sort_key(country.name))


def last_told(entries: Iterable[YearEntry]) -> datetime.date | None:
    """The last day of the last year that published figures tell of; None when none is told."""
    told = [entry.year for entry in entries]
    return datetime.date(max(told), 12, 31) if told else None


def days_told(entries: Iterable[YearEntry], today: datetime.date) -> list[datetime.date]:
    """The last days of the years that have a report, latest first: those people ask about."""
    ends = (datetime.date(entry.year, 12, 31) for entry in entries if entry.is_report)
    return [end for end in ends if end < today]


def _drawn(
    ordered: list[Membership], members: int, by_country: dict[str, list[Membership]]
) -> maps.Drawn | None:
    """The map of those who have a position; None where nobody has one."""
    points = [
        maps.Point(
            number=number,
            name=row.centre.name,
            latitude=row.centre.latitude,
            longitude=row.centre.longitude,
            is_associate=number > members,
        )
        for number, row in enumerate(ordered, start=1)
        if row.centre.latitude is not None and row.centre.longitude is not None
    ]
    if not points:
        return None
    told = [
        gettext("%(country)s: %(who)s")
        % {"country": countries.named(code), "who": tally(len(rows), 0, 0)}
        for code, rows in by_country.items()
    ]
    alternative = gettext(
        "Map of Europe with insets of Guadeloupe, La Réunion and Mayotte. %(told)s. "
        "The list on this page names each of them with the number it has on the map."
    ) % {"told": "; ".join(told) or tally(0, len(ordered), 0)}
    return maps.drawn(points, tinted=by_country, alternative=alternative)
