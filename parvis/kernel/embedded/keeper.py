"""The keeper: one process with one thread that owns PostgreSQL for as long as somebody needs it.

Run as ``python -m parvis.kernel.embedded.keeper --var FOLDER --cluster NAME --report FD``, by
`lease.hold` only. It answers on the given descriptor, once, whether the server is ready or why
it is not, and then lives on by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import signal
import sys
import time
from collections import deque
from pathlib import Path

from parvis.kernel.embedded.errors import DatabaseUnavailable
from parvis.kernel.embedded.place import Place, here
from parvis.kernel.embedded.server import Server, in_one_sentence

BEAT = 1.0  # seconds between two looks at whether anybody is left
RESTARTS = 5  # how often a server that dies under its users is started again…
RESTARTS_WITHIN = 60.0  # …within so many seconds
END_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def idle_seconds() -> int:
    """How long nobody must have used the database before it stops (PARVIS_IDLE_SECONDS)."""
    try:
        return max(1, int(os.environ["PARVIS_IDLE_SECONDS"]))
    except (KeyError, ValueError):
        return 30


class Keeper:
    """Starts the server, watches it, and stops it when its last user is gone."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.lock = os.open(place.keeper_lock, os.O_RDWR | os.O_CREAT, 0o600)
        self.users = os.open(place.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
        self.restarts: deque[float] = deque(maxlen=RESTARTS)
        self.server: Server | None = None

    def close(self) -> None:
        """Give both locks back, as the end of the process does by itself."""
        os.close(self.lock)
        os.close(self.users)

    def take_office(self) -> bool:
        """Become the keeper; false if there is one already.

        Whoever asks whether there is one holds the lock for a moment: one failure settles nothing.
        """
        for _ in range(40):
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.05)
            else:
                return True
        return False

    def note(self, state: str) -> None:
        """Write what we are doing into the lock file, for those who wait and for the doctor."""
        server = self.server.process.pid if self.server and self.server.process else None
        text = json.dumps({"pid": os.getpid(), "state": state, "server": server}).encode()
        os.pwrite(self.lock, text.ljust(120), 0)

    def start(self) -> Server:
        """Bring the server up. Raises DatabaseUnavailable."""
        self.note("starting")
        try:
            self.server = self.server or Server(self.place)
            self.server.prepare()
            self.server.start()
        except OSError as error:
            raise in_one_sentence(error, self.place.data) from error
        self.note("ready")
        return self.server

    def watch(self, server: Server) -> None:
        """Live until the last user has been gone long enough, or until told to end."""
        alone_since: float | None = None
        patience = idle_seconds()
        while True:
            received = signal.sigtimedwait(END_SIGNALS | {signal.SIGCHLD}, BEAT)
            if received is not None and received.si_signo in END_SIGNALS:
                break
            if not server.alive():
                self.restart()
            if not self.nobody_left():
                alone_since = None
                continue
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since >= patience:
                break  # keeping the users' lock: whoever comes now waits, then starts a keeper
            fcntl.flock(self.users, fcntl.LOCK_UN)
        self.note("stopping")
        server.stop()
        with contextlib.suppress(OSError):
            self.place.socket.rmdir()  # it may lie in /tmp; the next start makes it again

    def nobody_left(self) -> bool:
        """Take the users' lock for ourselves if no one holds it."""
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def restart(self) -> None:
        """The server died under its users: start it again, unless it keeps dying."""
        now = time.monotonic()
        if len(self.restarts) == RESTARTS and now - self.restarts[0] < RESTARTS_WITHIN:
            raise DatabaseUnavailable("PostgreSQL keeps stopping; the keeper gives up.")
        self.restarts.append(now)
        self.start()


def main() -> int:
    """Take office, start the server, report, keep. Exit code 0 unless something went wrong."""
    parser = argparse.ArgumentParser(prog="parvis.kernel.embedded.keeper")
    parser.add_argument("--var", required=True, type=Path)
    parser.add_argument("--cluster", required=True)
    parser.add_argument("--report", required=True, type=int)
    words = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, END_SIGNALS | {signal.SIGCHLD})
    os.umask(0o077)
    os.chdir("/")
    keeper = Keeper(here(words.cluster, var=words.var))
    if not keeper.take_office():
        report(words.report, {"ready": True})
        return 0
    try:
        server = keeper.start()
        report(words.report, {"ready": True})
        keeper.watch(server)
    except DatabaseUnavailable as refusal:
        sys.stderr.write(f"{refusal}\n")
        if keeper.server is not None:
            keeper.server.stop()
        report(words.report, {"refused": str(refusal)})
        return 1
    return 0


def report(descriptor: int, answer: dict[str, object]) -> None:
    """Tell whoever started us, once; they may be gone, and then nobody needs to know."""
    try:
        os.write(descriptor, json.dumps(answer).encode())
        os.close(descriptor)
    except OSError:
        pass


if __name__ == "__main__":
    sys.exit(main())
