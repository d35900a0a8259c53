"""``parvis work``: does the jobs; `parvis serve` starts it and ends it with the pages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import django

from parvis.cli.console import err
from parvis.cli.prepare import SETTINGS, prepare
from parvis.kernel import database
from parvis.kernel.embedded.server import die_with_parent

SERVED_BY = "PARVIS_SERVED_BY"
PAUSE = 5.0  # seconds before we try again, after the database or the worker went away
PATIENCE = 10  # seconds the worker has to end its jobs in hand


def run() -> int:
    """Do jobs until Ctrl-C or a termination signal. Raises DatabaseUnavailable."""
    parent = os.environ.pop(SERVED_BY, None)
    if parent is not None:
        # The pages may be killed without a word: whatever is in hand is then ended in order.
        die_with_parent(signal.SIGTERM, int(parent))
    else:
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


class Worker:
    """The process beside the pages that does the jobs; started again when it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0

    def tend(self) -> None:
        """Start it if it does not run, at most once every few seconds. Never raises."""
        if self._process is not None and self._process.poll() is None:
            return
        if time.monotonic() - self._started_at < PAUSE and self._process is not None:
            return
        self._started_at = time.monotonic()
        ours = {name: value for name, value in os.environ.items() if name != "PARVIS_DB_POOL"}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "parvis", "work"],
                env=ours | {SERVED_BY: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the main process, which then stops us
            )
        except OSError as error:  # no memory, no process left: the pages go on without
            err.print(f"Jobs cannot be done: {error}", markup=False, soft_wrap=True)

    def end(self) -> None:
        """Stop it in order, and at last by force."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
