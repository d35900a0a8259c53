"""kill -9 in the middle of writing: what was acknowledged is there, nothing stays behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.drills.conftest import IDLE, Stage, wait_for

pytestmark = pytest.mark.drill

CONNECT = """
import sys, psycopg
from parvis.kernel import database
with database.connection("owner") as c:
    with c.transaction():
        # IF NOT EXISTS does not hold two of them apart that create it at the same moment.
        c.execute("SELECT pg_advisory_xact_lock(1)")
        c.execute("CREATE TABLE IF NOT EXISTS written (n bigint PRIMARY KEY, by text)")
"""
WRITER = (
    CONNECT
    + """
    n = c.execute("SELECT coalesce(max(n), 0) FROM written").fetchone()[0]
    while True:
        n += 1
        c.execute("INSERT INTO written VALUES (%s, %s)", [n, sys.argv[0]])
        print(n)  # acknowledged: from here on it must never be lost
"""
)
READER = (
    CONNECT
    + """
    print(c.execute("SELECT count(*), coalesce(max(n), 0) FROM written").fetchone())
"""
)


def acknowledged(writer: object, at_least: int) -> int:
    """Read what the writer says it has written, until there is enough to kill it."""
    last = 0
    while last < at_least:
        line = writer.stdout.readline()  # type: ignore[attr-defined]
        assert line, writer.stderr.read()  # type: ignore[attr-defined]
        last = int(line)
    return last


def rest(writer: object, last: int) -> int:
    """What it had still said when it died."""
    said, _ = writer.communicate(timeout=60)  # type: ignore[attr-defined]
    lines = [line for line in said.split("\n")[:-1] if line]
    return int(lines[-1]) if lines else last


def count(stage: Stage) -> int:
    """Rows after the next start; none may be missing in the middle."""
    rows, highest = eval(stage.run(READER))
    assert rows == highest
    return int(rows)


def test_the_program_is_killed(stage: Stage) -> None:
    writer = stage.start(WRITER)
    last = acknowledged(writer, 300)
    writer.kill()
    assert count(stage) >= rest(writer, last)
    stage.wait_until_empty()


def test_the_server_is_killed_and_comes_back_under_its_users(stage: Stage) -> None:
    writer = stage.start(WRITER)
    last = acknowledged(writer, 300)
    first = stage.keeper()
    os.kill(first["server"], signal.SIGKILL)
    last = rest(writer, last)
    assert writer.returncode != 0
    assert count(stage) >= last
    second = stage.keeper()
    assert second["keeper"] == first["keeper"]
    assert second["server"] != first["server"]
    stage.wait_until_empty()


def test_the_keeper_is_killed_and_the_server_stops_by_itself(stage: Stage) -> None:
    writer = stage.start(WRITER)
    last = acknowledged(writer, 300)
    first = stage.keeper()
    os.kill(first["keeper"], signal.SIGKILL)
    last = rest(writer, last)
    wait_for(lambda: not Path(f"/proc/{first['server']}").exists())
    log = stage.folder / "var/postgres/main/server.log"
    assert "database system is shut down" in log.read_text()
    assert count(stage) >= last
    stage.wait_until_empty()


def test_everything_is_killed_at_once(stage: Stage) -> None:
    writer = stage.start(WRITER)
    last = acknowledged(writer, 300)
    for process in stage.keeper().values():
        os.kill(process, signal.SIGKILL)
    writer.kill()
    assert count(stage) >= rest(writer, last)
    stage.wait_until_empty()


def test_it_is_killed_while_it_is_made(stage: Stage) -> None:
    """Half a cluster is never taken for one, whenever the first start was cut."""
    for moment in (0.15, 0.4, 0.7, 1.0):
        first = stage.start(READER)
        time.sleep(moment)
        for process in stage.processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        first.wait(timeout=10)
        wait_for(lambda: not stage.processes())
    assert count(stage) == 0
    stage.wait_until_empty()


def test_many_start_it_at_once_and_share_it(stage: Stage) -> None:
    writers = [
        stage.start(CONNECT + f"    c.execute('INSERT INTO written VALUES ({n})')")
        for n in (1, 2, 3, 4)
    ]
    for writer in writers:
        _, complained = writer.communicate(timeout=60)
        assert writer.returncode == 0, complained
    log = (stage.folder / "var/postgres/main/server.log").read_text()
    assert log.count("ready to accept connections") == 1
    stage.wait_until_empty()


def test_it_stays_while_one_user_is_left_and_goes_after(stage: Stage) -> None:
    hold = "from parvis.kernel import database\ndatabase.hold()\n"
    stayer = stage.start(hold + "import time\ntime.sleep(60)")
    stage.run(hold)
    server = stage.keeper()["server"]
    time.sleep(IDLE + 3)
    assert server in stage.processes()
    stayer.kill()
    began = time.monotonic()
    stage.wait_until_empty()
    assert time.monotonic() - began < IDLE + 10
