"""What waits for the person in the office: each room says it from `apps.ready()`.

A need is a sentence with the screen where it is met; nothing to do is no line at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.http import HttpRequest

from parvis.ui.ways import Label


@dataclass(frozen=True)
class Need:
    """One thing that waits: the sentence, where it is met, and whether it presses."""

    sentence: Label
    url: str
    icon: str = "bell"
    presses: bool = False


Gives = Callable[[HttpRequest], Iterable[Need]]


@dataclass(frozen=True)
class _Giver:
    code: str
    gives: Gives
    order: int


_givers: dict[str, _Giver] = {}


def offer(code: str, gives: Gives, *, order: int = 50) -> None:
    """Let a room say what waits; called from `apps.ready()`. The same code twice changes nothing.

    `gives(request)` asks only for what this person may see, in a constant number of queries.
    """
    _givers.setdefault(code, _Giver(code, gives, order))


def waiting(request: HttpRequest) -> list[Need]:
    """All that waits for whoever is signed in, what presses first."""
    found = [
        need
        for giver in sorted(_givers.values(), key=attrgetter("order"))
        for need in giver.gives(request)
    ]
    return sorted(found, key=lambda need: not need.presses)
