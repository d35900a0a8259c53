"""``parvis doctor``: what runs where, and what is wrong."""

from __future__ import annotations

import http.client
import json
import locale
import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django
from rich.markup import escape
from rich.table import Table

import parvis
from parvis.cli import live, serve
from parvis.cli.console import out
from parvis.cli.prepare import SETTINGS
from parvis.kernel import database, embedded, streams
from parvis.kernel.embedded.place import user_name
from parvis.kernel.embedded.server import nearest_folder
from parvis.kernel.errors import ParvisError

if TYPE_CHECKING:
    import psycopg

LITTLE_ROOM = 500 * 1024 * 1024  # bytes free below which the doctor warns


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the answer: good, worth knowing, or wrong."""

    what: str
    found: str
    standing: str = "good"  # good | note | wrong
    advice: str = ""


def run() -> int:
    """Print every finding; 1 when something is wrong, else 0."""
    findings = list(examine())
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    signs = {"good": "[green]ok[/]", "note": "[yellow]note[/]", "wrong": "[red]wrong[/]"}
    for finding in findings:
        told = finding.found + (f"\n→ {finding.advice}" if finding.advice else "")
        table.add_row(signs[finding.standing], finding.what, escape(told))
    out.print(table)
    wrong = sum(finding.standing == "wrong" for finding in findings)
    out.print("Nothing is wrong." if not wrong else f"{wrong} of these must be put right.")
    return 1 if wrong else 0


def examine() -> Iterator[Finding]:
    """Every finding in turn; a part that fails is a finding too, never the end of the answer."""
    parts: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("program", _program),
        ("database", _embedded if database.is_embedded() else _own_server),
        ("roles", _roles),
        ("jobs", _jobs),
        ("live", _live),
        ("journal", _journal),
        ("port", _port),
    ]
    for what, part in parts:
        try:
            yield from part()
        except (ParvisError, OSError) as error:
            yield Finding(what, str(error), "wrong")


def _program() -> Iterator[Finding]:
    root = Path(parvis.__file__).resolve().parents[1]
    yield Finding("parvis", f"in {root}, run by {_me()}")
    python = f"{platform.python_version()} at {sys.executable}"
    yield Finding("Python", python)
    lock = root / "uv.lock"
    stamp = root / ".venv" / ".parvis-lock"
    if not lock.exists():
        yield Finding("packages", "no uv.lock here: installed as a package", "note")
    elif stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        yield Finding("packages", "as uv.lock says")
    else:
        yield Finding("packages", "not known to be as uv.lock says", "note", "Run “make setup”.")
    var = embedded.here().var
    secrets = ("secret-key", "demonstration-password", "demonstration-sign-ins.json")
    yield from _private(*(var / name for name in secrets))
    try:
        locale.setlocale(locale.LC_ALL, "")
        yield Finding("locale", locale.setlocale(locale.LC_CTYPE))
    except locale.Error:
        asked = os.environ.get("LC_ALL") or os.environ.get("LANG") or "?"
        yield Finding("locale", f"{asked} is not installed; Parvis does without", "note")


def _embedded() -> Iterator[Finding]:
    place = embedded.here()
    before = embedded.status(place)
    kind = "" if place.durable else ", a throw-away cluster that does not wait for the disk"
    yield Finding("database", f"embedded, cluster “{place.cluster}”{kind}")
    yield Finding("data", f"{place.data}, owned by {place.owner}")
    if place.by_root and place.owner != "parvis":
        yield Finding(
            "owner",
            f"run by root: PostgreSQL refuses root and runs as {place.owner}",
            "note",
            "Before the first start, “adduser --system parvis” keeps it apart from other "
            f"programs that run as {place.owner}.",
        )
    database.hold()
    now = embedded.status(place)
    woken = "" if before.state == "ready" else ", started for this answer"
    yield Finding("keeper", f"process {now.pid}, server process {now.server_pid}{woken}")
    yield Finding("socket", f"{place.socket} (no TCP)")
    yield Finding("logs", f"{place.server_log} and {place.record / 'keeper.log'}")
    yield _room(place.data)
    yield from _private(place.data, place.socket, place.record, place.passwords_file)
    yield from _server()


def _private(*paths: Path) -> Iterator[Finding]:
    """What must be ours alone and is not."""
    for path in paths:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("privacy", f"others can open {path}", "wrong", f"chmod go= {path}")


def _own_server() -> Iterator[Finding]:
    found = database.settings_for("app")
    at = found["HOST"] or "the local socket"
    yield Finding("database", f"DATABASE_URL: “{found['NAME']}” at {at}")
    yield _room(embedded.here().var)
    yield from _server()


def _server() -> Iterator[Finding]:
    with database.connection("app") as opened:
        version = opened.info.parameter_status("server_version") or "?"
        yield Finding("PostgreSQL", version)
        database.check(opened)
        created = database.extensions(opened)
        absent = sorted(name for name, version in created.items() if version is None)
        yield Finding("extensions", ", ".join(f"{n} {v}" for n, v in created.items() if v) or "-")
        if absent:
            yield Finding(
                "tables", f"{', '.join(absent)} not created yet", "note", "Run “parvis prepare”."
            )


def _roles() -> Iterator[Finding]:
    app, owner = (database.settings_for(role)["USER"] or "?" for role in ("app", "owner"))
    if app == owner:
        yield Finding(
            "roles",
            f"{app} both owns the tables and runs the pages",
            "note",
            "Give DATABASE_OWNER_URL a role that owns them, and DATABASE_URL one that does not.",
        )
        return
    with database.connection("app") as opened:
        row = opened.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls, "
            "has_schema_privilege('public', 'CREATE') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if row and any(row):
        yield Finding("roles", f"{app} may do more than read and write rows", "wrong")
    else:
        yield Finding("roles", f"{owner} owns and migrates, {app} runs and changes no table")


def _jobs() -> Iterator[Finding]:
    with database.connection("app") as opened:
        if not _has_table(opened, "procrastinate_jobs"):
            return
    _set_up()
    from parvis.kernel import jobs  # noqa: PLC0415 - models exist once Django is set up

    standing = jobs.standing()
    told = f"{standing.waiting} waiting, {standing.failed} failed for good"
    if standing.failed or (standing.late and standing.workers):
        yield Finding("jobs", told, "wrong", "What failed is said where Parvis was started.")
    elif standing.late:
        yield Finding("jobs", f"{told}, {standing.late} late", "note", "Start “parvis serve”.")
    else:
        yield Finding("jobs", told)
    if standing.workers == 1:
        yield Finding("worker", "one runs")
    elif standing.workers:
        yield Finding("worker", f"{standing.workers} run", "note", "One is enough.")
    else:
        yield Finding("worker", "none runs", "note", "“parvis serve” starts it with the pages.")


def _live() -> Iterator[Finding]:
    with database.connection("app") as opened:
        row = opened.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE application_name = %s AND datname = current_database()",
            [database.LIVE],
        ).fetchone()
    if not row or not row[0]:
        yield Finding("live", "no process listens", "note", "“parvis serve” starts it.")
        return
    told = "one process listens" if row[0] == 1 else f"{row[0]} processes listen"
    port = live.wanted() or serve.port() + 1
    asked = http.client.HTTPConnection(live.ADDRESS, port, timeout=3)
    try:
        asked.request("GET", streams.HEALTH)
        standing = json.loads(asked.getresponse().read())
        told += f"; {standing['streams']} pages are live through port {port}"
        if not standing["hears"]:
            yield Finding("live", f"{told}; it does not hear the database now", "wrong")
            return
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        told += f"; port {port} does not answer for it (PARVIS_LIVE_PORT says which does)"
    finally:
        asked.close()
    yield Finding("live", told)


SEALS = 30


def _journal() -> Iterator[Finding]:
    with database.connection("app") as opened:
        if not _has_table(opened, "journal_seal"):
            return
    _set_up()
    from parvis.journal import queries  # noqa: PLC0415 - models exist once Django is set up

    for broken in queries.verify(SEALS):
        lines = {"altered": broken.altered, "gone": broken.gone, "added": broken.added}
        told = "; ".join(
            f"{word}: {', '.join(map(str, keys[:10]))}{'…' if len(keys) > 10 else ''}"
            for word, keys in lines.items()
            if keys
        )
        yield Finding(
            "journal",
            f"the seal of {broken.seal.day} does not hold ({told or 'a seal was replaced'})",
            "wrong",
            "Somebody changed the journal as the owner of the database.",
        )
    last = queries.last_seal()
    if last is None:
        yield Finding("journal", "no day is sealed yet", "note", "The worker does it each night.")
    else:
        digest = bytes(last.digest).hex()[:32]
        yield Finding("journal", f"sealed up to {last.day}; digest {digest}, to be noted elsewhere")


def _has_table(opened: psycopg.Connection, name: str) -> bool:
    row = opened.execute("SELECT to_regclass(%s)", [f"public.{name}"]).fetchone()
    return bool(row and row[0])


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def _port() -> Iterator[Finding]:
    number = serve.port()
    try:
        serve.refuse_a_taken_port(number)
    except serve.PortRefused as refusal:
        yield Finding("port", str(refusal), "note", "Fine if that is Parvis itself.")
    else:
        yield Finding("port", f"{number} is free")


def _room(folder: Path) -> Finding:
    near = nearest_folder(folder)
    free = shutil.disk_usage(near).free
    told = f"{free / 1024**3:.1f} GB free where {near} lies"
    if free < LITTLE_ROOM:
        return Finding("disk", told, "wrong", "Make room: the database stops when it is full.")
    return Finding("disk", told)


def _me() -> str:
    return user_name(os.geteuid())
