"""Refusals about the report."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NothingToTranslate(ParvisError):
    """A text says it was translated from another that does not exist."""
