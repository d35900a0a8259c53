"""Refusals about agreements and contributions."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NotTheSame(ParvisError):
    """Two facts that must be of one partner or one centre are not."""


class OfSeveral(ParvisError):
    """A partner that several centres name is not one centre's to remove."""


class RenewedAlready(ParvisError):
    """An agreement is followed by one agreement, and already is."""
