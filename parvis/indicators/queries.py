"""What is read about figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from parvis.accounts.queries import scoped
from parvis.indicators.enums import Status
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.kernel.words import AsText
from parvis.network.models import Network
from parvis.sources.enums import Standing
from parvis.sources.queries import with_sources
from parvis.tallies.enums import Qualifier


def observations() -> QuerySet[Observation]:
    """Observations with all that explains them but their sources; two queries."""
    return Observation.objects.select_related(
        "definition", "indicator", "centre", "body", "fact", "network"
    ).prefetch_related("definition__components")


def of_centres() -> QuerySet[Observation]:
    """What each centre counted, the latest first; `said` is the name, for a search."""
    return _listed().filter(centre__isnull=False)


def of_the_network() -> QuerySet[Observation]:
    """What is counted across the network, by a body or at an event, the latest first."""
    return _listed().filter(centre__isnull=True)


def _listed() -> QuerySet[Observation]:
    return (
        Observation.objects.select_related(
            "definition", "indicator", "centre", "body", "fact", "network"
        )
        .annotate(said=AsText("definition__name"))
        .order_by("-year", "indicator__code", "code")
    )


def dictionary() -> QuerySet[Indicator]:
    """What the networks count, each with its `name` as last defined and its number of versions."""
    last = Definition.objects.filter(indicator=OuterRef("pk")).order_by("-version")
    return Indicator.objects.select_related("network").annotate(
        name=Subquery(last.values("name")[:1]),
        said=Subquery(last.annotate(text=AsText("name")).values("text")[:1]),
        versions=Count("definitions"),
    )


def last_definitions() -> QuerySet[Definition]:
    """What each indicator means now."""
    later = Definition.objects.filter(
        indicator=OuterRef("indicator"), version__gt=OuterRef("version")
    )
    return Definition.objects.filter(~Exists(later))


def versions_of(indicator: Indicator) -> list[Definition]:
    """Every version of what it means, the last one first; two queries."""
    rows = indicator.definitions.order_by("-version").prefetch_related("components")
    return list(rows)


def figures(network: Network, year: int) -> list[Observation]:
    """Every stated value of a year, chosen or not; targets are told apart by their status."""
    return with_sources(observations().filter(network=network, year=year, standing=Standing.STATED))


def all_figures(network: Network, year: int) -> list[Observation]:
    """Every value of a year whatever its standing: what a card shows, never a chapter."""
    return with_sources(observations().filter(network=network, year=year))


@dataclass(frozen=True)
class Sum:
    """A total computed from its parts, beside what was published (rule R12)."""

    parts: list[Observation]
    value: Decimal
    qualifier: str

    def differs_from(self, published: Observation) -> bool:
        """Whether the printed total is another number than the sum of its parts."""
        return published.value is not None and published.value != self.value


def summed(total: Observation, among: list[Observation]) -> Sum | None:
    """The sum of the components of this total, same period and scope; None when one is missing.

    The sum of rounded values is itself rounded: any part that is not exact makes it «about».
    """
    codes = {component.pk for component in total.definition.components.all()}
    parts = [
        row
        for row in among
        if row.indicator_id in codes
        and row.is_chosen
        and row.status != Status.TARGET
        and (row.period, row.scope, row.centre_id) == (total.period, total.scope, total.centre_id)
        and row.value is not None
    ]
    if not codes or {row.indicator_id for row in parts} != codes:
        return None
    exact = all(row.qualifier == Qualifier.EXACT for row in parts)
    value = sum((row.value for row in parts if row.value is not None), Decimal(0))
    return Sum(parts, value, Qualifier.EXACT if exact else Qualifier.ABOUT)


def history(observation: Observation) -> list[Observation]:
    """The same indicator and target at every period, readings that were not chosen included."""
    return with_sources(
        observations()
        .filter(
            indicator=observation.indicator,
            scope=observation.scope,
            centre=observation.centre,
            body=observation.body,
        )
        .order_by("year", "-is_chosen", "code")
    )


def dictionary_for(user: Any) -> QuerySet[Indicator]:
    """The indicators this person reads in the office."""
    return scoped(dictionary(), user)


def beside(indicator: Indicator) -> QuerySet[Indicator]:
    """The other indicators of its network, of which it can be the sum."""
    return dictionary().filter(network=indicator.network).exclude(pk=indicator.pk)
