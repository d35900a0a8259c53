"""Refusals about mandates."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class OverlappingMandates(ParvisError):
    """Somebody else surely holds the same seat on some of these days."""
