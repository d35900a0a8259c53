"""Refusals of a counsellor's desk."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class NotACode(ParvisError):
    """An interview is told by codes of its lists, nothing else."""


class OtherCentre(ParvisError):
    """The pole or the theme is of another centre."""
