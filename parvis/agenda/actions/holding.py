"""What a date takes up, and what a clash does in a centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.agenda import shapes
from parvis.agenda.actions.locking import locked, refuse_taken
from parvis.agenda.errors import AnotherWorld
from parvis.agenda.models import ClashLevel, Entry, Hold
from parvis.agenda.queries import Planned
from parvis.agenda.shapes import Needs
from parvis.centres.models import Centre, Equipment, Space
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go


@action
def hold(
    *,
    entry: Entry,
    spaces: Iterable[Space] = (),
    equipment: Mapping[Equipment, int] | None = None,
    people: Iterable[str] = (),
    bodies: Iterable[str] = (),
    set_up_minutes: int = 0,
    pack_up_minutes: int = 0,
    travel_minutes: int = 0,
    by: Actor,
) -> list[Hold]:
    """Say all that a date takes up; what it took up before and is not said again is free.

    People are professionals by name, bodies are codes of the network. Two who book the same thing
    at once come one after the other, and the second is refused.
    Raises Taken with each clash that refuses it, AnotherWorld for a space of the other world.
    """
    needs = Needs(
        tuple(spaces),
        dict(equipment or {}),
        tuple(people),
        tuple(bodies),
        set_up_minutes,
        pack_up_minutes,
        travel_minutes,
    )
    row = locked(entry)
    if any(space.site.centre.simulated != row.simulated for space in _spaces(needs)):
        raise AnotherWorld(_("Real and simulated facts are never mixed."))
    return take_up(row, shapes.holds_of(row, needs))


@action
def set_level(
    *,
    centre: Centre,
    kind: str,
    level: str,
    was: ClashLevel | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[ClashLevel]:
    """Say what one kind of clash does in a centre: refuse, tell, or nothing."""
    return keep(
        ClashLevel,
        where={"centre": centre, "kind": kind},
        values={"level": level},
        was=was,
        seen=seen,
    )


@action
def unset_level(*, row: ClashLevel, seen: str, by: Actor) -> None:
    """Let a kind of clash do in a centre what it does everywhere."""
    let_go(row, seen=seen)


def take_up(entry: Entry, wanted: Iterable[Hold]) -> list[Hold]:
    """Make these rows all that a locked entry takes up. Raises Taken."""
    wanted = list(wanted)
    refuse_taken([Planned(entry, wanted)])
    held = {_thing(one): one for one in entry.holds.all()}
    kept = [
        keep(
            Hold,
            where={"entry": entry, **_thing_of(one)},
            values={"quantity": one.quantity, "begins": one.begins, "ends": one.ends},
            was=held.pop(_thing(one), None),
        ).row
        for one in wanted
    ]
    for one in held.values():
        one.delete()
    return kept


def _spaces(needs: Needs) -> list[Space]:
    return [*needs.spaces, *(one.space for one in needs.equipment)]


def _thing_of(hold: Hold) -> dict[str, Any]:
    return {
        "space": hold.space,
        "equipment": hold.equipment,
        "person": hold.person,
        "body": hold.body,
    }


def _thing(hold: Hold) -> tuple[object, ...]:
    return hold.space_id, hold.equipment_id, hold.person, hold.body
