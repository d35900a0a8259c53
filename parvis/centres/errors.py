"""Refusals about centres, each a sentence one can say aloud."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NotLentHere(ParvisError):
    """A short code is for whoever has a duty to take up in that centre, on a post still open."""


class OverlappingHours(ParvisError):
    """Two openings of one site would hold at the same time."""


class NotMobile(ParvisError):
    """Only a mobile facility has stops."""
