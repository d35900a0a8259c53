"""``parvis demo``: from nothing to both networks on the screen."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sys
from pathlib import Path

import django
from django.db import connections
from rich.table import Table

import parvis
from parvis.cli import prepare, serve
from parvis.cli.console import err, out
from parvis.kernel import database, embedded

DEMONSTRATION = "demonstration"


def run() -> int:
    """Prepare, load both networks if they are not, print the sign-ins, serve."""
    serve.refuse_a_taken_port(serve.port())  # before anything slow
    prepare.prepare()
    prepare.gather_static_files()
    known = _known_sign_ins()
    _show(_prepare_demo() if known is None else known)
    sys.stdout.flush()
    if known is None:
        # A fresh process serves: the one that forks the workers must hold no connection, no thread
        # and none of what the loading left in memory. The keeper waits longer than this takes.
        os.execv(sys.executable, [sys.executable, "-m", "parvis", "serve"])  # noqa: S606
    return serve.run()


def _prepare_demo() -> list[dict[str, str]]:
    """Load both networks and open the accounts; remember it for the next start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", prepare.SETTINGS)
    django.setup()
    from parvis.demo import actions  # noqa: PLC0415 - models exist once Django is set up

    with err.status("Looking after the two networks…"):
        sign_ins = [
            {key: str(value) for key, value in dataclasses.asdict(sign_in).items()}
            for sign_in in actions.prepare_demo()
        ]
    connections.close_all()
    path = _remembered()
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(sign_ins, file)
    with database.connection("owner") as owner:
        prepare.record(owner, DEMONSTRATION, _state())
    return sign_ins


def _known_sign_ins() -> list[dict[str, str]] | None:
    """The sign-ins of the last time, if neither the program nor its data changed since."""
    with database.connection("owner") as owner:
        if prepare.recorded(owner, DEMONSTRATION) != _state():
            return None
    try:
        return list(json.loads(_remembered().read_text()))
    except (OSError, ValueError):
        return None


def _state() -> str:
    """What the loaded demonstration depends on: the whole program, and its own files."""
    root = Path(parvis.__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.py"), *root.glob("demo/*.json"), *root.glob("demo/*.txt")]):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _remembered() -> Path:
    return embedded.here().var / "demonstration-sign-ins.json"


def _show(sign_ins: list[dict[str, str]]) -> None:
    if not sign_ins:
        return
    table = Table(title="Sign-ins of the demonstration", title_justify="left")
    for field in sign_ins[0]:  # what one types stays whole; the role may take two lines
        table.add_column(field.replace("_", " "), no_wrap=field != "role")
    for sign_in in sign_ins:
        table.add_row(*sign_in.values())
    out.print(table)
