"""In which order objects are written, and which recorded period a corrected one stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from parvis.kernel.dates import PartialDate
from parvis.opendata.networkfile import shapes
from parvis.opendata.networkfile.lines import Path
from parvis.opendata.networkfile.rules import text_key
from parvis.opendata.networkfile.shapes import At


def pointed_first(objects: Sequence[At[Any]], name: str) -> list[At[Any]]:
    """The same objects, each after the one it points to; checking refused circles."""
    by_code = {one.it.code: one for one in objects}
    return _after(objects, lambda one: by_code.get(getattr(one.it, name)))


def originals_first(texts: Sequence[At[shapes.TextIn]]) -> list[At[shapes.TextIn]]:
    """Every translation after the text it was made from."""
    by_key = {text_key(one.it): one for one in texts}

    def original(one: At[shapes.TextIn]) -> At[shapes.TextIn] | None:
        year, slot, _language, quotation = text_key(one.it)
        source = one.it.written_from
        return None if source is None else by_key.get((year, slot, source, quotation))

    return _after(texts, original)


def _after(
    objects: Sequence[At[shapes.S]], before: Callable[[At[shapes.S]], At[shapes.S] | None]
) -> list[At[shapes.S]]:
    done: dict[Path, At[shapes.S]] = {}
    for one in objects:
        chain = []
        step: At[shapes.S] | None = one
        while step is not None and step.path not in done:
            chain.append(step)
            step = before(step)
        for waiting in reversed(chain):
            done[waiting.path] = waiting
    return list(done.values())


def corrected(
    objects: Sequence[At[Any]],
    rows: Sequence[Any],
    *,
    whose: Callable[[Any], Hashable],
    row_whose: Callable[[Any], Hashable],
    key: Callable[[Any], Hashable],
    meets: Callable[[Any, Any], bool] | None = None,
) -> dict[Path, Any]:
    """For periods whose beginning was corrected in the file, the row that is meant.

    Memberships and mandates have no code: their beginning tells them apart. When exactly one of
    the file and one recorded of the same holder do not match and overlap, they are the same one;
    otherwise the old one would stay beside the new and be counted twice. `meets` says whether
    two are of the same time; without it, their periods overlap.
    """
    told: dict[Hashable, dict[Hashable, At[Any]]] = defaultdict(dict)
    held: dict[Hashable, dict[Hashable, Any]] = defaultdict(dict)
    for one in objects:
        told[whose(one.it)][key(one.it)] = one
    for row in rows:
        held[row_whose(row)][key(row)] = row
    found = {}
    for holder, periods in told.items():
        new = [one for begun, one in periods.items() if begun not in held[holder]]
        old = [row for begun, row in held[holder].items() if begun not in periods]
        if len(new) == len(old) == 1 and (meets or _overlap)(new[0].it, old[0]):
            found[new[0].path] = old[0]
    return found


def _overlap(one: Any, other: Any) -> bool:
    return not (_over_before(one, other) or _over_before(other, one))


def _over_before(one: Any, other: Any) -> bool:
    end: PartialDate | None = one.end or one.last_attested
    start: PartialDate | None = other.start or other.attested
    return end is not None and start is not None and end.last < start.first
