"""``parvis load``: a network file, all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import django

from parvis.cli.console import err, out
from parvis.cli.prepare import SETTINGS, prepare


def run(file: Path) -> int:
    """Load one network file and say what changed. Raises the loader's own refusals."""
    prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    # Models exist once Django is set up.
    from parvis.accounts.actors import command  # noqa: PLC0415
    from parvis.opendata import networkfile  # noqa: PLC0415

    with err.status(f"Loading {file.name}…"):
        outcome = networkfile.load_file(file, by=command("load"))
    out.print(str(outcome), markup=False)
    return 0
