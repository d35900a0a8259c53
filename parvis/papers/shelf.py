"""Papers already made, kept under the fingerprint of what they say."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from parvis.papers.typesetting import Paper, typeset

KEPT = 40
"""Papers kept on the shelf: two languages, ten years, two networks; the oldest read go first."""


def fetched(paper: Paper, shelf: Path) -> bytes:
    """The paper from the shelf, or set now and put there. Raises as `typeset` does."""
    place = shelf / f"{paper.fingerprint}.pdf"
    try:
        found = place.read_bytes()
        os.utime(place)
    except FileNotFoundError:
        found = typeset(paper)
        _put(found, place)
    return found


def _put(pdf: bytes, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    # Two may print at once: each writes its own file, and the last to move it in is right too.
    handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
    Path(name).replace(place)
    kept = sorted(place.parent.glob("*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
