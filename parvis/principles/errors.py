"""Refusals about label alerts."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NotNow(ParvisError):
    """The alert is not in a state in which this can be done."""


class NothingSaid(ParvisError):
    """An answer to an alert holds no word."""
