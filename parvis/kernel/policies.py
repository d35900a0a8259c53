"""Row-level policies: a forgotten filter shows nothing, because the database shows nothing.

For rooms that keep words or personal data, nowhere else (docs/adr/0028). The door writes who
enters in the setting `parvis.scope`, inside the transaction; a policy reads it there. Outside a
door nothing is set and nothing is shown: what must work before anybody is known (signing in) or
for nobody in particular (a task) says so with `trusted()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import connection, transaction
from django.db.migrations import RunSQL

SCOPE = "nullif(current_setting('parvis.scope', true), '')::jsonb"
"""What the door set: an object with the keys that PARVIS_SCOPE gave it, or null."""


def row_policy(table: str, *, using: str) -> RunSQL:
    """The migration operation: rows of this table are seen and written where `using` holds.

    `using` is SQL over the row; {scope} in it stands for the door's object. The owner of the
    table is not bound by it: migrations and backups see everything, the running program does not.
    """
    said = f"({SCOPE} ->> 'trusted') = 'true' OR ({using.format(scope=SCOPE)})"
    return RunSQL(
        sql=(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY {table}_within ON {table} USING ({said}) WITH CHECK ({said});"
        ),
        reverse_sql=(
            f"DROP POLICY {table}_within ON {table};ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        ),
    )


@contextmanager
def trusted() -> Iterator[None]:
    """Inside, policies let everything through; the scope set by the door comes back after."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH before AS MATERIALIZED (SELECT current_setting('parvis.scope', true) AS said)"
                " SELECT said, set_config('parvis.scope', %s, true) FROM before",
                [json.dumps({"trusted": True})],
            )
            before = cast("tuple[str | None, str]", cursor.fetchone())[0]
        yield
        # Not in a finally: after an error the savepoint rolls the setting back.
        _scope(before or "")


def _scope(said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parvis.scope', %s, true)", [said])
