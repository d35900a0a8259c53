"""What is done with dates: put, changed, announced, cancelled; what they take up, what recurs."""

from parvis.agenda.actions.entries import (
    Facts,
    announce,
    announce_again,
    cancel,
    change,
    put,
    remove_draft,
)
from parvis.agenda.actions.holding import hold, set_level, unset_level
from parvis.agenda.actions.series import BegunSeries, ChangedSeries, begin_series, change_series

__all__ = [
    "BegunSeries",
    "ChangedSeries",
    "Facts",
    "announce",
    "announce_again",
    "begin_series",
    "cancel",
    "change",
    "change_series",
    "hold",
    "put",
    "remove_draft",
    "set_level",
    "unset_level",
]
