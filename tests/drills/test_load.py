"""kill -9 in the middle of `parvis load`: all of the file is there, or nothing of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from parvis.kernel import embedded
from tests.drills.conftest import CHECKOUT, Stage, wait_for

pytestmark = pytest.mark.drill

PARVIS = "import sys; from parvis.cli.main import main; sys.exit(main({words!r}))"
FILE = str(CHECKOUT / "parvis/demo/ricdm.json")
COUNT = """
from parvis.kernel import database
with database.connection("owner") as c:
    print(c.execute("SELECT (SELECT count(*) FROM network_network), "
                    "(SELECT count(*) FROM network_fact)").fetchone())
"""
WRITING = """
import time
from parvis.kernel import database
with database.connection("owner") as c:
    for _ in range(3000):
        if c.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'relation' AND granted "
                     "AND mode = 'RowExclusiveLock' "
                     "AND relation = 'network_fact'::regclass").fetchone()[0]:
            break
        time.sleep(0.01)
    else:
        raise SystemExit("nobody writes")
"""


@pytest.fixture
def prepared(stage: Stage) -> Iterator[Stage]:
    """A stage with the whole program on it, and its tables."""
    site = Path(pytest.__file__).parents[1]
    stage.path = f"{CHECKOUT}:{site}"
    if stage.start("import parvis.cli.main, django").wait(60) != 0:
        pytest.skip("another user cannot read this checkout")
    _take_styles_along(stage)
    program(stage, "prepare").communicate(timeout=300)
    yield stage
    stage.wait_until_empty()


def _take_styles_along(stage: Stage) -> None:
    """What browsers fetch is no part of the drill, and takes half a minute to gather."""
    var = stage.folder / "var"
    shutil.copytree(embedded.here().var / "static", var / "static")
    if stage.uid is not None:
        for path in (var, *var.rglob("*")):
            os.chown(path, stage.uid, stage.uid)


def program(stage: Stage, *words: str) -> subprocess.Popen[str]:
    return stage.start(PARVIS.format(words=list(words)))


def in_the_middle(stage: Stage) -> subprocess.Popen[str]:
    """A load that has written some rows and not all."""
    loading = program(stage, "load", FILE)
    stage.run(WRITING)
    assert loading.poll() is None
    return loading


def test_a_load_is_killed_and_then_its_server(prepared: Stage) -> None:
    loading = in_the_middle(prepared)
    loading.kill()
    loading.communicate()
    assert prepared.run(COUNT).strip() == "(0, 0)"

    loading = in_the_middle(prepared)
    os.kill(prepared.keeper()["server"], signal.SIGKILL)
    _, complained = loading.communicate(timeout=60)
    assert loading.returncode == 1
    assert "The database went away" in complained
    assert "Traceback" not in complained
    assert prepared.run(COUNT).strip() == "(0, 0)"

    loading = program(prepared, "load", FILE)
    said, complained = loading.communicate(timeout=120)
    assert loading.returncode == 0, complained
    for process in prepared.keeper().values():  # the moment it was acknowledged
        os.kill(process, signal.SIGKILL)
    wait_for(lambda: not prepared.processes())
    networks, facts = eval(prepared.run(COUNT))
    assert networks == 1
    assert facts > 50
    again, _ = program(prepared, "load", FILE).communicate(timeout=120)
    assert " 0 " in again
    assert again != said
