"""``parvis demo``: from nothing to both networks on the screen."""

from __future__ import annotations

import os
import sys

import django
from django.db import connections
from rich.table import Table

from parvis.cli import serve
from parvis.cli.console import err, out
from parvis.cli.prepare import SETTINGS, prepare


def run() -> int:
    """Prepare, load both networks if they are not, print the sign-ins, serve."""
    serve.refuse_a_taken_port(serve.port())  # before anything slow
    prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    from parvis.demo import actions  # noqa: PLC0415 - models exist once Django is set up

    with err.status("Looking after the two networks…"):
        sign_ins = actions.prepare_demo()
    if sign_ins:
        table = Table(title="Sign-ins of the demonstration", title_justify="left")
        fields = list(type(sign_ins[0]).__dataclass_fields__)
        for field in fields:
            table.add_column(field.replace("_", " "))
        for sign_in in sign_ins:
            table.add_row(*(str(getattr(sign_in, field)) for field in fields))
        out.print(table)
    connections.close_all()
    sys.stdout.flush()
    # A fresh process serves: the one that forks the workers must hold no connection, no thread
    # and none of what the loading left in memory. The keeper waits longer than this takes.
    os.execv(sys.executable, [sys.executable, "-m", "parvis", "serve"])  # noqa: S606
