"""What a tablet takes along: poles, questions, hours, stops, its own numbers, sessions."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from parvis.centres.enums import SIGNS, DayState, SiteKind
from parvis.centres.models import Pole, Site
from parvis.centres.queries import timetables
from parvis.centres.queries.opening import Calendar, calendar
from parvis.desk.queries.sessions import along
from parvis.desk.sentences import CODES, said
from parvis.devices.models import Device
from parvis.kernel.words import spoken
from parvis.ui.signs import SHAPES
from parvis.visits.enums import Regime
from parvis.visits.queries import asking, letters, numbers_of, poles_at, settings_of

AHEAD = 7
"""Days for which numbers are kept, today among them: a tour of a week."""
SHUT = frozenset({DayState.CLOSED, DayState.HOLIDAY})


def days_ahead(site: Site, at: datetime.datetime) -> list[datetime.date]:
    """Today, and the days to come on which somebody may be received there."""
    first = at.astimezone(site.zone).date()
    return _days(first, calendar(site, first, AHEAD))


def _days(first: datetime.date, known: Calendar) -> list[datetime.date]:
    days = [first + datetime.timedelta(days=ahead) for ahead in range(AHEAD)]
    return [day for day in days if day == first or known.on(day).state not in SHUT]


def taken_along(device: Device, at: datetime.datetime) -> dict[str, Any]:
    """All that the desk of this device shows and gives without network, as values of JSON."""
    site = device.site
    first = at.astimezone(site.zone).date()
    known = calendar(site, first, AHEAD)
    days = _days(first, known)
    asked = {monday: asking(site, monday).bands for monday in {_monday(day) for day in days}}
    numbers = defaultdict(list)
    for one in numbers_of(device, days):
        numbers[one.block.day].append(
            {
                "pole": one.block.pole_id,
                "letter": one.block.letter,
                "first": one.block.first,
                "last": one.block.last,
                "given": one.last,
            }
        )
    stops = _stops(site, at)
    desk = settings_of(site)
    return {
        "site": site.pk,
        "at": at.isoformat(),
        "zone": str(site.zone),
        "poles": _poles(site),
        "sessions": along(site, days),
        "days": [
            {
                "day": day.isoformat(),
                "hours": [
                    [f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"] for one in known.on(day).openings
                ],
                "shut": known.on(day).state in SHUT,
                "stops": stops.get(day, []),
                "asks": sorted(asked[_monday(day)]),
                "numbers": numbers[day],
            }
            for day in days
        ],
        "one_in": desk.one_in if desk.regime == Regime.ONE_IN else 1,
    }


def _monday(day: datetime.date) -> datetime.date:
    """A site asks by weeks, if not always."""
    return day - datetime.timedelta(days=day.weekday())


def _poles(site: Site) -> list[dict[str, Any]]:
    poles = poles_at(site)
    given = letters(poles)
    return sorted(
        (
            {
                "id": pole.pk,
                "letter": given[pole.pk],
                "need": _need(pole),
                "names": {code: _named(pole, code) for code in CODES},
            }
            for pole in poles
        ),
        key=lambda one: str(one["letter"]) or "~",
    )


def _need(pole: Pole) -> str:
    sign = SIGNS.get(pole.need, "").lower()
    return sign if sign in SHAPES else "i"


def _named(pole: Pole, language: str) -> str:
    """Its own name in that language, else the network's own words for its need."""
    name, tongue = spoken(pole.name, language)
    return name if tongue == language else said(pole.need, language)


def _stops(site: Site, at: datetime.datetime) -> dict[datetime.date, list[dict[str, str]]]:
    """Where a mobile facility stops, day by day; nothing for a site that does not move."""
    found: dict[datetime.date, list[dict[str, str]]] = defaultdict(list)
    if site.kind != SiteKind.MOBILE:
        return found
    for table in timetables([site], at, AHEAD):
        for one in table.passages:
            if not one.is_off:
                found[one.day].append(
                    {
                        "place": one.stop.place,
                        "commune": one.stop.commune,
                        "begins": f"{one.stop.begins:%H:%M}",
                        "ends": f"{one.stop.ends:%H:%M}",
                    }
                )
    return found
