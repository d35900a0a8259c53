"""Databases for tests: migrated once into a template, cloned for each worker.

Migrating takes half a minute, cloning a fraction of a second. The template carries in its name
what it was made from (migrations, packages, rights), so it is used again until one of them
changes. Everything is made by the owner; the tests then speak as the application's own role,
which cannot change a table: what works in a test works under the rights of the running program.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from parvis.cli import prepare
from parvis.kernel import database

TEMPLATE = "parvis_test_template_"
CLONE = "parvis_test_clone_"
KEPT_TEMPLATES = 2  # the one in use, and the one of the branch one came from
LOCK = 0x504152564954  # "PARVIT": the advisory lock of whoever makes, clones or drops

_count = itertools.count(1)


def clone() -> str:
    """A fresh database with every table and no row, owned by the owner; its name."""
    name = f"{CLONE}{os.getpid()}_{next(_count)}"
    with _owner() as owner:
        template = _template(owner)
        _drop_what_is_left(owner, keep=template)
        owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return name


def drop(name: str) -> None:
    """Drop a clone, whoever is still connected to it."""
    with _owner() as owner:
        _drop(owner, name)


def address_of(name: str, role: database.Role) -> str:
    """The DATABASE_URL by which another process reaches a clone under a role."""
    found = database.settings_for(role)
    login = f"{quote(found['USER'])}:{quote(found['PASSWORD'] or '')}"
    socket_folder = quote(found["HOST"], safe="")
    return f"postgresql://{login}@/{name}?host={socket_folder}&port={found['PORT']}"


@contextlib.contextmanager
def used(name: str) -> Iterator[None]:
    """Inside, Django's connections (of new threads too) go to this database, as the app's role."""
    before = connections["default"].settings_dict["NAME"]
    connections.close_all()
    connections["default"].settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connections["default"].settings_dict["NAME"] = before


@contextlib.contextmanager
def _owner() -> Iterator[psycopg.Connection]:
    """The owner in the maintenance database, alone: workers wait here for one another."""
    with database.connection("owner") as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until the connection closes
        yield owner


def _template(owner: psycopg.Connection) -> str:
    name = TEMPLATE + prepare.fingerprint()[:20]
    if name not in _databases(owner, TEMPLATE):
        draft = f"{CLONE}{os.getpid()}_draft"
        _drop(owner, draft)
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
        _migrate(draft)
        # Renamed when it is whole: a run that is killed leaves a draft, never half a template.
        owner.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(draft), sql.Identifier(name)
            )
        )
    # The clock of the server, so that the least recently used can be told.
    (now,) = owner.execute("SELECT clock_timestamp()::text").fetchone() or ("",)
    owner.execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(now))
    )
    return name


def _migrate(name: str) -> None:
    """Migrate as the owner in this very process, then give the application's role its rights."""
    connection = connections["default"]
    connection.close()
    ours = dict(connection.settings_dict)
    connection.settings_dict.update(database.settings_for("owner", name=name))
    try:
        call_command("migrate", verbosity=0, interactive=False)
        app = database.settings_for("app")["USER"]
        if app != connection.settings_dict["USER"]:
            with connection.cursor() as cursor:
                for statement in database.grants(app):
                    cursor.execute(statement)
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(ours)


def _drop_what_is_left(owner: psycopg.Connection, *, keep: str) -> None:
    """Clones of runs that were killed, and templates of states of the program long gone."""
    for name in _databases(owner, CLONE):
        process = name.removeprefix(CLONE).split("_")[0]
        if not Path("/proc", process).exists():
            _drop(owner, name)
    for name in _databases(owner, TEMPLATE)[KEPT_TEMPLATES:]:
        if name != keep:
            _drop(owner, name)


def _databases(owner: psycopg.Connection, prefix: str) -> list[str]:
    """Databases of ours whose name begins so, the last used first."""
    rows = owner.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) "
        "AND pg_has_role(datdba, 'USAGE') "
        "ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST",
        [prefix],
    )
    return [str(name) for (name,) in rows]


def _drop(owner: psycopg.Connection, name: str) -> None:
    # Not WITH (FORCE): it is refused when autovacuum, which belongs to nobody, is at work there,
    # while a plain DROP sends autovacuum away by itself and waits for it.
    owner.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = %s AND backend_type = 'client backend'",
        [name],
    )
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
