"""Which database Parvis uses, under which role, and what it asks of it.

Without DATABASE_URL that is the embedded server; with it, any PostgreSQL from 15 on. Two roles:
the owner migrates and is used for nothing else, the application's role reads and writes rows and
cannot change a table. DATABASE_OWNER_URL names the owner when DATABASE_URL is set; without it one
role does both, and ``parvis doctor`` says so.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from parvis.kernel import embedded
from parvis.kernel.embedded import DatabaseUnavailable
from parvis.kernel.embedded.place import DATABASE

if TYPE_CHECKING:
    import psycopg

Role = Literal["owner", "app"]

ENGINE = "parvis.kernel.postgresql"
FLOOR = 15  # PostgreSQL's oldest major version that Parvis accepts
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
LOGINS: dict[Role, str] = {"owner": "parvis_owner", "app": "parvis_app"}
LIVE = "parvis live"
"""How the live process calls itself to the server."""
READ_ONLY_TABLES = ("journal_line", "journal_seal", "django_migrations", "parvis_state")
"""Tables the application reads and never writes: what is written there comes from triggers or
from the owner."""


def role_here() -> Role:
    """The role of this process: PARVIS_DB_ROLE, "app" unless it says "owner".

    Raises DatabaseUnavailable for any other word.
    """
    word = os.environ.get("PARVIS_DB_ROLE", "app")
    if word not in LOGINS:
        raise DatabaseUnavailable(f"PARVIS_DB_ROLE is “{word}”: write owner or app.")
    return word


def is_owner() -> bool:
    """Whether this process may change tables."""
    return role_here() == "owner"


def is_embedded() -> bool:
    """Whether Parvis runs its own server."""
    return not os.environ.get("DATABASE_URL")


def settings_for(
    role: Role | None = None, *, name: str | None = None, direct: bool = False
) -> dict[str, Any]:
    """The entry of Django's DATABASES for a role (this process's own by default).

    `direct` asks for the server itself where DATABASE_URL leads to a pooler (DATABASE_DIRECT_URL).

    Nothing is started here: the server is, at the first connection. PARVIS_DB_POOL=1 asks for a
    pool, for processes of many threads; its size is PARVIS_DB_POOL_SIZE (8).
    Raises DatabaseUnavailable when DATABASE_URL cannot be read.
    """
    role = role or role_here()
    told = LIVE if direct else f"parvis {role}"
    options: dict[str, Any] = {"connect_timeout": "10", "application_name": told}
    if is_embedded():
        place = _place()
        found = {
            "NAME": DATABASE,
            "USER": LOGINS[role],
            "PASSWORD": place.passwords()[LOGINS[role]],
            "HOST": str(place.socket),
            "PORT": "5432",
        }
    else:
        url = os.environ["DATABASE_URL"]
        if role == "owner":
            url = os.environ.get("DATABASE_OWNER_URL") or url
        elif direct:
            url = os.environ.get("DATABASE_DIRECT_URL") or url
        found, asked = _read_url(url)
        options |= asked
    if os.environ.get("PARVIS_DB_POOL") == "1":
        size = int(os.environ.get("PARVIS_DB_POOL_SIZE", "8"))
        options["pool"] = {"min_size": 1, "max_size": size, "timeout": 10}
    return {
        "ENGINE": ENGINE,
        **found,
        **({"NAME": name} if name else {}),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }


def hold() -> None:
    """Keep the embedded server running while this process lives; nothing for another server.

    Safe in forked workers, which share the lock they inherit. Raises DatabaseUnavailable.
    """
    if is_embedded():
        embedded.hold(_place())


@functools.lru_cache(maxsize=4)
def _place_of(var: str | None, cluster: str | None) -> embedded.Place:
    return embedded.here()


def _place() -> embedded.Place:
    """Where we are, worked out once for each pair of settings."""
    return _place_of(os.environ.get("PARVIS_VAR"), os.environ.get("PARVIS_CLUSTER"))


def _read_url(url: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Read postgresql://user:password@host:port/name?option=value; host= may name a socket."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise DatabaseUnavailable(f"DATABASE_URL cannot be read: {error}.") from error
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise DatabaseUnavailable(
            "DATABASE_URL cannot be read: write postgresql://user:password@host:5432/name, or "
            "postgresql:///name?host=/folder/of/the/socket."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or "") or options.pop("user", ""),
        "PASSWORD": unquote(parts.password or "") or options.pop("password", ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": port or options.pop("port", ""),
    }, options


def parameters(role: Role | None = None, *, direct: bool = False) -> dict[str, Any]:
    """What psycopg's own connect() is told, for what does without Django.

    Raises DatabaseUnavailable when DATABASE_URL cannot be read.
    """
    found = settings_for(role, direct=direct)
    asked = {key: value for key, value in found["OPTIONS"].items() if key != "pool"}
    return {
        "dbname": found["NAME"],
        "user": found["USER"] or None,
        "password": found["PASSWORD"] or None,
        "host": found["HOST"] or None,
        "port": found["PORT"] or None,
        **asked,
    }


@contextmanager
def connection(role: Role | None = None) -> Iterator[psycopg.Connection]:
    """A plain connection in autocommit, for what comes before Django.

    Raises DatabaseUnavailable when there is none to be had.
    """
    import psycopg  # noqa: PLC0415 - asking for settings must stay quick

    hold()
    try:
        opened = psycopg.connect(**parameters(role), autocommit=True)
    except psycopg.Error as error:
        reason = " ".join(str(error).split()) or "no reason given"
        raise DatabaseUnavailable(f"PostgreSQL cannot be reached: {reason}") from error
    with opened:
        yield opened


def check(opened: psycopg.Connection) -> None:
    """Refuse a server that Parvis cannot live on: too old, not UTF-8, or without an extension.

    Raises DatabaseUnavailable with one sentence.
    """
    version = opened.info.server_version
    if version < FLOOR * 10000:
        raise DatabaseUnavailable(
            f"This server is PostgreSQL {version // 10000}; Parvis needs {FLOOR} or later."
        )
    if (encoding := opened.info.parameter_status("server_encoding")) != "UTF8":
        raise DatabaseUnavailable(
            f"This database is encoded in {encoding}: make one in UTF8 for Parvis."
        )
    if missing := sorted(set(EXTENSIONS) - set(extensions(opened))):
        raise DatabaseUnavailable(
            f"This server lacks {', '.join(missing)}: install PostgreSQL's contrib package there."
        )


def extensions(opened: psycopg.Connection) -> dict[str, str | None]:
    """The extensions Parvis needs that the server offers, with the version created here."""
    rows = opened.execute(
        "SELECT name, installed_version FROM pg_available_extensions WHERE name = ANY(%s)",
        [list(EXTENSIONS)],
    )
    return dict(rows.fetchall())


def grants(app: str) -> list[str]:
    """The statements that let the application's role work, and no more.

    Said by the owner, after each migration. The role can read and write rows everywhere but in
    READ_ONLY_TABLES, and cannot create, alter or empty a table.
    """
    from psycopg import sql  # noqa: PLC0415 - as above

    role, quoted = sql.Identifier(app).as_string(), sql.Literal
    rights, counters = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT, UPDATE"
    only_read = "".join(
        f"IF to_regclass({quoted('public.' + table).as_string()}) IS NOT NULL THEN "
        f"REVOKE ALL ON public.{table} FROM {role}; GRANT SELECT ON public.{table} TO {role}; "
        "END IF; "
        for table in READ_ONLY_TABLES
    )
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT {rights} ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT {counters} ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {counters} ON SEQUENCES TO {role}",
        f"DO $$ BEGIN {only_read}END $$",
    ]
