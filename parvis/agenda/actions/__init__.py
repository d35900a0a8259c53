"""What is done with the agenda: a date is put, changed, announced, cancelled; it takes up things."""

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
from parvis.agenda.actions.series import Begun, Changed, begin_series, change_series

__all__ = [
    "Begun",
    "Changed",
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
