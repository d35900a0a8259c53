"""Who did what: every action is signed, and a trigger writes the journal.

The trigger lives here and not in `journal` because `accounts`, one storey below the journal, is
kept too (docs/adr/0010). The function it calls, `journal_record`, is made by the journal's first
migration; the database finds it by name when a row is written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import pgtrigger
from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

P = ParamSpec("P")
R = TypeVar("R")

kept = pgtrigger.Trigger(
    name="kept",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    level=pgtrigger.Row,
    func=(
        "PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, "
        "to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;"
    ),
)
"""Put it in Meta.triggers of a model whose history is kept."""


class KeepLinks(Operation):
    """The history of a many-to-many relation of a kept model: who cites what, since when.

    Django makes the table of such a relation by itself, so no Meta.triggers reaches it: this
    stands in a migration of the room, which depends on the journal's 0002 for the function.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, field: str) -> None:
        self.model_name, self.field = model_name, field

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: a trigger is no part of a model's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Put the trigger on the relation's table."""
        schema_editor.execute(
            f"CREATE TRIGGER kept AFTER INSERT OR UPDATE OR DELETE ON "
            f"{self._table(app_label, to_state)} FOR EACH ROW EXECUTE FUNCTION journal_keep()"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take it off."""
        schema_editor.execute(f"DROP TRIGGER kept ON {self._table(app_label, to_state)}")

    def describe(self) -> str:
        """For `migrate`, which says what it does."""
        return f"Keep the history of {self.model_name}.{self.field}"

    def _table(self, app_label: str, state: ProjectState) -> str:
        field: Any = state.apps.get_model(app_label, self.model_name)._meta.get_field(self.field)
        return connection.ops.quote_name(field.remote_field.through._meta.db_table)


class Signature(Protocol):
    """Whoever acts; str() is what the journal keeps, «staff:12» or «command:load»."""

    def __str__(self) -> str: ...


_signature: ContextVar[tuple[str, str] | None] = ContextVar("signature", default=None)


@contextmanager
def signed(by: Signature, reason: str = "") -> Iterator[None]:
    """Inside, what is written is signed by this actor; an outer signature comes back after."""
    signature = (str(by), reason)
    outer = _signature.get()
    inside = connection.in_atomic_block
    with transaction.atomic():
        if outer == signature:
            yield  # hundreds of actions inside one: the pen is already in the same hand
            return
        before = _sign(*signature)
        token = _signature.set(signature)
        try:
            yield
        finally:
            _signature.reset(token)
        # Not in the finally: after an error the transaction or savepoint rolls the setting back,
        # and so does the end of the transaction, where it began here.
        if inside and before != signature:
            _sign(*before)


def _sign(actor: str, reason: str) -> tuple[str, str]:
    """Sign from now on in this transaction; the signature before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT current_setting('parvis.actor', true) AS actor, "
            "current_setting('parvis.reason', true) AS reason) "
            "SELECT actor, reason, set_config('parvis.actor', %s, true), "
            "set_config('parvis.reason', %s, true) FROM before",
            [actor, reason],
        )
        found = cast("tuple[str | None, str | None, str, str]", cursor.fetchone())
    return found[0] or "", found[1] or ""


def action(function: Callable[P, R]) -> Callable[P, R]:
    """One verb, one transaction, signed by its keyword `by`; an optional `reason` is kept too.

    Raises TypeError when `by` is missing: nothing is written by nobody.
    """

    @functools.wraps(function)
    def acted(*args: P.args, **kwargs: P.kwargs) -> R:
        if "by" not in kwargs:
            raise TypeError(f"{function.__qualname__} needs by=, the one who acts")
        with signed(kwargs["by"], str(kwargs.get("reason") or "")):
            return function(*args, **kwargs)

    acted.is_action = True  # type: ignore[attr-defined]
    return acted


def counting(function: Callable[P, R]) -> Callable[P, R]:
    """One verb that writes no table whose history is kept, such as what visitors do.

    Nothing is signed and no transaction begun: it is one statement, or begins its own. Were it to
    write where a history is kept, the trigger would refuse. Raises TypeError without `by`.
    """

    @functools.wraps(function)
    def acted(*args: P.args, **kwargs: P.kwargs) -> R:
        if "by" not in kwargs:
            raise TypeError(f"{function.__qualname__} needs by=, the one who acts")
        return function(*args, **kwargs)

    acted.is_action = True  # type: ignore[attr-defined]
    return acted
