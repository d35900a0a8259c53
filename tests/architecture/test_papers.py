"""What lies beside the program: lock files, the README, what is said of the mission."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.reading import HOUSE, ROOT

PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org", "registry.npmjs.org"}
LOCKS = [
    path
    for name in ("uv.lock", "package-lock.json", "requirements*.txt")
    for path in ROOT.glob(name)
]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_files_name_public_hosts_only(lock):
    text = lock.read_text(encoding="utf-8")
    # Money pages of packages stand in npm's lock; they are not fetched from.
    text = re.sub(r'"funding": (\{[^}]*\}|\[[^]]*\]|"[^"]*")', "", text)
    hosts = {host.rsplit("@", 1)[-1] for host in re.findall(r"[a-z+]+://([^/\"'\s]+)", text)}

    assert hosts <= PUBLIC_HOSTS
    assert "file:" not in text


def test_there_is_a_lock_file():
    assert [path.name for path in LOCKS].count("uv.lock") == 1


def _tests_of(module: str) -> set[str]:
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    if not path.exists():
        return set()
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_what_is_said_of_the_mission_names_tests_that_exist():
    said = (ROOT / "docs" / "mission-coverage.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:parvis|tests)\.[\w.]+\.test_\w+)`", said))
    missing = sorted(
        name for name in named if (parts := name.rpartition("."))[2] not in _tests_of(parts[0])
    )

    assert named
    assert missing == []


def test_every_row_of_the_mission_names_a_test_or_says_what_is_not_yet_true():
    said = (ROOT / "docs" / "mission-coverage.md").read_text(encoding="utf-8")
    rows = [line for line in said.splitlines() if re.match(r"\|\s*\d+\s*\|", line)]
    silent = [
        row.split("|")[1].strip()
        for row in rows
        if not re.search(r"`(?:parvis|tests)\.|not yet", row.rsplit("|", 2)[1])
    ]

    assert rows
    assert silent == []


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_readme_names_both_commands(command: str):
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_room_is_described():
    said = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8")
    silent = [
        path.parent.name
        for path in HOUSE.glob("*/__init__.py")
        if f"| `{path.parent.name}` |" not in said
    ]

    assert silent == []


def test_every_slot_is_described():
    from parvis.ui.slots import PLACES

    later = (ROOT / "docs" / "later.md").read_text(encoding="utf-8")

    assert [place for place in PLACES if f"| `{place}` |" not in later] == []
