"""Refusals about the dictionary and about figures."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NothingNew(ParvisError):
    """A version or a value would say again, or say over, what is already said."""


class WithoutReason(ParvisError):
    """A published figure is not restated without a reason."""


class Published(ParvisError):
    """A published figure would lose the value readers have seen."""
