"""Where the embedded database lies, and what is said when it cannot; the drills kill it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from parvis.kernel.embedded import DatabaseUnavailable, __main__, here, keeper, lease, server
from parvis.kernel.embedded.place import Place, belongs_to_another, make_private, user_name


@pytest.fixture
def place(tmp_path: Path) -> Place:
    record = tmp_path / "var/postgres/main"
    return Place("main", tmp_path / "var", record, record / "s", os.geteuid(), os.getegid(), False)


def test_here_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARVIS_VAR", str(tmp_path))
    monkeypatch.setenv("PARVIS_CLUSTER", "drill-2")
    found = here()
    assert found.record == tmp_path / "postgres/drill-2"
    assert found.durable
    assert not here("test").durable
    assert found.by_root == (os.geteuid() == 0)


def test_here_keeps_two_folders_apart(tmp_path: Path) -> None:
    assert here("a", var=tmp_path / "one").data != here("a", var=tmp_path / "two").data


@pytest.mark.parametrize("cluster", ["../up", "Main", "x" * 40, "a b"])
def test_here_refuses_a_cluster_that_is_no_name(cluster: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="short name"):
        here(cluster)


def test_passwords_are_drawn_once_and_for_us_alone(place: Place) -> None:
    first = place.passwords()
    assert place.passwords() == first
    assert len(set(first.values())) == 3
    assert place.passwords_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in place.record.iterdir()] == ["passwords.json"]


def test_passwords_say_that_their_file_is_damaged(place: Place) -> None:
    place.passwords()
    place.passwords_file.write_text("{}")
    with pytest.raises(DatabaseUnavailable, match="damaged"):
        place.passwords()


def test_make_private_closes_what_was_open_and_refuses_a_link(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    make_private(tmp_path / "open")
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o700
    (tmp_path / "link").symlink_to(tmp_path / "open")
    with pytest.raises(DatabaseUnavailable, match="belongs to"):
        make_private(tmp_path / "link")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a folder away")
def test_a_folder_root_was_killed_before_giving_away_is_given_later(tmp_path: Path) -> None:
    (tmp_path / "socket").mkdir(mode=0o700)
    make_private(tmp_path / "socket", owner=(34567, 34567))
    assert (tmp_path / "socket").stat().st_uid == 34567

    (tmp_path / "filled").mkdir(mode=0o700)
    (tmp_path / "filled" / "of root").touch()
    with pytest.raises(DatabaseUnavailable, match="belongs to root"):
        make_private(tmp_path / "filled", owner=(34567, 34567))


def test_belongs_to_another_names_the_nearest_owner(tmp_path: Path) -> None:
    said = str(belongs_to_another(tmp_path / "not" / "there"))
    assert f"{tmp_path} belongs to {user_name(os.geteuid())}" in said
    assert user_name(34567) == "user 34567"


def test_status_is_none_without_a_keeper_and_stop_has_nothing_to_do(place: Place) -> None:
    assert lease.status(place).state == "none"
    assert not lease.stop(place)


def test_status_tells_what_the_keeper_wrote(place: Place) -> None:
    place.record.mkdir(parents=True)
    first = keeper.Keeper(place)
    assert first.take_office()
    assert lease.status(place).state == "starting"  # nothing written yet
    first.note("stopping")
    assert lease.status(place) == lease.KeeperStatus("stopping", os.getpid(), None)
    fcntl.flock(first.lock, fcntl.LOCK_UN)
    assert lease.status(place).state == "none"
    first.close()


def test_there_is_one_keeper(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper.time, "sleep", lambda _seconds: None)
    place.record.mkdir(parents=True)
    first, second = keeper.Keeper(place), keeper.Keeper(place)
    assert first.take_office()
    assert not second.take_office()
    assert first.nobody_left()
    assert not second.nobody_left()
    first.close()
    assert second.take_office()
    second.close()


def test_the_keeper_gives_up_on_a_server_that_keeps_dying(place: Place) -> None:
    place.record.mkdir(parents=True)
    tired = keeper.Keeper(place)
    tired.start = lambda: None  # type: ignore[method-assign,assignment,return-value]
    for _ in range(keeper.RESTARTS):
        tired.restart()
    with pytest.raises(DatabaseUnavailable, match="keeps stopping"):
        tired.restart()
    tired.close()


@pytest.mark.parametrize(("said", "meant"), [("7", 7), ("0", 1), ("soon", 30), (None, 30)])
def test_idle_seconds(monkeypatch: pytest.MonkeyPatch, said: str | None, meant: int) -> None:
    monkeypatch.delenv("PARVIS_IDLE_SECONDS", raising=False)
    if said is not None:
        monkeypatch.setenv("PARVIS_IDLE_SECONDS", said)
    assert keeper.idle_seconds() == meant


def test_hold_is_refused_in_one_sentence_when_the_keeper_is(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A keeper that cannot even start, and one that says why."""
    monkeypatch.setattr(lease, "_held", {})
    refusing = """printf '{"refused": "Not now."}' >/dev/fd/$8"""
    for program, sentence in [("exit 3", "stopped at once"), (refusing, r"^Not now\.$")]:
        fake = tmp_path / "python"
        fake.write_text(f"#!/bin/sh\n{program}\n")
        fake.chmod(0o755)
        monkeypatch.setattr(lease.sys, "executable", str(fake))
        with pytest.raises(DatabaseUnavailable, match=sentence):
            lease.hold(place)
    for descriptor in lease._held.values():
        os.close(descriptor)


def test_a_full_disk_is_refused_before_anything_is_made(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1 << 20))
    place.record.mkdir(parents=True)
    with pytest.raises(DatabaseUnavailable, match=r"is full \(1 MB free\)"):
        server.Server(place)._initialise()
    assert list(place.record.iterdir()) == []


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("x: could not write: No space left on device", "is full"),
        ("LOG: a\nFATAL:  lock file exists.\nLOG: b", "did not start: FATAL:  lock file exists"),
        ("", "it said nothing"),
    ],
)
def test_why_it_failed_takes_the_line_that_tells(place: Place, output: str, sentence: str) -> None:
    place.record.mkdir(parents=True)
    assert sentence in str(server.Server(place)._why_it_failed(output, "start"))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "is full"), (errno.EACCES, "belongs to"), (errno.EIO, "cannot be started")],
)
def test_in_one_sentence(tmp_path: Path, number: int, sentence: str) -> None:
    assert sentence in str(server.in_one_sentence(OSError(number, "said"), tmp_path))


def test_the_script_s_door(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARVIS_VAR", str(tmp_path))
    assert __main__.main(["status"]) == 0
    assert __main__.main(["stop"]) == 0
    assert capsys.readouterr().out == "none\nwas not running\n"
    assert __main__.main(["dance"]) == 2
    monkeypatch.setenv("PARVIS_CLUSTER", "A")
    assert __main__.main(["status"]) == 1
