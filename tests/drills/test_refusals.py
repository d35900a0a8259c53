"""What goes wrong around the database is one sentence, and never half a start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.conftest import NAMELESS, PLACE, STRANGER, Stage

pytestmark = pytest.mark.drill

HOLD = "from parvis.kernel import database\ndatabase.hold()"
ROWS = """
from parvis.kernel import database
with database.connection("{role}") as c:
    print(c.execute({sql!r}).fetchall())
"""


def test_nobody_else_can_read_it_and_there_is_no_port(stage: Stage) -> None:
    stage.run(HOLD)
    for name, folder in stage.place().items():
        assert Path(folder).stat().st_mode & 0o077 == 0, name
    assert (stage.folder / "var/postgres/main/passwords.json").stat().st_mode & 0o177 == 0
    asked = ROWS.format(role="owner", sql="SHOW listen_addresses")
    assert stage.run(asked).strip() == "[('',)]"
    stage.wait_until_empty()


def test_the_application_cannot_change_a_table(stage: Stage) -> None:
    asked = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert "(False, False, False)" in stage.run(ROWS.format(role="app", sql=asked))
    assert "(False, True, False)" in stage.run(ROWS.format(role="owner", sql=asked))
    forbidden = stage.start(ROWS.format(role="app", sql="CREATE TABLE mine (n int)"))
    _, complained = forbidden.communicate(timeout=60)
    assert "InsufficientPrivilege" in complained


def test_lost_passwords_are_set_anew(stage: Stage) -> None:
    stage.run(HOLD)
    stage.wait_until_empty()
    (stage.folder / "var/postgres/main/passwords.json").unlink()
    assert "(1,)" in stage.run(ROWS.format(role="app", sql="SELECT 1"))


def test_data_of_another_version_is_refused_and_left_alone(stage: Stage) -> None:
    stage.run(HOLD)
    stage.wait_until_empty()
    version = Path(stage.place()["data"]) / "PG_VERSION"
    version.write_text("14\n")
    assert "was written by PostgreSQL 14" in stage.refused(HOLD)
    assert version.read_text() == "14\n"


def test_a_folder_of_another_user_is_refused(stage: Stage) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    (stage.folder / "var").mkdir(mode=0o700)
    if stage.uid is None:
        data = stage.folder / "var/postgres/main/data"
        data.mkdir(parents=True)
        os.chown(data, STRANGER, STRANGER)
        assert "not as root" in stage.refused(HOLD)
    else:
        assert "belongs to root" in stage.refused(HOLD)


def test_a_path_too_long_for_a_socket_still_works(stage: Stage) -> None:
    deep = stage.folder / ("a" * 60) / ("b" * 60)
    more = {"PARVIS_VAR": str(deep)}
    assert "(1,)" in stage.run(ROWS.format(role="owner", sql="SELECT 1"), **more)
    place = json.loads(stage.run(PLACE, **more))
    socket = Path(place["socket"])
    assert len(str(socket)) < 90
    stage.wait_until_empty()
    assert not socket.exists()
    if stage.uid is None:
        shutil.rmtree(place["home"])  # root's lies outside the stage


def test_a_user_without_a_name_is_told_so(stage: Stage) -> None:
    if os.geteuid() != 0 or stage.uid is None:
        pytest.skip("played once, by root in the part of another")
    os.chown(stage.folder, NAMELESS, NAMELESS)
    stage.uid = NAMELESS
    assert f"no user with the number {NAMELESS}" in stage.refused(HOLD)


@pytest.fixture
def small_disk(stage: Stage) -> Iterator[Path]:
    """A disk of 60 MB, where the ordinary user's data would go."""
    if os.geteuid() != 0 or stage.uid is None:
        pytest.skip("root must make the disk, an ordinary user fill it")
    folder = stage.folder / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size=60m,uid={stage.uid}", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_one_sentence(stage: Stage, small_disk: Path) -> None:
    said = stage.refused(HOLD, PARVIS_VAR=str(small_disk))
    assert "is full" in said
    assert said.count("\n") == 0
