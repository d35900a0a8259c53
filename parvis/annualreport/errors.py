"""Refusals about the report."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NothingToTranslate(ParvisError):
    """A text says it was translated from another that does not exist."""


class NoReason(ParvisError):
    """A contradiction is settled with a sentence that says why."""


class NotThere(ParvisError):
    """The contradiction is not there: a value has changed, or it was never settled."""


class StillOpen(ParvisError):
    """Contradictions are open; the report stays a draft."""


class NothingToPublish(ParvisError):
    """No report is written for that year."""
