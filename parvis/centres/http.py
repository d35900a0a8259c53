"""How today runs, for whoever works in a centre."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from parvis.accounts.queries import holdings
from parvis.accounts.roles import Reach
from parvis.centres.models import Site
from parvis.centres.queries.opening import Day, calendars

AHEAD = 14
"""Days in which a closure, a special day or a holiday is worth knowing."""
SITES = 12


@dataclass(frozen=True)
class Today:
    """One site today: how the day reads, until when it is open now, what comes."""

    site: Site
    day: Day
    closes_at: datetime.datetime | None
    coming: list[Day]


def today(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The sites of the centres where this person holds a post; nothing for the others."""
    user = context["request"].user
    keys = {one.place for one in holdings(user) if one.role.reach is Reach.CENTRE}
    if not keys:
        return None
    sites = list(
        Site.objects.filter(centre__in=keys, end__isnull=True)
        .select_related("centre")
        .order_by("pk")[:SITES]
    )
    now = timezone.now()
    first = now.date() - datetime.timedelta(days=1)
    found = calendars(sites, first, first + datetime.timedelta(days=AHEAD + 2))
    rows = []
    for site in sites:
        there = found[site.pk]
        day = now.astimezone(site.zone).date()
        days = [there.on(day + datetime.timedelta(days=ahead)) for ahead in range(1, AHEAD)]
        usual = ("ordinary", "unknown")
        rows.append(
            Today(
                site,
                there.on(day),
                there.closes_at(now),
                [one for one in days if one.state not in usual],
            )
        )
    return {"rows": rows}
