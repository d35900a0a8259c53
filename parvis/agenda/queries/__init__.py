"""What is read of the agenda: dates in three layers, what runs into what, what a change does."""

from parvis.agenda.queries.clashes import Clash, Planned, blocking, clashes, clashes_of, levels_of
from parvis.agenda.queries.entries import (
    SHOWN,
    Days,
    agenda,
    around,
    between,
    coming,
    entries,
    holds_in,
    needs_of,
    soon,
    topic,
    zone_of,
)
from parvis.agenda.queries.series import planned_change, series_of

__all__ = [
    "SHOWN",
    "Clash",
    "Days",
    "Planned",
    "agenda",
    "around",
    "between",
    "blocking",
    "clashes",
    "clashes_of",
    "coming",
    "entries",
    "holds_in",
    "levels_of",
    "needs_of",
    "planned_change",
    "series_of",
    "soon",
    "topic",
    "zone_of",
]
