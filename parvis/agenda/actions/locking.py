"""What an act waits for before it looks: whoever books the same thing comes one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from parvis.agenda.enums import LEVELS, EntryState, Level
from parvis.agenda.errors import Taken
from parvis.agenda.models import Entry, Hold
from parvis.agenda.queries import Planned, blocking, clashes, levels_of, topic
from parvis.centres.models import Equipment, Space
from parvis.kernel import live


def locked(entry: Entry) -> Entry:
    """The entry as it now stands, locked until the act is done."""
    return Entry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)


def locked_series(series: int) -> list[Entry]:
    """The dates of a series, locked in one order."""
    rows = Entry.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(series=series).order_by("pk"))


def _lock_things(holds: Iterable[Hold]) -> None:
    """Wait for whoever is booking one of these: in one order, so that nobody waits in a ring."""
    held = list(holds)
    for model, name in ((Space, "space_id"), (Equipment, "equipment_id")):
        keys = {getattr(hold, name) for hold in held} - {None}
        if keys:
            rows = model.objects.select_for_update(of=("self",), no_key=True)
            list(rows.filter(pk__in=keys).order_by("pk").values_list("pk"))
    named = sorted(
        {f"agenda/{one.person.casefold()}/{one.body}" for one in held if not _is_row(one)}
    )
    if named:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(k, 0)) FROM unnest(%s::text[]) AS k",
                [named],
            )


def _is_row(hold: Hold) -> bool:
    return hold.space_id is not None or hold.equipment_id is not None


def refuse_taken(planned: Sequence[Planned]) -> None:
    """Refuse what a clash refuses, once everything it takes up is locked. Raises Taken."""
    asked = [one for one in planned if one.entry.state != EntryState.CANCELLED]
    _lock_things(hold for one in asked for hold in one.holds)
    said = levels_of({pk for one in asked if (pk := one.entry.centre_id) is not None})
    kinds = {kind for kind, level in LEVELS.items() if level == Level.BLOCK}
    kinds |= {kind for (_centre, kind), level in said.items() if level == Level.BLOCK}
    found = clashes(asked, kinds=kinds)
    if refused := [clash for one in found for clash in blocking(one)]:
        raise Taken(refused)


def tell(entry: Entry) -> None:
    """Screens that show the dates of a centre look again."""
    if entry.centre is not None:
        live.announce(topic(entry.centre))
