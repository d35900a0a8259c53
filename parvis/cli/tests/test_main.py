"""What a person at a terminal reads: help, one sentence, an exit code; never a traceback."""

from __future__ import annotations

import errno
import importlib
import socket
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from parvis.cli import demo, doctor, prepare, serve
from parvis.cli.main import main
from parvis.kernel import database
from parvis.kernel.errors import ParvisError

Terminal = pytest.CaptureFixture[str]


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | type[BaseException]], None]:
    """Make every part of the command fail in this way."""

    def fail(how: Exception | type[BaseException]) -> None:
        def run(**_words: object) -> int:
            raise how

        monkeypatch.setattr(importlib, "import_module", lambda _name: SimpleNamespace(run=run))

    return fail


def test_help_has_examples_and_exit_codes(capsys: Terminal) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    said = capsys.readouterr().out
    assert "examples:" in said
    assert "exit codes:" in said


def test_a_word_it_does_not_know_is_misuse(capsys: Terminal) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["dance"])
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (ParvisError("Not today."), "Not today.\n"),
        (OSError(errno.ENOSPC, "x", "/there"), "The disk is full (/there): make room"),
        (OperationalError("gone\n"), "The database went away (gone): what was not finished"),
        (ValueError("two\nlines"), "went wrong (ValueError: two lines). Run it again with --debug"),
    ],
)
def test_a_failure_is_one_sentence(
    part: Callable[[Exception], None], capsys: Terminal, failure: Exception, sentence: str
) -> None:
    part(failure)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_debug_shows_where(part: Callable[[Exception], None], capsys: Terminal) -> None:
    part(ValueError("x"))
    assert main(["doctor", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_130(
    part: Callable[[type[BaseException]], None], capsys: Terminal
) -> None:
    part(KeyboardInterrupt)
    assert main(["serve"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_taken_port_is_said_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, capsys: Terminal
) -> None:
    with socket.socket() as other:
        other.bind((serve.ADDRESS, 0))
        other.listen()
        number = other.getsockname()[1]
        monkeypatch.setenv("PARVIS_PORT", str(number))
        assert main(["demo"]) == 1
        assert f"Port {number} is already taken" in capsys.readouterr().err
        assert next(doctor._port()).standing == "note"
    assert next(doctor._port()).standing == "good"


@pytest.mark.parametrize("word", ["http", "0", "70000", "８０"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("PARVIS_PORT", word)
    with pytest.raises(serve.PortRefused, match="write a number"):
        serve.port()


def test_a_privileged_port_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(serve.PortRefused, match=r"cannot be used \(Permission denied\)"):
        serve.refuse_a_taken_port(80)


def test_the_fingerprint_is_stable() -> None:
    assert prepare.fingerprint() == prepare.fingerprint()
    assert demo._state() == demo._state()


def test_what_django_says_becomes_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "SETTINGS", "parvis.config.not_there")
    with pytest.raises(prepare.PreparationFailed, match=r"check failed: .*not_there"):
        prepare._django("app", "check")


@pytest.mark.django_db
def test_the_doctor_finds_nothing_wrong_with_the_tests_own_database(capsys: Terminal) -> None:
    findings = {finding.what: finding for finding in doctor.examine()}
    assert findings["PostgreSQL"].standing == "good"
    assert {"parvis", "Python", "database", "disk", "roles", "port"} <= set(findings)
    assert doctor.run() == 0
    assert "Nothing is wrong." in capsys.readouterr().out


def test_the_doctor_says_what_is_wrong_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: Terminal
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@/b?host=/nowhere")
    assert doctor.run() == 1
    said = capsys.readouterr().out
    assert "cannot be reached" in said
    assert "must be put right" in said
    assert "one role" not in said
    assert "owns the tables and runs the pages" in " ".join(said.split())


def test_preparing_twice_does_it_once(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a database that has every table and was never noted as prepared."""
    from urllib.parse import quote

    def address(role: database.Role) -> str:
        found = database.settings_for(role)
        login = f"{quote(found['USER'])}:{quote(found['PASSWORD'], safe='')}"
        where = f"host={quote(found['HOST'], safe='')}&port={found['PORT']}"
        return f"postgresql://{login}@/{committed_db}?{where}"

    owner, app = address("owner"), address("app")
    with monkeypatch.context() as patch:
        patch.setenv("DATABASE_OWNER_URL", owner)
        patch.setenv("DATABASE_URL", app)
        assert prepare.prepare()
        assert not prepare.prepare()
        with database.connection("owner") as opened:
            prepare.record(opened, "demonstration", "old")
            assert prepare.recorded(opened, "demonstration") == "old"
            assert demo._known_sign_ins() is None
        with database.connection("app") as opened:
            assert prepare.recorded(opened, prepare.TABLES) == prepare.fingerprint()
            with pytest.raises(Exception, match="permission denied"):
                opened.execute("DELETE FROM parvis_state")
