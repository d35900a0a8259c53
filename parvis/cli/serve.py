"""``parvis serve``: the pages, by two workers, until Ctrl-C."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import socket
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from parvis.cli.console import out
from parvis.cli.prepare import gather_static_files, prepare
from parvis.kernel import database
from parvis.kernel.embedded.server import die_with_parent
from parvis.kernel.errors import ParvisError

ADDRESS = "127.0.0.1"
APPLICATION = "parvis.config.wsgi:application"
WORKERS = 2
THREADS = 4  # of each worker that wait for the database; each holds a connection at most


class PortRefused(ParvisError):
    """The pages cannot be served on that port."""


def run() -> int:
    """Serve until Ctrl-C or a termination signal. Raises PortRefused, DatabaseUnavailable."""
    number = port()
    refuse_a_taken_port(number)
    prepare()
    gather_static_files()
    database.hold()
    os.environ["PARVIS_DB_POOL"] = "1"
    os.environ.setdefault("PARVIS_DB_POOL_SIZE", str(THREADS))
    refuse_a_taken_port(number)  # again: the workers share ports, so they would not notice
    main = os.getpid()

    def load(target: str) -> Any:
        """Run in each worker: no worker outlives the program, however that dies."""
        die_with_parent(signal.SIGKILL, main)
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)

    out.print(f"Parvis is served on http://localhost:{number} (Ctrl-C stops it).")
    Server(
        APPLICATION,
        address=ADDRESS,
        port=number,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=128,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_access=False,  # who looked at what is nobody's business
    ).serve(target_loader=load)
    out.print("Stopped.")
    return 0


def port() -> int:
    """The port of the pages, from PARVIS_PORT. Raises PortRefused when it is not a port."""
    word = os.environ.get("PARVIS_PORT") or "8000"
    if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= 65535:
        raise PortRefused(f"PARVIS_PORT is “{word}”: write a number from 1 to 65535.")
    return int(word)


def refuse_a_taken_port(number: int) -> None:
    """Raises PortRefused, in one sentence, when somebody already listens there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((ADDRESS, number))
        except OSError as error:
            other = number + 1 if number < 65535 else 8000
            reason = (
                "is already taken: stop what uses it"
                if error.errno == errno.EADDRINUSE
                else f"cannot be used ({error.strerror})"
            )
            raise PortRefused(
                f"Port {number} {reason}, or choose another with PARVIS_PORT={other}."
            ) from error
