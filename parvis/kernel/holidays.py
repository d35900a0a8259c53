"""Public holidays of a country and, where it has its own, of a region.

Kept by the `holidays` library. Countries are ISO 3166 codes; regions are the library's own codes,
which are those of ISO 3166-2 nearly everywhere («974» for Réunion, «GE» for Geneva); Belgium's are
its communities («French», «Flemish», «German»).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from holidays import country_holidays, list_supported_countries

from parvis.kernel.words import LANGUAGES, Words


def regions(country: str) -> tuple[str, ...]:
    """Codes of the regions whose own holidays are known; empty when there are none."""
    return tuple(list_supported_countries().get(country, ()))


@lru_cache(maxsize=256)
def of_year(country: str, region: str, year: int) -> Mapping[datetime.date, Words]:
    """Holidays of a year with their names, in every language the library has of ours.

    A country or a region it does not know has none: the site's own exceptions then say all.
    """
    if country not in list_supported_countries():
        return MappingProxyType({})
    asked: dict[str, Any] = {"subdiv": region if region in regions(country) else None}
    names: dict[datetime.date, Words] = {}
    for tongue in country_holidays(country, years=year).supported_languages:
        if tongue[:2] in LANGUAGES:
            for day, name in country_holidays(
                country, years=year, language=tongue, **asked
            ).items():
                names.setdefault(day, {})[tongue[:2]] = name
    return MappingProxyType(dict(sorted(names.items())))


def on(country: str, region: str, day: datetime.date) -> Words | None:
    """The name of the holiday of that day; None on any other day."""
    return of_year(country, region, day.year).get(day)
