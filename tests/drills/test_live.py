"""The live process killed, the database killed: pages are told, come back, and hear again."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parvis.cli.beside import Companion
from parvis.cli.live import STOPPING, listen
from parvis.kernel import tickets
from tests.drills.conftest import words_of

pytestmark = pytest.mark.drill

KEY = "the key of this drill"
QUEUE = "site/1/queue"
SPEAK = f"""
from parvis.kernel import database
with database.connection("owner") as c:
    c.execute("NOTIFY {tickets.CHANNEL}, '{QUEUE}'")
"""
PLACE = """
import json
from parvis.kernel import database, embedded
database.hold()
with database.connection("app"):
    print(json.dumps([str(embedded.here().record), str(embedded.here().home)]))
"""


@pytest.fixture
def var(monkeypatch) -> Iterator[Path]:
    """A cluster of the drill's own, durable, that may be killed."""
    folder = Path(tempfile.mkdtemp(prefix="pl-"))
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "PARVIS_CLUSTER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARVIS_VAR", str(folder))
    monkeypatch.setenv("PARVIS_IDLE_SECONDS", "2")
    monkeypatch.setenv("PARVIS_SECRET_KEY", KEY)
    record, home = json.loads(_run(PLACE))
    monkeypatch.setenv("DRILL_RECORD", record)
    yield folder
    keeper = json.loads((Path(record) / "keeper.lock").read_text() or "{}")
    until = time.monotonic() + 40
    while keeper and Path(f"/proc/{keeper['pid']}").exists():
        assert time.monotonic() < until, words_of(keeper["pid"])
        time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def _run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout


class Page:
    """A browser that reads one stream, and comes back when it is cut."""

    def __init__(self, port: int) -> None:
        self.heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.left = False
        ticket = tickets.issue([QUEUE], until=time.time() + 600, key=KEY)
        self._ask = f"GET /live/?ticket={ticket} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        self._port = port
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while not self.left:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self._port), timeout=60) as opened,
            ):
                opened.sendall(self._ask)
                for line in opened.makefile():
                    if line.startswith("data: "):
                        self.heard.put(line[6:].strip())
            self.heard.put("cut")
            time.sleep(0.1)

    def hears(self, word: str) -> None:
        """Wait until it hears this; what came before does not matter."""
        until = time.monotonic() + 60
        while self.heard.get(timeout=until - time.monotonic()) != word:
            pass


@pytest.fixture
def port(var) -> Iterator[tuple[int, Companion]]:
    """The live process as `parvis serve` keeps it: on a socket held here, tended."""
    listening = listen(0)
    companion = Companion("live", "Not live", socket=listening.fileno())
    over = threading.Event()

    def tend() -> None:
        while not over.wait(0.2):
            companion.tend()

    tending = threading.Thread(target=tend)
    tending.start()
    yield listening.getsockname()[1], companion
    over.set()
    tending.join()
    companion.end()
    listening.close()


def test_the_live_process_is_killed_and_comes_back(port):
    number, companion = port
    page = Page(number)
    page.hears("live")
    _run(SPEAK)
    page.hears(QUEUE)
    os.kill(companion._process.pid, signal.SIGKILL)
    page.hears("cut")
    page.hears("live")
    _run(SPEAK)
    page.hears(QUEUE)
    page.left = True


def test_the_database_is_killed_and_comes_back(port):
    number, _companion = port
    page = Page(number)
    page.hears("live")
    note = json.loads((Path(os.environ["DRILL_RECORD"]) / "keeper.lock").read_text())
    os.kill(note["server"], signal.SIGKILL)
    page.hears("deaf")
    page.hears("live")
    _run(SPEAK)
    page.hears(QUEUE)
    page.left = True


def test_it_stops_in_seconds_with_streams_open(port):
    number, companion = port
    pages = [Page(number) for _page in range(50)]
    for page in pages:
        page.hears("live")
        page.left = True
    process = companion._process
    process.terminate()

    assert process.wait(timeout=STOPPING + 5) == -signal.SIGTERM
    for page in pages:
        page.hears("cut")
