"""Whoever acts: a member of staff, a device, a link, a visitor, the clock, a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Actor:
    """What the journal keeps of whoever acts: a kind and, where there is one, a key.

    A visitor and the clock have no key: nobody is known.
    """

    kind: Literal["staff", "device", "link", "visitor", "clock", "command"]
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


def staff(user: object) -> Actor:
    """A signed-in member of staff, by primary key: names do not enter the journal."""
    return Actor("staff", str(getattr(user, "pk", "")))


def device(key: object) -> Actor:
    """A screen or a tablet of a site, by its number: whoever stands before it is not known."""
    return Actor("device", str(key))


def link(purpose: str) -> Actor:
    """Whoever opened a link sent for one purpose, said as that purpose alone («duty-12»)."""
    return Actor("link", purpose)


def visitor() -> Actor:
    """Anybody; nothing more is kept."""
    return Actor("visitor")


def clock() -> Actor:
    """A task that runs by itself at its hour."""
    return Actor("clock")


def command(name: str) -> Actor:
    """A command of the `parvis` program, by its name."""
    return Actor("command", name)
