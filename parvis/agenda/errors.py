"""Refusals of the agenda, each a sentence one can say aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parvis.kernel.errors import ParvisError


class NotNow(ParvisError):
    """The date does not stand where this could be done: a draft is not cancelled, for one."""


class BadTimes(ParvisError):
    """It ends before it begins, or lasts nothing."""


class Nameless(ParvisError):
    """A date of an agenda has a title."""


class AnotherWorld(ParvisError):
    """Real and example places are never mixed; a stop is one of its own site."""


class NoDates(ParvisError):
    """The rule gives no date between the first day and the last."""


class TooManyDates(ParvisError):
    """More dates than one series may have."""


class NotInASeries(ParvisError):
    """The date stands alone: there is no next one to change with it."""


class CannotShift(ParvisError):
    """This rule cannot be moved by some days: the new rule must be said."""


class Begun(ParvisError):
    """What has begun, or is past, is not moved."""


class Taken(ParvisError):
    """Clashes refuse it; `clashes` are those that do (`queries.Clash`), and nothing was written."""

    def __init__(self, clashes: Sequence[Any]) -> None:
        super().__init__(" ".join(map(str, clashes)))
        self.clashes = tuple(clashes)
