"""Refusals about networks."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class TwoWorlds(ParvisError):
    """A network recorded as real is said to be simulated, or the other way round."""


class NotAMember(ParvisError):
    """A due is asked of a year in which the centre was no member."""


class NotTheNext(ParvisError):
    """A source of money is said to be in a state that cannot follow the one it is in."""
