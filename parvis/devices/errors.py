"""Refusals about devices."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class Revoked(ParvisError):
    """The key of this device was taken back."""


class NameTaken(ParvisError):
    """Another device of the site has this name on its label."""
