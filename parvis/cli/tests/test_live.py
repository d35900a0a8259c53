"""The live process on the command line: its port, its place, what the doctor says."""

from __future__ import annotations

import http.server
import json
import os
import socket
import subprocess
import sys
import threading

import pytest

from parvis.cli import beside, doctor, live, serve
from parvis.kernel import database


def test_its_port_is_a_port(monkeypatch):
    monkeypatch.delenv("PARVIS_LIVE_PORT", raising=False)
    assert live.wanted() is None
    monkeypatch.setenv("PARVIS_LIVE_PORT", "8123")
    assert live.wanted() == 8123
    for word in ("eight", "70000", "-1", "٨"):
        monkeypatch.setenv("PARVIS_LIVE_PORT", word)
        with pytest.raises(live.LivePortRefused, match="write a number"):
            live.wanted()


def test_a_port_that_is_taken_is_refused_in_one_sentence():
    with live.listen(0) as taken, pytest.raises(live.LivePortRefused, match="cannot be used"):
        live.listen(taken.getsockname()[1])


def test_beside_the_pages_it_takes_the_next_port_or_any_other(monkeypatch):
    monkeypatch.delenv("PARVIS_LIVE_PORT", raising=False)
    with live.listen(0) as taken:
        number = taken.getsockname()[1]
        with serve._port_of_streams(number - 1) as other:
            assert other.getsockname()[1] not in (number, 0)
    with serve._port_of_streams(65535) as any_free:
        assert any_free.getsockname()[1]
    with live.listen(0) as trial:
        number = trial.getsockname()[1]
    monkeypatch.setenv("PARVIS_LIVE_PORT", str(number))
    with serve._port_of_streams(1) as asked:
        assert asked.getsockname()[1] == number


def test_a_companion_is_started_again_and_ended(monkeypatch):
    monkeypatch.setattr(beside, "PAUSE", 0)
    begun = []

    def start(words, **_given):
        begun.append(words)
        return real([sys.executable, "-c", "import time; time.sleep(60)"])

    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", start)
    with socket.socket() as held:
        companion = beside.Companion("live", "Not live", socket=held.fileno())
        companion.tend()
        companion.tend()
        assert begun == [[sys.executable, "-m", "parvis", "live", "--socket", str(held.fileno())]]
        companion._process.kill()
        companion._process.wait()
        companion.tend()
        assert len(begun) == 2
        process = companion._process
        companion.end()
        companion.end()
    assert process.poll() is not None


def test_without_room_for_a_process_the_pages_go_on(monkeypatch, capsys):
    def refuse(*_words, **_given):
        raise OSError("no process left")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    beside.Companion("live", "Pages are not live").tend()

    assert "Pages are not live: no process left" in capsys.readouterr().err


def test_who_was_not_started_by_the_pages_is_on_its_own(monkeypatch):
    monkeypatch.delenv(beside.SERVED_BY, raising=False)
    assert not beside.is_beside_pages()


@pytest.fixture
def health():
    """Something that answers as the live process does."""
    told = {"hears": True, "streams": 3}

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_words):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.environ["PARVIS_LIVE_PORT"] = str(server.server_address[1])
        yield told
        del os.environ["PARVIS_LIVE_PORT"]
        server.shutdown()


def found():
    (finding,) = doctor._live()
    return finding


def test_the_doctor_says_whether_one_listens(health, monkeypatch):
    import psycopg

    monkeypatch.setattr(database, "LIVE", f"parvis live {os.getpid()}")
    assert "no process listens" in found().found
    with psycopg.connect(**database.parameters("app", direct=True)) as _listening:
        assert found().found.startswith("one process listens; 3 pages are live through port")
        health["hears"] = False
        assert found().standing == "wrong"
        with psycopg.connect(**database.parameters("app", direct=True)) as _second:
            health.clear()
            assert "2 processes listen" in found().found
            assert "does not answer for it" in found().found
