"""``parvis serve``: pages by two workers, jobs by one, live streams by one, until Ctrl-C."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import queue
import signal
import socket
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from parvis.cli import live
from parvis.cli.beside import Companion
from parvis.cli.console import out
from parvis.cli.prepare import SETTINGS, gather_static_files, prepare
from parvis.kernel import database
from parvis.kernel.embedded.server import die_with_parent
from parvis.kernel.errors import ParvisError

ADDRESS = "127.0.0.1"
APPLICATION = "parvis.config.wsgi:application"
WORKERS = 2
CONNECTIONS = 900
"""Of each worker at once, those included that a browser keeps open between two questions. Beyond it
nobody else is let in, so a few hundred screens must not fill it. Below the 1,024 files that most
systems let a process open."""
THREADS = 4  # of each worker that wait for the database; each holds a connection at most


class Bell:
    """What wakes the main process: rung by a signal handler or a thread, heard once.

    The server's own, a threading.Event, waits for ever for its own lock when a second signal
    comes while the first is being handled, as happens when make and the terminal both send one.
    While nobody rings, `meanwhile` is done every two seconds: in this thread, for a process that
    forks may have no other.
    """

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile
        self._rung: queue.SimpleQueue[None] = queue.SimpleQueue()  # its put may interrupt itself

    def set(self) -> None:
        """Ring."""
        self._rung.put(None)

    def wait(self) -> None:
        """Sleep until it rings."""
        while True:
            try:
                return self._rung.get(timeout=2)
            except queue.Empty:
                self._meanwhile()

    def clear(self) -> None:
        """Forget what rang meanwhile."""
        while not self._rung.empty():
            self._rung.get()


class PortRefused(ParvisError):
    """The pages cannot be served on that port."""


def run() -> int:
    """Serve until Ctrl-C or a termination signal.

    Raises PortRefused, LivePortRefused, DatabaseUnavailable.
    """
    number = port()
    refuse_a_taken_port(number)
    # Held here for as long as we serve: while the live process starts again, browsers wait.
    streams = _port_of_streams(number)
    os.environ["PARVIS_LIVE_PORT"] = str(streams.getsockname()[1])
    prepare()
    gather_static_files()
    database.hold()
    os.environ["PARVIS_DB_POOL"] = "1"
    os.environ.setdefault("PARVIS_DB_POOL_SIZE", str(THREADS))
    application = _loaded()
    refuse_a_taken_port(number)  # again: the workers share ports, so they would not notice
    main = os.getpid()

    def enter(_target: str) -> Any:
        """Run first in each worker."""
        os.setpgid(0, 0)  # Ctrl-C is for the main process, which then stops us in order
        die_with_parent(signal.SIGKILL, main)  # no worker outlives the program, however it dies
        return application

    out.print(f"Parvis is served on http://localhost:{number} (Ctrl-C stops it).")
    pages = Server(
        APPLICATION,
        address=ADDRESS,
        port=number,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_access=False,  # who looked at what is nobody's business
    )
    beside = (
        Companion("work", "Jobs cannot be done"),
        Companion("live", "Pages are not live", socket=streams.fileno()),
    )

    def tend() -> None:
        for companion in beside:
            companion.tend()

    pages.main_loop_interrupt = Bell(tend)  # type: ignore[assignment]
    try:
        pages.serve(target_loader=enter)
    finally:
        for companion in beside:
            companion.end()
    out.print("Stopped.")
    return 0


def _port_of_streams(pages: int) -> socket.socket:
    """PARVIS_LIVE_PORT if it is set, else the one after the pages', else any that is free."""
    if asked := live.wanted():
        return live.listen(asked)
    try:
        return live.listen(pages + 1)
    except live.LivePortRefused:
        return live.listen(0)


def _loaded() -> Any:
    """Load the application once, before the fork: a fault in it is said once, and stops us.

    The workers share its memory for as long as they do not write to it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    module, _, name = APPLICATION.partition(":")
    application = getattr(importlib.import_module(module), name)
    get_resolver()._populate()  # the first visitor must not wait for every view to be imported
    connections.close_all()
    gc.collect()
    gc.freeze()
    return application


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
            other = number + 10 if number < 65525 else 8000  # the next one is for the streams
            reason = (
                "is already taken: stop what uses it"
                if error.errno == errno.EADDRINUSE
                else f"cannot be used ({error.strerror})"
            )
            raise PortRefused(
                f"Port {number} {reason}, or choose another with PARVIS_PORT={other}."
            ) from error
