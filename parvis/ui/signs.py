"""The sign of a need: a letter, a shape and a colour, the same from the web to the floor.

Three marks for one thing, so that each can be missed: the letter is read aloud and typed, the
shape is known without reading, the colour is seen from afar. A colour never stands alone.
"""

from __future__ import annotations

SHAPES = {
    "a": "compass",
    "b": "graduation-cap",
    "c": "briefcase-business",
    "d": "route",
    "e": "store",
    "i": "info",
}
"""Letters in use, with the drawing of each. I is quick information: counted, never queued."""


def letter(given: str) -> str:
    """The letter in lower case; raises ValueError for one that is no sign."""
    if (known := given.lower()) not in SHAPES:
        raise ValueError(f"no need is signed “{given}”; known: {', '.join(SHAPES)}")
    return known
