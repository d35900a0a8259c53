"""`parvis check`, on made-up facts and without starting a database of its own."""

import io

import pytest
from rich.console import Console

from parvis.annualreport import actions
from parvis.cli import check
from parvis.cli.main import main
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.kernel.errors import ParvisError
from parvis.network.models import Network
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(monkeypatch):
    """What is printed, as if into a pipe."""
    there = Console(file=io.StringIO(), width=100, highlight=False)
    monkeypatch.setattr(check, "out", there)
    monkeypatch.setattr(check, "prepare", lambda: False)
    return lambda: there.file.getvalue()


@pytest.fixture
def on_a_terminal(monkeypatch, said):
    there = Console(file=io.StringIO(), width=120, force_terminal=True, color_system=None)
    monkeypatch.setattr(check, "out", there)
    return lambda: there.file.getvalue()


@pytest.fixture
def network():
    network = Network.objects.create(code="made-up", name={"fr": "Réseau", "en": "Network"})
    source = Source.objects.create(
        collection="made-up", code="r", title="Rapport [A]", kind="report", language="fr",
        covers="2030",
    )  # fmt: skip
    indicator = Indicator.objects.create(network=network, code="letters", kind="count")
    definition = Definition.objects.create(
        indicator=indicator, version=0, name={"fr": "Lettres", "en": "Letters"}
    )
    for code, value, year, chosen in (
        ("a", 10, 2030, True),
        ("b", 12, 2030, False),
        ("c", 7, 2029, True),
    ):
        row = Observation.objects.create(
            network=network, code=code, indicator=indicator, definition=definition, year=year,
            period=str(year), scope="network", qualifier="exact", value=value, is_chosen=chosen,
        )  # fmt: skip
        row.sources.add(source)
    return network


def test_both_values_their_sources_and_a_cause_are_shown_when_piped(network, said):
    assert check.run(2030, language="en") == 1

    lines = said().splitlines()
    assert lines[0] == "Contradictions of 2030, made-up"
    assert lines[1] == "1. [two values or dates for one fact] Letters · 2030"
    assert lines[2] == "   1: 10 — Rapport [A] (fr)"
    assert lines[3] == "   2: 12 — Rapport [A] (fr)"
    assert lines[4].endswith("at different times.")
    assert lines[-1] == "1 open, 1 notes (made-up, 2030)."


def test_a_table_is_shown_on_a_terminal(network, on_a_terminal):
    assert check.run(2030) == 1

    assert "Rapport [A]" in on_a_terminal()
    assert "│" in on_a_terminal()


def test_it_speaks_french_when_asked(network, said):
    check.run(2030, network="made-up", language="fr")

    assert "deux valeurs ou dates pour un même fait" in said()


def test_nothing_open_is_success(network, said):
    Observation.objects.filter(code="b").delete()

    assert check.run(2030) == 0
    assert said().splitlines()[-1] == "0 open, 1 notes (made-up, 2030)."


def test_what_was_settled_is_counted(network, said):
    from parvis.accounts.actors import command
    from parvis.annualreport.queries import open_for

    (one,) = open_for(network, 2030)
    actions.resolve(
        network=network, year=2030, key=one.key, choice="first",
        reason="The first was printed.", by=command("test"),
    )  # fmt: skip

    assert check.run(2030) == 0
    assert "0 open, 1 settled" in said()


def test_a_year_without_figures_says_so(network, said):
    assert check.run(1999) == 0
    assert said() == "1999: nothing is published for that year.\n"


@pytest.mark.parametrize(("code", "told"), [("nowhere", "nowhere"), (None, "No network yet")])
def test_an_unknown_network_is_refused(said, code, told):
    with pytest.raises(ParvisError, match=told):
        check.run(2030, network=code)


def test_the_command_knows_its_words(network, said, capsys):
    assert main(["check", "2030", "--network", "made-up"]) == 1
    assert main(["check", "2030", "--network", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["check", "soon"])
