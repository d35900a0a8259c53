"""Refusals of the desk and of the queue, each a sentence one can say aloud."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NotAKey(ParvisError):
    """The key of a record is random (UUID, version 4): one that carries a time is refused."""


class KeyUsed(ParvisError):
    """The same key came with another record before."""


class NotCountable(ParvisError):
    """The record says something that no visit can be."""


class WrongState(ParvisError):
    """A ticket or a day is not where this could be done."""


class DayIsClosed(ParvisError):
    """The day has been closed: a correction is another gesture, and leaves a trace."""


class NoSignLeft(ParvisError):
    """Every number of this letter is somebody's at this moment."""


class NotOfThisSite(ParvisError):
    """The pole, the ticket or the device is of another place."""


class TooLate(ParvisError):
    """The visitor has been called meanwhile: the record cannot be undone any more."""
