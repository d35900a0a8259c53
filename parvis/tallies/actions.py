"""What is done with counts: the act adds to them, and they are made again from its rows."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection

from parvis.accounts.actors import Actor
from parvis.centres.models import Site
from parvis.kernel import live, measures
from parvis.kernel.history import action
from parvis.kernel.rows import array
from parvis.tallies.queries import of_day

Line = tuple[str, str, int]
"""A measure, a cell, how many more (or fewer)."""
NONE = ("{}", "{}", "{}")
ADDED = "tallies_add(%s, %s, %s, %s, %s::text[], %s::text[], %s::integer[])"


@action
def add(*, site: Site, day: datetime.date, measure: str, cell: str, n: int = 1, by: Actor) -> None:
    """Count n more (or fewer) in one cell, within the transaction of the act."""
    count(site, day, [(measure, cell, n)])


@action
def add_all(*, site: Site, day: datetime.date, lines: Iterable[Line], by: Actor) -> None:
    """Count in many cells at once, in one statement; what adds up to nothing is not written."""
    count(site, day, lines)


@action
def recount(*, site: Site, day: datetime.date, by: Actor) -> dict[str, dict[str, tuple[int, int]]]:
    """Make every count of that day again from the rows of the rooms that count.

    What was not the same is put right and returned: measure, cell, what stood and what stands.
    Nobody counts there meanwhile. Measures whose rows are there no more keep what stands.
    """
    with connection.cursor() as cursor:
        # Whoever adds holds the other half of this lock until their act is committed: those who
        # came before are seen, those who come after add to what was made again.
        cursor.execute("SELECT pg_advisory_xact_lock(tallies_lock(%s, %s))", [site.pk, day])
    put_right: dict[str, dict[str, tuple[int, int]]] = {}
    lines: list[Line] = []
    for measure in measures.registered():
        made = measure.recount(site.pk, day)
        if made is None:
            continue
        stood = of_day(site, day, measure.name)
        for cell in {*made, *stood}:
            was, now = stood.get(cell, 0), made.get(cell, 0)
            if was != now:
                put_right.setdefault(measure.name, {})[cell] = was, now
                lines.append((measure.name, cell, now - was))
    count(site, day, lines)
    return put_right


@action
def settle(*, site: Site, day: datetime.date, by: Actor) -> None:
    """Write the counts of a closed day again, sorted: the order of their rows was a clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH held AS (DELETE FROM tallies_count WHERE site_id = %s AND day = %s RETURNING *) "
            "INSERT INTO tallies_count (site_id, centre_id, simulated, day, measure, cell, n) "
            "SELECT site_id, centre_id, simulated, day, measure, cell, n FROM held "
            "ORDER BY measure, cell",
            [site.pk, day],
        )


def count(
    site: Site, day: datetime.date, lines: Iterable[Line], *, tells: str | None = None
) -> None:
    """What the actions of other rooms count with, within themselves: no savepoint, no signature.

    `tells` is a topic to announce besides, in the same statement. Raises ValueError for none.
    """
    columns = summed(lines)
    parts: list[tuple[str, list[Any]]] = []
    if columns != NONE:
        where = [site.pk, site.centre_id, site.centre.simulated, day]
        parts.append((ADDED, [*where, *columns]))
    if tells is not None:
        parts.append(("pg_notify(%s, %s)", live.addressed(tells)))
    if not parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(part for part, _given in parts)}",
            [value for _part, given in parts for value in given],
        )


def summed(lines: Iterable[Line]) -> tuple[str, str, str]:
    """Lines as `tallies_add` takes them: measures, cells and how many, each cell once.

    In one order whoever counts, so that nobody waits for somebody who waits for them.
    """
    total: Counter[tuple[str, str]] = Counter()
    for measure, cell, n in lines:
        total[measure, cell] += n
    rows = sorted((measure, cell, n) for (measure, cell), n in total.items() if n)
    measures_, cells, ns = zip(*rows, strict=True) if rows else ((), (), ())
    return array(measures_), array(cells), array(ns)
