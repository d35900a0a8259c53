"""The one closed register of what must exist for a while, and then exist no more.

Nobody is known, everything is counted: but a reminder needs an address until it is sent. Whatever
could lead to a person, or from one act to another, is declared here by the room that holds it,
with its purpose, how it is encrypted, what erases it and after how long at the latest. The list of
names is closed: a name is added by a decision record (docs/adr/0045), never by a room alone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

NAMES = frozenset(
    {
        "reminder address",
        "call-back number",
        "newsletter address",
        "thread text",
        "thread and booking codes",
        "application files",
        "client key of a record",
        "queue place of a ticket",
    }
)
"""What may exist for a while; everything else that could name somebody may not exist at all."""


@dataclass(frozen=True)
class Transient:
    """One kind of thing that exists for a while."""

    name: str
    held_in: tuple[str, ...]
    """The columns that hold it, «journal.Receipt.key»."""
    purpose: str
    encryption: str
    erased_by: str
    """The event after which it is erased."""
    at_most: datetime.timedelta
    """How long it may exist, whatever happens."""
    leads_nowhere: str
    """Why no foreign key, shared code or shared moment leads from it to a count."""


_declared: dict[str, Transient] = {}


def declare(transient: Transient) -> Transient:
    """Make a transient known.

    Raises ValueError when its name is not in the closed list, when another room has declared it,
    or when a line of it is left empty.
    """
    if transient.name not in NAMES:
        raise ValueError(f"“{transient.name}” is not in the closed register of transients")
    if _declared.get(transient.name, transient) != transient:
        raise ValueError(f"“{transient.name}” is declared twice")
    said = (transient.purpose, transient.encryption, transient.erased_by, transient.leads_nowhere)
    if not all(said) or not transient.held_in or transient.at_most <= datetime.timedelta(0):
        raise ValueError(f"“{transient.name}” does not say everything about itself")
    _declared[transient.name] = transient
    return transient


def declared() -> tuple[Transient, ...]:
    """Every transient that a room holds, by name."""
    return tuple(_declared[name] for name in sorted(_declared))
