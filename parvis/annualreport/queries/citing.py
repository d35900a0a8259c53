"""Numbered sources of a page, and figures ready to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from parvis.indicators.enums import Scope, Status
from parvis.indicators.models import Observation
from parvis.kernel.words import Words
from parvis.sources.models import Source
from parvis.ui.numbers import Figure

Addressed = Callable[[str], str]
"""From the code of a figure to the address of its card."""


@dataclass
class Bibliography:
    """Sources in the order in which a page first cites them, numbered from 1."""

    sources: list[Source] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)

    def cite(self, sources: Iterable[Source]) -> tuple[int, ...]:
        """The numbers of these sources, each once, new ones taking the next."""
        numbers = set()
        for source in sources:
            if source.pk not in self._numbers:
                self.sources.append(source)
                self._numbers[source.pk] = len(self.sources)
            numbers.add(self._numbers[source.pk])
        return tuple(sorted(numbers))


@dataclass(frozen=True)
class FigureRow:
    """A figure as a chapter shows it: its number, its name, and what it is about."""

    code: str
    figure: Figure
    name: Words
    unit: Words
    period: str
    scope: str
    about: Words | str
    note: Words
    answering: int | None
    total: int | None
    is_target: bool
    definition: Words
    recipe: Words
    version: int
    refs: tuple[int, ...]


def figure_of(observation: Observation, address: Addressed) -> Figure:
    """The number with its qualifier, unit and standing; an empty address makes no link."""
    return Figure(
        qualifier=observation.qualifier,
        value=observation.value,
        high=observation.high,
        words=observation.words,
        unit=observation.indicator.unit,
        url=address(observation.code),
        label=observation.definition.name,
        standing=observation.standing,
    )


def row_of(observation: Observation, address: Addressed, books: Bibliography) -> FigureRow:
    """The figure with the words that stand around it."""
    return FigureRow(
        code=observation.code,
        figure=figure_of(observation, address),
        name=observation.definition.name,
        unit=observation.indicator.unit,
        period=observation.period,
        scope="" if observation.scope == Scope.NETWORK else observation.get_scope_display(),
        about=target_of(observation),
        note=observation.note,
        answering=observation.answering,
        total=observation.total,
        is_target=observation.status == Status.TARGET,
        definition=observation.definition.definition,
        recipe=observation.definition.recipe,
        version=observation.definition.version,
        refs=books.cite(observation.cited),
    )


def target_of(observation: Observation) -> Words | str:
    """What the value is about, by name: a centre, a body, an event; empty for the network."""
    if observation.fact is not None:
        return observation.fact.title
    if observation.body is not None:
        return observation.body.name
    if observation.centre is not None:
        return observation.centre.name
    return {}
