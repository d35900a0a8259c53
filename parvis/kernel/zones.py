"""Time zones by country, from the table that comes with the IANA database (zone.tab)."""

from __future__ import annotations

from functools import cache
from importlib import resources

TABLE = "zone.tab"


@cache
def zones() -> dict[str, tuple[str, ...]]:
    """The zones (IANA) of each country (ISO 3166), the one most people live in not always first."""
    found: dict[str, list[str]] = {}
    text = resources.files("tzdata.zoneinfo").joinpath(TABLE).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _position, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(names) for country, names in found.items()}


def only_zone(country: str) -> str:
    """The zone of a country that has one; empty when it has several, or is not known."""
    names = zones().get(country, ())
    return names[0] if len(names) == 1 else ""
