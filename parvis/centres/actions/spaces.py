"""What is done with rooms and what stands in them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from parvis.accounts.actors import Actor
from parvis.centres.models import Equipment, Site, Space
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.kernel.words import Words


@action
def record_space(
    *,
    site: Site,
    code: str,
    kind: str,
    name: Words,
    capacity: int | None = None,
    square_metres: Decimal | None = None,
    step_free: bool | None = None,
    access: Words | None = None,
    until: datetime.date | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Space]:
    """Record a room or a corner of a site, how many people it takes and how one gets in."""
    return keep(
        Space,
        where={"site": site, "code": code},
        values={
            "kind": kind,
            "name": name,
            "capacity": capacity,
            "square_metres": square_metres,
            "step_free": step_free,
            "access": access,
            "until": until,
        },
        seen=seen,
    )


@action
def record_equipment(
    *,
    space: Space,
    kind: str,
    places: int,
    note: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Equipment]:
    """Record how many places of one kind of equipment stand in a space."""
    return keep(
        Equipment,
        where={"space": space, "kind": kind},
        values={"places": places, "note": note},
        seen=seen,
    )


@action
def remove_space(*, row: Space | Equipment, seen: str, by: Actor) -> None:
    """Remove a space or an equipment recorded by mistake; what is given up has an end instead.

    Raises CannotKeep while something stands on the space, ChangedMeanwhile when somebody changed
    the row.
    """
    let_go(row, seen=seen)
