"""What `parvis report` writes, and each thing it refuses in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from parvis.accounts.actors import command
from parvis.annualreport import actions, queries
from parvis.annualreport.contradictions import Contradiction
from parvis.cli import report
from parvis.cli.main import main
from parvis.demo.actions import load_networks
from parvis.network.queries import home

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


def test_nothing_is_final_while_a_contradiction_is_open(capsys: Terminal) -> None:
    left = len(queries.open_for(home(), 2025))
    said = _refused(capsys, "2025", "--final", "--language", "en", "--output", "x.pdf")
    assert left > 1
    assert f"{left} contradictions are open" in said
    assert "parvis check 2025" in said


def test_the_last_open_contradiction_is_counted_as_one(capsys: Terminal) -> None:
    _settle(queries.open_for(home(), 2025)[1:])
    said = _refused(capsys, "2025", "--final", "--network", "ricdm", "--output", "x.pdf")
    assert "1 contradiction is open" in said
    assert "parvis check 2025 --network ricdm" in said


def test_a_report_nothing_stands_against_is_final_and_then_published(
    here: Path, capsys: Terminal
) -> None:
    _settle(queries.open_for(home(), 2025))
    words = ["report", "2025", "--language", "en", "--output", "f.html"]

    assert main(words) == 0
    assert ": draft," in capsys.readouterr().out
    assert main([*words, "--final"]) == 0
    assert ": final edition," in capsys.readouterr().out
    assert "Nobody has approved" not in (here / "f.html").read_text(encoding="utf-8")

    actions.publish(network=home(), year=2025, by=command("test"))
    assert main(words) == 0
    assert ": published," in capsys.readouterr().out
    assert "for the facts as they stand" in (here / "f.html").read_text(encoding="utf-8")


def _settle(found: list[Contradiction]) -> None:
    for one in found:
        actions.resolve(
            network=home(),
            year=2025,
            key=one.key,
            choice="first",
            reason="The first one was checked.",
            by=command("test"),
        )
