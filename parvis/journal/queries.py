"""What the journal says."""

from __future__ import annotations

from typing import cast

from django.db import connection, models

from parvis.journal.models import Line


def history(subject: models.Model) -> list[Line]:
    """Every change of this row, latest first."""
    return list(
        Line.objects.filter(what=subject._meta.db_table, row=str(subject.pk)).order_by("-pk")
    )


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
