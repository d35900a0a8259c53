"""Processes beside the pages: started with them and again when they die, ended in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from parvis.cli.console import err
from parvis.kernel.embedded.server import die_with_parent

SERVED_BY = "PARVIS_SERVED_BY"
PAUSE = 5.0  # seconds between two starts
PATIENCE = 10  # seconds it has to end what is in hand


def is_beside_pages() -> bool:
    """Whether `parvis serve` started this process, which then does not outlive it.

    The pages may be killed without a word: whatever is in hand is then ended in order.
    """
    parent = os.environ.pop(SERVED_BY, None)
    if parent is None:
        return False
    die_with_parent(signal.SIGTERM, int(parent))
    return True


class Companion:
    """One process beside the pages, `parvis <word>`; what it does without is said once a start."""

    def __init__(self, word: str, without: str, *, socket: int | None = None) -> None:
        self._word, self._without = word, without
        self._socket = socket
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
        ours[SERVED_BY] = str(os.getpid())
        words = [sys.executable, "-m", "parvis", self._word]
        if self._socket is not None:
            words += ["--socket", str(self._socket)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own words only
                words,
                env=ours,
                stdin=subprocess.DEVNULL,
                pass_fds=() if self._socket is None else (self._socket,),
                start_new_session=True,  # Ctrl-C is for the main process, which then stops us
            )
        except OSError as error:  # no memory, no process left: the pages go on without
            err.print(f"{self._without}: {error}", markup=False, soft_wrap=True)

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
