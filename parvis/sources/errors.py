"""Refusals about sources."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class Unsourced(ParvisError):
    """A fact called stated names no source that states it."""


class StillCited(ParvisError):
    """A document that facts cite is not removed."""
