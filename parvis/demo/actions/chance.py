"""The same turns of fortune for the same place on the same day."""

from __future__ import annotations

import datetime
import random
import uuid


def chance_of(name: str, date: datetime.date) -> random.Random:
    """A chance of its own for each place or thing, by its name, and each day."""
    return random.Random(f"{name} {date}")  # noqa: S311 - no secret


def drawn(chance: random.Random) -> uuid.UUID:
    """A random key, the same on the same day."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)
