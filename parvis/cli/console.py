"""The terminal, as every part of the command writes to it."""

from __future__ import annotations

from rich.console import Console

out = Console(highlight=False)
"""Standard output: what was asked for."""

err = Console(stderr=True, highlight=False)
"""Standard error: what one waits for, progress and warnings."""
