"""``parvis work``: does the jobs; `parvis serve` starts it and ends it with the pages."""

from __future__ import annotations

import os
import time

import django

from parvis.cli.beside import PAUSE, is_beside_pages
from parvis.cli.console import err
from parvis.cli.prepare import SETTINGS, prepare
from parvis.kernel import database


def run() -> int:
    """Do jobs until Ctrl-C or a termination signal. Raises DatabaseUnavailable."""
    if not is_beside_pages():
        prepare()
    database.hold()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    # Models exist once Django is set up.
    from django.db import DatabaseError  # noqa: PLC0415
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415

    from parvis.kernel import jobs  # noqa: PLC0415

    while True:
        try:
            jobs.work()
        except (DatabaseError, ConnectorException, OSError) as error:
            err.print(f"Jobs wait for the database: {error}", markup=False, soft_wrap=True)
            time.sleep(PAUSE)
        else:
            return 0
