"""The one threshold below which a count is not said (domain.md, 13): somebody could be known."""

from __future__ import annotations

from enum import IntEnum


class Audience(IntEnum):
    """Whom a count is told; its value is the smallest that is said."""

    INSIDE = 5
    """People who work in the centre it is of."""
    OUTSIDE = 11
    """Everybody else."""


def shown(n: int, audience: Audience = Audience.OUTSIDE) -> int | None:
    """The count, or None when it is too small to be said; none at all is said."""
    return n if n == 0 or n >= audience else None
