"""What each room can count: the register that the room of tallies asks.

A room writes its counts by the act, at the time of the act. Beside that, its `measures.py` says
here how each of its counts is made again from the rows that are there, and `apps.ready()` imports
it: a count that the act kept and a count made again must be the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Recount = Callable[[int, datetime.date], "Mapping[str, int] | None"]
"""Of a site (its key) on a day: how many in each cell, or None when its rows are there no more."""


@dataclass(frozen=True)
class Measure:
    """One thing that a room counts, cell by cell."""

    name: str
    """«visits.people»: the room and the word."""
    title: _StrPromise
    cell: str
    """What the parts of a cell are, «channel/half-day»."""
    recount: Recount


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> Measure:
    """Make a measure known. Raises ValueError when another has its name."""
    if _measures.get(measure.name, measure) != measure:
        raise ValueError(f"two rooms count “{measure.name}”")
    _measures[measure.name] = measure
    return measure


def registered() -> tuple[Measure, ...]:
    """Every measure, by name."""
    return tuple(_measures[name] for name in sorted(_measures))
