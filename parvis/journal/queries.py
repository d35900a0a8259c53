"""What the journal says."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from django.db import connection, models

from parvis.journal.models import Line, Receipt, Seal


def history(subject: models.Model) -> list[Line]:
    """Every change of this row, latest first."""
    return list(
        Line.objects.filter(what=subject._meta.db_table, row=str(subject.pk)).order_by("-pk")
    )


def written(tables: Collection[str], first: int, last: int) -> list[Line]:
    """What one act wrote of these tables, latest first; nothing when no line has the first key.

    The keys of two acts may lie among each other: only lines of whoever wrote the first count.
    """
    lines = list(Line.objects.filter(what__in=tables, pk__range=(first, last)).order_by("-pk"))
    who = next((line.actor for line in lines if line.pk == first), None)
    return [line for line in lines if line.actor == who]


def written_since(mark: int, tables: Collection[str], actor: str) -> tuple[int, int] | None:
    """The first and the last key of what somebody wrote of these tables above a mark (`head`)."""
    keys = Line.objects.filter(pk__gt=mark, what__in=tables, actor=actor)
    found = keys.aggregate(first=models.Min("pk"), last=models.Max("pk"))
    return None if found["first"] is None else (found["first"], found["last"])


def head() -> int:
    """The key of the last line, 0 while there is none; one look at an index.

    Two who write at once may commit in the other order, so an earlier line can still appear
    under an unchanged head: what is kept under a head is worked out under a `settled_head`.
    """
    return _head()[0]


def settled_head() -> int | None:
    """The head, or None while somebody is writing: no line can appear below it any more.

    Ask before reading what is to be kept under it. Whoever writes holds a transaction number
    before the first line gets its key, so «nobody writes» and the head, read in one statement,
    agree.
    """
    number, at_rest = _head()
    return number if at_rest else None


def _head() -> tuple[int, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(id) FROM journal_line), 0), "
            "pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())"
        )
        number, at_rest = cast("tuple[int, bool]", cursor.fetchone())
    return number, at_rest


@dataclass(frozen=True)
class Broken:
    """A seal that does not hold any more, and the lines altered, gone or added that show it."""

    seal: Seal
    altered: tuple[int, ...]
    gone: tuple[int, ...]
    added: tuple[int, ...]


def verify(latest: int | None = None) -> list[Broken]:
    """The seals that do not hold, oldest first; all of them are read, or the latest few.

    A seal holds when its lines, and the digest of the seal before, still give its digest. A seal
    that breaks without a line to name was itself replaced, or the one before it was.
    """
    newest = Seal.objects.order_by("-day")
    asked = list(newest[:latest] if latest is not None else newest)[::-1]
    broken = []
    for seal in asked:
        before = Seal.objects.filter(day__lt=seal.day).order_by("-day").first()
        with connection.cursor() as cursor:
            # From the end of the one before: a line slipped in between two seals is found too.
            cursor.execute(
                "SELECT digest, marks FROM journal_sealed(%s, %s, %s, %s)",
                [
                    bytes(before.digest) if before else b"",
                    seal.day,
                    before.last if before else 0,
                    seal.last,
                ],
            )
            digest, marks = cast("tuple[bytes, bytes]", cursor.fetchone())
        if bytes(digest) != bytes(seal.digest):
            held, found = _marks(seal.marks), _marks(marks)
            broken.append(
                Broken(
                    seal,
                    altered=tuple(k for k in held if k in found and held[k] != found[k]),
                    gone=tuple(k for k in held if k not in found),
                    added=tuple(k for k in found if k not in held),
                )
            )
    return broken


def last_seal() -> Seal | None:
    """The latest seal."""
    return Seal.objects.order_by("-day").first()


def _marks(marks: bytes | memoryview[int]) -> dict[int, bytes]:
    raw = bytes(marks)
    return {
        int.from_bytes(raw[at : at + 8]): raw[at + 8 : at + 16] for at in range(0, len(raw), 16)
    }


def receipt(key: uuid.UUID) -> Receipt | None:
    """What was answered to this key, if it ever came."""
    return Receipt.objects.filter(pk=key).first()


def receipts(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Receipt]:
    """What was answered to these keys, of those that came."""
    return {found.key: found for found in Receipt.objects.filter(pk__in=keys)}
