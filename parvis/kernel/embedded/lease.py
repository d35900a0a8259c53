"""Using the embedded database: the lock one holds while one lives, and the start of its keeper."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from parvis.kernel.embedded.errors import DatabaseUnavailable
from parvis.kernel.embedded.place import Place, belongs_to_another, here, make_private
from parvis.kernel.embedded.server import disk_full, in_one_sentence

_held: dict[Path, int] = {}  # the users' lock of each cluster this process uses; never given back
_mutex = threading.Lock()
os.register_at_fork(after_in_child=lambda: globals().update(_mutex=threading.Lock()))


@dataclass(frozen=True, slots=True)
class KeeperStatus:
    """What the keeper of a cluster is doing: state is none, starting, ready or stopping."""

    state: str
    pid: int | None = None
    server_pid: int | None = None


def hold(place: Place | None = None) -> Place:
    """Make sure the database runs, and keep it running for as long as this process lives.

    Cheap when it already runs (a few file locks looked at): call it before each connection.
    A forked child shares its parent's hold. Raises DatabaseUnavailable.
    """
    place = place or here()
    with _mutex:
        try:
            if place.users_lock not in _held:
                make_private(place.record)
                users = _open(place.users_lock)
                fcntl.flock(users, fcntl.LOCK_SH)  # waits while a keeper is on its way out
                _held[place.users_lock] = users
            if status(place).state != "ready":
                _start(place)
        except OSError as error:
            raise in_one_sentence(error, place.record) from error
    return place


def status(place: Place) -> KeeperStatus:
    """What the keeper is doing; "none" when there is no keeper."""
    try:
        lock = os.open(place.keeper_lock, os.O_RDWR)
    except FileNotFoundError:
        return KeeperStatus("none")
    except PermissionError as error:
        raise belongs_to_another(place.record) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            note = json.loads(os.pread(lock, 4096, 0))
            return KeeperStatus(note["state"], note["pid"], note["server"])
        except (ValueError, KeyError):  # it has the lock and has not written yet
            return KeeperStatus("starting")
    finally:
        os.close(lock)
    return KeeperStatus("none")


def stop(place: Place, *, patience: float = 90.0) -> bool:
    """Stop the server and its keeper whoever uses them; false if there was none.

    Raises DatabaseUnavailable when it has not stopped after so many seconds.
    """
    found = status(place)
    if found.state == "none":
        return False
    until = time.monotonic() + patience
    while (found := status(place)).state != "none":
        if time.monotonic() > until:
            raise DatabaseUnavailable(f"The keeper (process {found.pid}) does not stop.")
        if found.pid is not None and found.state != "stopping":
            os.kill(found.pid, signal.SIGTERM)  # it holds the lock, so the number is its own
        time.sleep(0.1)
    return True


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise belongs_to_another(path.parent) from error


def _start(place: Place) -> None:
    """Start a keeper unless another process is doing so, and wait for its answer."""
    guard = _open(place.start_lock)
    try:
        fcntl.flock(guard, fcntl.LOCK_EX)
        while (state := status(place).state) != "none":
            if state == "ready":
                return
            time.sleep(0.05)  # recovering after a crash, or going: it will tell
        _start_keeper(place)
    finally:
        os.close(guard)


def _start_keeper(place: Place) -> None:
    # Passwords are drawn before the keeper needs them, so that they belong to us.
    place.passwords()
    answers, report = os.pipe()
    log = place.record / "keeper.log"
    kept = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "PARVIS_IDLE_SECONDS")
    command = [sys.executable, "-m", "parvis.kernel.embedded.keeper"]
    command += ["--var", str(place.var), "--cluster", place.cluster, "--report", str(report)]
    with os.fdopen(answers, "rb") as told, os.fdopen(os.open(log, _LOG_FLAGS, 0o600)) as said:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own words only
                command,
                pass_fds=(report,),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=Path(__file__).resolve().parents[3],
                env={name: os.environ[name] for name in kept if name in os.environ}
                | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
                start_new_session=True,  # Ctrl-C at our terminal is not meant for it
            )
        finally:
            os.close(report)
        answer = told.read()  # ends with its answer, or with its death
    if not answer:
        process.wait()
        if log.exists() and "No space left" in log.read_text(errors="replace"):
            raise disk_full(place.data)
        raise DatabaseUnavailable(f"The keeper of the database stopped at once: see {log}.")
    if refusal := json.loads(answer).get("refused"):
        process.wait()
        raise DatabaseUnavailable(str(refusal))
    process.returncode = 0  # it lives on by itself: not ours to wait for


_LOG_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
