"""``parvis prepare``: tables and rights brought up to date, once for each state of the program."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

import parvis
from parvis.cli.console import err, out
from parvis.kernel import database, embedded
from parvis.kernel.errors import ParvisError

if TYPE_CHECKING:
    import psycopg

SETTINGS = "parvis.config.settings"
TABLES = "tables"
LOCK = 0x5041525649  # "PARVI": the advisory lock of whoever prepares


class PreparationFailed(ParvisError):
    """The tables or the static files could not be brought up to date."""


def run(*, force: bool) -> int:
    """Prepare, and say what was done."""
    done = prepare(force=force)
    gather_static_files()
    out.print("The database is up to date." if not done else "The database is ready.")
    return 0


def prepare(*, force: bool = False) -> bool:
    """Migrate and grant if the program changed since the last time; say whether it had.

    Raises DatabaseUnavailable, or PreparationFailed with the migration's own reason.
    """
    wanted = fingerprint()
    with database.connection("owner") as owner:
        database.check(owner)
        if not force and recorded(owner, TABLES) == wanted:
            return False
        owner.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until the connection closes
        if not force and recorded(owner, TABLES) == wanted:
            return False  # someone else did it while we waited
        with err.status("Preparing the database…"):
            _django("owner", "migrate", "--no-input")
            record(owner, TABLES, wanted)
            _grant(owner)
    return True


def fingerprint() -> str:
    """What the tables depend on: our migrations, the packages that bring some, the rights."""
    digest = hashlib.sha256(repr(database.grants("app")).encode())
    root = Path(parvis.__file__).parent
    for path in sorted(root.glob("*/migrations/*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    digest.update(" ".join(_packages()).encode())
    return digest.hexdigest()


def recorded(owner: psycopg.Connection, what: str) -> str | None:
    """The state of the program in which something was last prepared in this database."""
    found = owner.execute("SELECT to_regclass('public.parvis_state')").fetchone()
    if found is None or found[0] is None:
        return None
    asked = "SELECT fingerprint FROM parvis_state WHERE what = %s"
    row = owner.execute(asked, [what]).fetchone()
    return str(row[0]) if row else None


def record(owner: psycopg.Connection, what: str, state: str) -> None:
    """Note in the database itself, so that a restored backup is never taken for prepared."""
    with owner.transaction():
        owner.execute(
            "CREATE TABLE IF NOT EXISTS parvis_state (what text PRIMARY KEY, "
            "fingerprint text NOT NULL, prepared_at timestamptz NOT NULL DEFAULT now())"
        )
        owner.execute(
            "INSERT INTO parvis_state (what, fingerprint) VALUES (%s, %s) "
            "ON CONFLICT (what) DO UPDATE SET fingerprint = excluded.fingerprint, "
            "prepared_at = excluded.prepared_at",
            [what, state],
        )


def gather_static_files() -> bool:
    """Put what browsers fetch (styles, fonts, scripts) where it is served from, if it changed.

    Raises PreparationFailed.
    """
    root = Path(parvis.__file__).parent
    digest = hashlib.sha256(" ".join(_packages()).encode())
    for path in sorted(root.glob("*/static/**/*")):
        seen = path.stat()
        digest.update(f"{path.relative_to(root)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    wanted, mark = digest.hexdigest(), embedded.here().var / "static" / ".parvis"
    if mark.exists() and mark.read_text() == wanted:
        return False
    with err.status("Gathering styles, fonts and scripts…"):
        _django("app", "collectstatic", "--no-input", "--clear")
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(wanted)
    return True


def _packages() -> list[str]:
    """The packages installed beside Django, with their versions."""
    folder = Path(django.__file__).parents[1]
    return sorted(package.name for package in folder.glob("*.dist-info"))


def _django(role: database.Role, *words: str) -> None:
    """Run a command of Django in a process of its own: this one never holds another role."""
    done = subprocess.run(  # noqa: S603 - our own words only
        [sys.executable, "-m", "django", *words, "--verbosity=1"],
        env={**os.environ, "PARVIS_DB_ROLE": role, "DJANGO_SETTINGS_MODULE": SETTINGS},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        errors="replace",
    )
    if done.returncode == 0:
        return
    said = (done.stderr or done.stdout).strip()
    if "--debug" in sys.argv:
        sys.stderr.write(f"{said}\n")
    last = said.splitlines()[-1].strip() if said else f"exit code {done.returncode}"
    raise PreparationFailed(f"{words[0]} failed: {last}")


def _grant(owner: psycopg.Connection) -> None:
    app = database.settings_for("app")["USER"]
    if not app or app == owner.info.user:
        return  # one role does both: nothing to grant, and the doctor says so
    with owner.transaction():
        for statement in database.grants(app):
            owner.execute(statement)  # built from quoted names only
