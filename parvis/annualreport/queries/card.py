"""The card of a figure: everything that explains it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from parvis.annualreport.queries.citing import Addressed, Bibliography, FigureRow, row_of
from parvis.indicators.enums import Scope, Status
from parvis.indicators.models import Definition, Observation
from parvis.indicators.queries import observations, summed
from parvis.kernel.words import Words
from parvis.network.models import Network
from parvis.sources.models import Source
from parvis.sources.queries import with_sources
from parvis.ui.numbers import Figure


@dataclass(frozen=True)
class Reading:
    """One source's value of the same thing, chosen or not, with the reason where one is given."""

    row: FigureRow
    is_chosen: bool
    is_this: bool
    reason: Words
    standing: str


@dataclass(frozen=True)
class PastValue:
    """The indicator at another period, under the definition it had then."""

    row: FigureRow
    version: int
    is_defined: bool
    is_this: bool


@dataclass(frozen=True)
class FigureCard:
    """A figure and all that is known of how it was made; empty means «not stated»."""

    code: str
    row: FigureRow
    year: int
    definition: Definition
    framework: tuple[str, ...]
    kind: str
    scope: str
    status: str
    standing: str
    is_chosen: bool
    reason: Words
    approver: str
    components: tuple[FigureRow, ...]
    computed: Figure | None
    differs: bool
    is_rounded: bool
    history: tuple[PastValue, ...]
    readings: tuple[Reading, ...]
    by_centre: tuple[FigureRow, ...]
    versions: tuple[Definition, ...]
    sources: tuple[Source, ...]


def figure_card(network: Network, code: str, address: Addressed) -> FigureCard | None:
    """The card of this figure; None when the network has no figure of this code."""
    this = observations().filter(network=network, code=code).first()
    if this is None:
        return None
    books = Bibliography()
    row = row_of(this, _nowhere, books)
    family = _family(this)
    total = summed(this, [*family, this])
    same = [other for other in family if other.period == this.period and _same(other, this)]
    past = [
        other
        for other in family
        if other.indicator_id == this.indicator_id
        and (other.is_chosen or other.pk == this.pk)
        and _same_subject(other, this)
    ]
    return FigureCard(
        code=code,
        row=row,
        year=this.year,
        definition=this.definition,
        framework=tuple(this.indicator.framework),
        kind=this.indicator.get_kind_display(),
        scope=this.get_scope_display(),
        status=this.get_status_display(),
        standing=this.standing,
        is_chosen=this.is_chosen,
        reason=this.reason,
        approver=this.approver,
        components=()
        if total is None
        else tuple(row_of(part, address, books) for part in total.parts),
        computed=None
        if total is None
        else Figure(qualifier=total.qualifier, value=total.value, unit=this.indicator.unit),
        differs=total is not None and total.differs_from(this),
        is_rounded=total is not None and total.qualifier != "exact",
        history=tuple(
            PastValue(
                row=row_of(other, _nowhere if other.pk == this.pk else address, books),
                version=other.definition.version,
                is_defined=bool(other.definition.definition),
                is_this=other.pk == this.pk,
            )
            for other in past
        ),
        readings=tuple(
            Reading(
                row=row_of(other, _nowhere if other.pk == this.pk else address, books),
                is_chosen=other.is_chosen,
                is_this=other.pk == this.pk,
                reason=other.reason,
                standing=other.standing,
            )
            for other in same
        ),
        by_centre=tuple(
            row_of(other, address, books)
            for other in family
            if other.scope == Scope.CENTRE
            and this.scope != Scope.CENTRE
            and other.indicator_id == this.indicator_id
            and other.period == this.period
            and other.is_chosen
        ),
        versions=tuple(Definition.objects.filter(indicator=this.indicator).order_by("version")),
        sources=tuple(books.sources),
    )


def _family(this: Observation) -> list[Observation]:
    """Every value of the same indicator, and those of its components at the same period."""
    components = [component.pk for component in this.definition.components.all()]
    return with_sources(
        observations()
        .filter(network=this.network)
        .filter(Q(indicator=this.indicator) | Q(indicator__in=components, period=this.period))
        .filter(
            # Another period's centres say nothing about this figure.
            ~Q(scope=Scope.CENTRE) | Q(centre=this.centre) | Q(period=this.period)
        )
        .order_by("year", "centre__sort_key", "-is_chosen", "pk")
    )


def _same(other: Observation, this: Observation) -> bool:
    """Whether both are readings of one thing: same indicator, subject and kind of value."""
    return (
        other.indicator_id == this.indicator_id
        and _same_subject(other, this)
        and other.fact_id == this.fact_id
        and (other.status == Status.TARGET) == (this.status == Status.TARGET)
    )


def _same_subject(other: Observation, this: Observation) -> bool:
    return (other.scope, other.centre_id, other.body_id) == (
        this.scope,
        this.centre_id,
        this.body_id,
    )


def _nowhere(_code: str) -> str:
    return ""
