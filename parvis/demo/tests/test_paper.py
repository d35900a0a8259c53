"""The reports of the demonstration in print: what a reader, a machine and an archive find."""

import io
import re
import subprocess
import sys

import pikepdf
import pytest
from django.utils import translation

from parvis.annualreport import queries
from parvis.annualreport.paper import file_name, page_of, paper_of
from parvis.network.models import Network
from parvis.papers.errors import MissingAlternative
from parvis.papers.typesetting import Picture, typeset
from parvis.ui.numbers import sentence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]

EDITIONS = [
    ("ricdm", 2024, "fr"),
    ("ricdm", 2024, "en"),
    ("ricdm", 2025, "fr"),
    ("ricdm", 2025, "en"),
    ("example", 2025, "fr"),
    ("example", 2025, "en"),
]


def _report(code, year, language):
    network = Network.objects.get(code=code)
    entry = queries.year_entry(queries.years(network), year)
    return network, queries.report(network, entry, language, lambda _code: "")


def _edition(network, report):
    return queries.edition_of(network, report.entry.year, translation.get_language())


@pytest.fixture(scope="module")
def editions(both_networks, django_db_blocker):
    """Every edition, set once: its report, its paper, its bytes."""
    made = {}
    with django_db_blocker.unblock():
        for edition in EDITIONS:
            with translation.override(edition[2]):
                network, report = _report(*edition)
                paper = paper_of(report, network, _edition(network, report))
                made[edition] = (report, paper, typeset(paper))
    return made


def _read(pdf, tmp_path, *words):
    place = tmp_path / "report.pdf"
    place.write_bytes(pdf)
    done = subprocess.run(["pdftotext", *words, str(place), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def _flat(text):
    return re.sub(r"\s+", " ", text.replace("\u2060", ""))


def _tree(pdf, kinds):
    def walk(element):
        if isinstance(element, pikepdf.Array):
            for child in element:
                yield from walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if str(element.get("/S", "")) in kinds:
                yield element
            if "/K" in element:
                yield from walk(element.K)

    yield from walk(pdf.Root.StructTreeRoot.K)


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_an_edition_is_accessible_and_small(editions, edition):
    _, paper, made = editions[edition]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang) == edition[2]
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/Outlines" in pdf.Root
        assert str(edition[1]) in str(pdf.docinfo["/Title"])
        figures = list(_tree(pdf, {"/Figure"}))
        assert len(figures) == len(paper.pictures)
        assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
        assert list(_tree(pdf, {"/Table"}))
        assert list(_tree(pdf, {"/TOC"}))
        fonts = [
            font
            for page in pdf.pages
            for font in page.get("/Resources", {}).get("/Font", {}).values()
        ]
        families = {str(font.BaseFont) for font in fonts}
        assert all("AtkinsonHyperlegibleNext" in family for family in families)
        for font in fonts:
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            assert "/FontFile2" in inner.FontDescriptor
    assert len(made) < 5_000_000


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_a_checker_finds_nothing(editions, edition, tmp_path):
    place = tmp_path / "report.pdf"
    place.write_bytes(editions[edition][2])
    done = subprocess.run(
        [sys.executable, "-m", "pdfua", "check", str(place)], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_the_words_of_its_state_stand_on_every_page(editions, edition, tmp_path):
    words = {"fr": ["BROUILLON"], "en": ["DRAFT"]}[edition[2]]
    if edition[0] == "example":
        words += {"fr": ["SIMULÉ"], "en": ["SIMULATED"]}[edition[2]]
    pages = _read(editions[edition][2], tmp_path).split("\f")[:-1]

    assert len(pages) > 10
    for page in pages:
        assert all(word in page for word in words)


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_every_figure_of_the_screen_is_on_paper(editions, edition, tmp_path):
    report, _paper, made = editions[edition]
    text = _flat(_read(made, tmp_path, "-layout")) + _flat(_read(made, tmp_path))
    with translation.override(edition[2]):
        for card in report.cards:
            assert _flat(sentence(card.figure)) in text, card.code


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_nothing_raw_is_printed(editions, edition, tmp_path):
    text = _read(editions[edition][2], tmp_path)

    for raw in ("[[", "]]", "**", "%(", "{n}", "figure missing", "chiffre manquant"):
        assert raw not in text
    assert not re.search(r"\bNone\b(?!\s+of\s+these)", text)
    if edition[2] == "fr":
        for english in ("Sources disagree", "not stated", "Members on", "Draft", "vacant office"):
            assert english not in text


def test_what_no_source_states_is_said_so_for_every_figure(editions, tmp_path):
    report, paper, made = editions["ricdm", 2024, "en"]
    unstated = [card for card in paper.data["cards"] if not card["definition"]]

    assert len(paper.data["cards"]) == len(report.cards)
    assert len(unstated) > 20
    assert _flat(_read(made, tmp_path)).count("not stated in the source") >= len(unstated)


def test_the_sum_stands_beside_the_published_total(editions, tmp_path):
    text = _flat(_read(editions["ricdm", 2024, "en"][2], tmp_path))

    assert "The parts add up to about 6,690; the published total is more than 6,700" in text
    assert "The two are not equal." in text


def test_vacant_offices_are_named(editions, tmp_path):
    text = _flat(_read(editions["ricdm", 2025, "fr"][2], tmp_path))

    assert text.count("vacant ") >= 2
    assert "Trésorerie" in text


@pytest.mark.parametrize("edition", EDITIONS[2:4], ids=str)
def test_the_same_facts_give_the_same_bytes(editions, edition):
    with translation.override(edition[2]):
        network, report = _report(*edition)
        again = paper_of(report, network, _edition(network, report))

    assert again.fingerprint == editions[edition][1].fingerprint
    assert typeset(again) == editions[edition][2]


def test_a_drawing_without_words_stops_the_report(editions):
    from dataclasses import replace

    paper = editions["ricdm", 2025, "fr"][1]
    first, *others = paper.pictures
    silent = replace(paper, pictures=(Picture(first.name, first.svg, ""), *others))

    with translation.override("en"), pytest.raises(MissingAlternative, match=first.name):
        typeset(silent)


@pytest.mark.parametrize("edition", EDITIONS[:4], ids=str)
def test_a_draft_ends_with_what_is_open_and_both_its_values(editions, edition):
    network = Network.objects.get(code=edition[0])
    with translation.override(edition[2]):
        left = queries.open_for(network, edition[1], edition[2])
    annex = editions[edition][1].data["contradictions"]

    assert len(annex) == len(left) > 5
    for shown, one in zip(annex, left, strict=True):
        printed = [_text(side["printed"]) for side in shown["sides"]]
        assert printed == [_bare(one.first.printed), _bare(one.second.printed)]
    assert str(len(left)) in editions[edition][1].data["edition_told"]


def _text(said):
    return _bare(said if isinstance(said, str) else said["text"])


def _bare(text):
    return re.sub(r"\s|\u2060", "", text)


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_published_edition_says_when_and_by_what_kind_of_account(is_demonstration):
    from datetime import UTC, datetime

    from parvis.annualreport.models import Publication
    from parvis.annualreport.paper.edition import edition_told

    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    published = Publication(at=at, is_demonstration=is_demonstration)
    with translation.override("en"):
        told = edition_told(queries.Edition(published, []))

    assert told.startswith("Published on 1 March 2026")
    assert ("demonstration account" in told) == is_demonstration


def test_a_final_edition_does_not_bear_the_word():
    with translation.override("en"):
        network, report = _report("ricdm", 2025, "en")
        paper = paper_of(report, network, queries.Edition(None, [], is_final=True))

    assert paper.data["draft"] == ""


@pytest.mark.parametrize(
    ("edition", "name"),
    [
        (EDITIONS[2], "rapport-2025-fr.pdf"),
        (EDITIONS[4], "rapport-2025-example-fr-simule.pdf"),
        (EDITIONS[5], "report-2025-example-en-simulated.pdf"),
    ],
)
def test_the_file_of_a_made_up_network_says_so(edition, name):
    with translation.override(edition[2]):
        network, report = _report(*edition)

        assert file_name(report, network) == name


def test_the_page_that_stands_alone_asks_nobody_for_anything():
    with translation.override("fr"):
        network, report = _report("ricdm", 2025, "fr")
        html = page_of(report, network, _edition(network, report)).decode()

    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert not re.search(r"url\((?!\"?data:)", html)
    assert "Comité Exécutif" in html


def test_the_report_is_printed_from_its_page(client, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PARVIS_VAR", str(tmp_path))
    page = client.get("/fr/reports/2025/")
    answer = client.get("/fr/reports/2025.pdf")

    assert 'href="/fr/reports/2025.pdf"' in page.content.decode()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="rapport-2025-fr.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert len(list((tmp_path / "papers").glob("*.pdf"))) == 1
    assert client.get("/fr/reports/1900.pdf").status_code == 404


def test_a_chart_is_drawn_on_the_page_and_given_as_csv(client):
    page = client.get("/en/reports/2024/").content.decode()
    answer = client.get("/en/reports/2024/workshops-total-2024.csv")

    assert 'id="chart-workshops-total-2024"' in page
    assert answer["Content-Type"].startswith("text/csv")
    assert b'Published total,"more than 6,700"' in answer.content
    assert client.get("/en/reports/2024/nothing.csv").status_code == 404
    assert client.get("/en/reports/1900/nothing.csv").status_code == 404
    named = client.get("/en/networks/example/reports/2025/members-by-country.csv")
    assert "simulated" in named["Content-Disposition"]
