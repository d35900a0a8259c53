"""What `parvis report` writes, and each thing it refuses in one sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction

from parvis.annualreport.queries import finality
from parvis.cli import report
from parvis.cli.main import main
from parvis.demo.actions import load_networks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]

Terminal = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def both_networks(django_db_setup, django_db_blocker):
    """Both networks loaded once for the module, and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_networks()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder of one's own; the database is the test's, already prepared."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(report, "prepare", lambda: None)
    return tmp_path


def _refused(capsys: Terminal, *words: str) -> str:
    assert main(["report", *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    return said.err


def test_a_draft_is_written_and_said(here: Path, capsys: Terminal) -> None:
    assert main(["report", "2025", "--language", "en", "--output", "mine.pdf"]) == 0
    assert capsys.readouterr().out.startswith("mine.pdf: draft, ")
    assert (here / "mine.pdf").read_bytes().startswith(b"%PDF-")
    assert [path.name for path in here.iterdir()] == ["mine.pdf"]


@pytest.mark.parametrize("words", [["--output", "r.html"], ["--format", "html", "--output", "r"]])
def test_the_page_as_a_file(here: Path, words: list[str]) -> None:
    assert main(["report", "2024", "--language", "en", *words]) == 0
    html = (here / words[-1]).read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "Nobody has approved this report yet." in html


def test_a_name_is_made_up_when_none_is_given(here: Path) -> None:
    assert main(["report", "2024", "--format", "html"]) == 0
    assert [path.name for path in here.iterdir()] == ["rapport-2024-fr.html"]


def test_the_file_of_a_made_up_network_says_so_whatever_was_asked(
    here: Path, capsys: Terminal
) -> None:
    words = ["report", "2025", "--network", "example", "--output", "r.html", "--language", "en"]
    assert main(words) == 0
    assert "made up" in capsys.readouterr().err
    assert [path.name for path in here.iterdir()] == ["r-simulated.html"]


def test_a_year_nobody_wrote_about_is_not_published(capsys: Terminal) -> None:
    assert "1999 is not published" in _refused(capsys, "1999", "--output", "x.pdf")


def test_a_network_nobody_knows_is_answered_with_those_there_are(capsys: Terminal) -> None:
    said = _refused(capsys, "2025", "--network", "nowhere", "--output", "x.pdf")
    assert "“nowhere”; there is: ricdm, example." in said


@pytest.mark.parametrize("where", ["no/such/folder/x.html", "."])
def test_a_place_that_cannot_be_written_is_named(here: Path, capsys: Terminal, where: str) -> None:
    assert where in _refused(capsys, "2025", "--format", "html", "--output", where)
    assert list(here.iterdir()) == []


def test_nothing_is_final_before_somebody_has_looked(
    capsys: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finality, "RULES", "parvis.annualreport.rules_to_come")
    said = _refused(capsys, "2025", "--final", "--language", "en", "--output", "x.pdf")
    assert said.startswith("Only a draft can be printed: nothing has looked")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [(1, "1 contradiction is open. See it"), (3, "3 contradictions are open")],
)
def test_nothing_is_final_while_a_contradiction_is_open(
    capsys: Terminal, monkeypatch: pytest.MonkeyPatch, found: int, sentence: str
) -> None:
    monkeypatch.setitem(
        sys.modules, finality.RULES, SimpleNamespace(open_for=lambda _network, _year: range(found))
    )
    said = _refused(capsys, "2025", "--final", "--language", "en", "--output", "x.pdf")
    assert sentence in said


def test_a_report_nothing_stands_against_is_final(
    here: Path, capsys: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = SimpleNamespace(open_for=lambda _network, _year: [])
    monkeypatch.setitem(sys.modules, finality.RULES, rules)
    assert main(["report", "2024", "--final", "--language", "en", "--output", "f.html"]) == 0
    assert "final edition" in capsys.readouterr().out
    assert "Nobody has approved" not in (here / "f.html").read_text(encoding="utf-8")
