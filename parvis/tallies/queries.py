"""What was counted, as it is read."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet, Sum

from parvis.accounts.queries import scoped
from parvis.centres.models import Site
from parvis.tallies.models import Count


def counts(user: Any) -> QuerySet[Count]:
    """The counts this person may read: those of their own centres."""
    return scoped(Count.objects.all(), user)


def of_day(site: Site, day: datetime.date, measure: str) -> dict[str, int]:
    """The cells of one measure at one site on one day."""
    rows = Count.objects.filter(site=site, day=day, measure=measure)
    return dict(rows.values_list("cell", "n"))


def all_of_day(site: Site, day: datetime.date) -> dict[str, dict[str, int]]:
    """Every measure of one site on one day; one query."""
    found: dict[str, dict[str, int]] = {}
    rows = Count.objects.filter(site=site, day=day).order_by("measure", "cell")
    for measure, cell, n in rows.values_list("measure", "cell", "n"):
        found.setdefault(measure, {})[cell] = n
    return found


def between(
    sites: Iterable[Site], first: datetime.date, last: datetime.date, measure: str, *begins: str
) -> Counter[str]:
    """The cells of one measure summed over some sites and days; those that begin so, if said."""
    asked = Q()
    for start in begins:
        asked |= Q(cell__startswith=start)
    rows = Count.objects.filter(
        asked, measure=measure, site__in=list(sites), day__range=(first, last)
    )
    summed = rows.order_by().values("cell").annotate(total=Sum("n"))
    return Counter({row["cell"]: row["total"] for row in summed})


def total(cells: dict[str, int], begins: str = "") -> int:
    """How many in all the cells that begin so."""
    return sum(n for cell, n in cells.items() if cell.startswith(begins))
