"""Which years a network has something to say about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from parvis.annualreport.models import Text
from parvis.indicators.enums import Status
from parvis.indicators.models import Observation
from parvis.network.models import Network
from parvis.sources.enums import Standing


@dataclass(frozen=True)
class YearEntry:
    """One year that can be read.

    `label` is the period as its source prints it («2021/22»); `is_report` tells a year whose
    chapters are written from one where only scattered facts are known.
    """

    year: int
    label: str
    is_report: bool


def years(network: Network) -> list[YearEntry]:
    """Years with at least one published figure, latest first; targets announce, they do not count.

    One query.
    """
    written = Text.objects.filter(network=network, year=OuterRef("year"))
    rows = (
        Observation.objects.filter(network=network, standing=Standing.STATED)
        .exclude(status=Status.TARGET)
        .annotate(is_written=Exists(written))
        .order_by("-year", "period")
        .values_list("year", "period", "is_written")
        .distinct()
    )
    entries: dict[int, YearEntry] = {}
    for year, period, is_written in rows:
        # «2021/22» says more than 2021, and comes after it: the last printed form is kept.
        entries[year] = YearEntry(year=year, label=period, is_report=is_written)
    return list(entries.values())


def year_entry(entries: list[YearEntry], year: int) -> YearEntry | None:
    """The entry of this year; None: nothing was published."""
    return next((entry for entry in entries if entry.year == year), None)
