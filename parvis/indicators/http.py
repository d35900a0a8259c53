"""What figures give to screens of other rooms: what was published, beside what is counted there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parvis.indicators.enums import Status
from parvis.indicators.models import Observation
from parvis.indicators.queries import Sum, observations, summed
from parvis.programme.enums import Kind
from parvis.programme.queries import Counters, Published, beside
from parvis.sources.queries import with_sources

KINDS = {
    "info-sessions": Kind.INFO_SESSION,
    "participatory-workshops": Kind.PARTICIPATORY,
    "peer-exchange-groups": Kind.PEER_GROUP,
}
"""Indicators of the network that say how many sessions of one kind were held."""
TOTALS = ("workshops-total", "events-organised", "events-contributed")


@dataclass(frozen=True)
class Line:
    """One published figure, what the records say, and the sum of its published parts."""

    observation: Observation
    recorded: int
    sum: Sum | None

    @property
    def agrees(self) -> bool:
        """Whether the records say what was published."""
        value = self.observation.value
        said = Published(int(value or 0), self.observation.qualifier)
        return value is not None and beside(self.recorded, said)

    @property
    def differs(self) -> bool:
        """Whether the published total is another number than its published parts make."""
        return self.sum is not None and self.sum.differs_from(self.observation)


def published_beside(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The published totals of the year on screen, or nothing where none was published."""
    found: Counters | None = context.get("found")
    if found is None:
        return None
    asked = observations().filter(
        network__simulated=context["made_up"],
        year=context["year"],
        centre=context["centre"],
        indicator__code__in=(*KINDS, *TOTALS),
        is_chosen=True,
        value__isnull=False,
    )
    rows = with_sources(asked.exclude(status=Status.TARGET))
    order = (*KINDS, *TOTALS)
    lines = [
        Line(one, _recorded(found, one.indicator.code), summed(one, rows))
        for one in sorted(rows, key=lambda one: order.index(one.indicator.code))
    ]
    return {"lines": lines, "year": context["year"]} if lines else None


def _recorded(found: Counters, code: str) -> int:
    if code in KINDS:
        return found.by_kind.get(KINDS[code], 0)
    if code == "workshops-total":
        return found.workshops
    return found.organised if code == "events-organised" else found.joined
