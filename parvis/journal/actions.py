"""What is done with the journal: a day is sealed, a change is put back."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.journal.errors import CannotPutBack
from parvis.journal.models import Line, Receipt, Seal
from parvis.kernel.history import action, signed


@action
def seal(*, day: datetime.date, by: Actor) -> Seal | None:
    """Seal every line since the last seal under a day that is over; None if it already was.

    Waits for whoever is writing, so that no line can appear later below the last one sealed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_seal_day(%s)", [day])
        (made,) = cast("tuple[int | None]", cursor.fetchone())
    return Seal.objects.get(pk=made) if made is not None else None


@action
def put_back(*, entry: Line, by: Actor) -> None:
    """Make a row what it was before this line, if nothing newer says otherwise.

    Of a change, only the columns it changed are put back, and only while they hold what it gave
    them; a row made is deleted, a row deleted is made again. Raises CannotPutBack. Who may is for
    the caller to know.
    """
    row = _Row(entry.what, entry.row)
    before, after = json.dumps(entry.before), json.dumps(entry.after)
    try:
        with signed(by, f"put back {entry.pk}"), transaction.atomic():
            if entry.gesture == "insert":
                row.delete(after)
            elif entry.gesture == "delete":
                row.insert(before, list(entry.before or {}))
            else:
                row.update(before, after)
            with connection.cursor() as cursor:  # keys are checked at the end: now is the end
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        raise CannotPutBack(
            _("This cannot be put back: other facts rest on how things are now.")
        ) from error


@action
def put_back_all(*, entries: Sequence[Line], by: Actor) -> None:
    """Make many rows what they were before these lines, the latest first: all of them or none.

    Raises CannotPutBack.
    """
    with transaction.atomic():
        for entry in entries:
            put_back(entry=entry, by=by)


@dataclass(frozen=True)
class _Row:
    """A row of a table, known by the names the journal gives them."""

    table: str
    key: str

    def update(self, before: str, after: str) -> None:
        """Give the columns that differ their former values."""
        found = self._ask(
            "SELECT array_agg(was.key), "
            "bool_or(to_jsonb(held) -> was.key IS DISTINCT FROM %(after)s::jsonb -> was.key) "
            "FROM (SELECT * FROM {table} WHERE id::text = %(key)s FOR UPDATE) held, "
            "jsonb_each(%(before)s::jsonb) AS was (key, value) "
            "WHERE was.value IS DISTINCT FROM %(after)s::jsonb -> was.key",
            before=before,
            after=after,
        )
        columns, moved = found or (None, None)
        if columns is None:
            raise CannotPutBack(_("This cannot be put back: what it was about is there no more."))
        if moved:
            raise _changed_since()
        self._do(
            "UPDATE {table} SET ({names}) = "
            "(SELECT {names} FROM jsonb_populate_record(NULL::{table}, %(before)s::jsonb)) "
            "WHERE id::text = %(key)s",
            columns,
            before=before,
        )

    def delete(self, after: str) -> None:
        """Delete the row, if it is still what was made."""
        found = self._ask(
            "SELECT to_jsonb(held) = %(after)s::jsonb FROM "
            "(SELECT * FROM {table} WHERE id::text = %(key)s FOR UPDATE) held",
            after=after,
        )
        if found is None:
            raise CannotPutBack(_("This cannot be put back: what it was about is there no more."))
        if not found[0]:
            raise _changed_since()
        self._do("DELETE FROM {table} WHERE id::text = %(key)s", [])

    def insert(self, before: str, columns: list[str]) -> None:
        """Make the row again, under its own key."""
        if self._ask("SELECT 1 FROM {table} WHERE id::text = %(key)s") is not None:
            raise CannotPutBack(_("This cannot be put back: it is already there."))
        self._do(
            "INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} "
            "FROM jsonb_populate_record(NULL::{table}, %(before)s::jsonb)",
            columns,
            before=before,
        )

    def _ask(self, statement: str, **values: str) -> tuple[Any, ...] | None:
        with connection.cursor() as cursor:
            cursor.execute(self._named(statement), values | {"key": self.key})
            return cast("tuple[Any, ...] | None", cursor.fetchone())

    def _do(self, statement: str, columns: list[str], **values: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self._named(statement, columns), values | {"key": self.key})

    def _named(self, statement: str, columns: list[str] | None = None) -> str:
        # Names come from the journal, which the database alone writes, and are quoted anyway.
        names = ", ".join(map(_quoted, columns or []))
        return statement.format(table=_quoted(self.table), names=names)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _changed_since() -> CannotPutBack:
    return CannotPutBack(_("This cannot be put back: it was changed again since."))


@dataclass(frozen=True)
class Written:
    """A write from outside as it is about to be kept: its key, what was sent, what it becomes."""

    key: uuid.UUID
    digest: str
    answer: dict[str, Any]
    row: uuid.UUID | None = None


@action
def receive(
    *,
    purpose: str,
    scope: str,
    day: datetime.date,
    entries: Sequence[Written],
    by: Actor,
) -> dict[uuid.UUID, Receipt]:
    """Give each new key its receipt; the receipts of the keys that already had one.

    Whoever sends a key at the same moment elsewhere waits here, then reads what was answered.
    """
    return answered(purpose, scope, day, entries)


def answered(
    purpose: str, scope: str, day: datetime.date, entries: Sequence[Written]
) -> dict[uuid.UUID, Receipt]:
    """The same as `receive`, for the actions of other rooms, within themselves."""
    if not entries:
        return {}
    # In the order of keys, so that two batches that share some never wait for one another.
    ordered = sorted(entries, key=lambda entry: entry.key)
    rows = Receipt.objects.raw(
        "SELECT * FROM journal_receive("
        "%s, %s, %s, %s::uuid[], %s::text[], %s::jsonb[], %s::uuid[])",
        [
            purpose,
            scope,
            day,
            [entry.key for entry in ordered],
            [entry.digest for entry in ordered],
            [json.dumps(entry.answer) for entry in ordered],
            [entry.row for entry in ordered],
        ],
    )
    return {receipt.key: receipt for receipt in rows}


@action
def answer_anew(
    *, key: uuid.UUID, answer: dict[str, Any], row: uuid.UUID | None, by: Actor
) -> None:
    """What the same key will be answered from now on: its row was undone."""
    Receipt.objects.filter(key=key).update(answer=answer, row=row)


@action
def forget_links(*, scope: str, day: datetime.date, by: Actor) -> int:
    """Erase what leads from a key to a row: the digest, the row, all but the word of the answer.

    The key stays, so that whatever is sent again is still known to have come. How many there were.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_receipt SET digest = '', row = NULL, "
            "answer = jsonb_build_object('state', answer -> 'state') WHERE scope = %s AND day = %s",
            [scope, day],
        )
        return int(cursor.rowcount)


@action
def forget_receipts(*, before: datetime.date, by: Actor) -> int:
    """Forget the keys of days long gone, which nobody sends again; how many there were."""
    return Receipt.objects.filter(day__lt=before).delete()[0]
