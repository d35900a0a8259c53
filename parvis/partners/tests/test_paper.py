"""The balance sheet on paper: what it says, in both languages, tagged."""

import datetime
import io

import pikepdf
import pytest
from django.utils import translation

from parvis.centres.tests.factories import PoleFactory
from parvis.papers.typesetting import typeset
from parvis.partners.models import Contribution
from parvis.partners.paper import file_name, statement
from parvis.partners.queries import balance_sheet
from parvis.partners.tests.factories import AgreementFactory, ContributionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


def sheet_of(agreement, year=2025):
    return balance_sheet(agreement.partner, agreement.centre, year)


@pytest.fixture
def agreement():
    row = AgreementFactory(subject={"fr": "Convention"}, partner__code="afpa")
    ContributionFactory(agreement=row, promised=50, given=46)
    ContributionFactory(
        agreement=row,
        kind="expertise",
        purpose="diagnosis",
        promised=4,
        given=None,
        about={"en": "#strong[Needs] of the valley"},
    )
    return row


def test_the_paper_says_every_line_and_every_total(agreement):
    with translation.override("en"):
        data = statement(sheet_of(agreement), DAY).data

    assert [(total["kind"], total["given"], total["missing"]) for total in data["totals"]] == [
        ("Human resources", "46", "4"),
        ("Expertise", "not said", "not said"),
    ]
    assert [line["purpose"] for line in data["lines"]] == ["Counselling", "Territorial diagnosis"]
    assert data["agreements"][0].startswith("Convention. In force 1\u00a0January 2025")
    assert data["simulated"] == ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_set_as_tagged_pdf_and_what_people_wrote_is_no_markup(agreement, language):
    with translation.override(language):
        raw = typeset(statement(sheet_of(agreement), DAY))

    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith(language)
        assert len(pdf.pages) == 1


def test_an_empty_year_is_said(agreement):
    with translation.override("en"):
        paper = statement(sheet_of(agreement, 2026), DAY)

    assert paper.data["totals"] == []
    assert typeset(paper).startswith(b"%PDF")


def test_a_made_up_sheet_says_so_on_the_page_and_in_the_name_of_its_file():
    agreement = AgreementFactory(
        simulated=True, centre__simulated=True, partner__simulated=True, partner__code="afpa"
    )
    sheet = sheet_of(agreement)

    with translation.override("en"):
        assert statement(sheet, DAY).data["simulated"].startswith("Simulated")
    assert file_name(sheet) == f"afpa-{agreement.centre.code}-2025-simulated.pdf"


def test_the_pole_of_a_line_is_named(agreement):
    line = Contribution.objects.get(purpose="counselling")
    line.pole = PoleFactory(centre=agreement.centre)
    line.save()

    with translation.override("en"):
        data = statement(sheet_of(agreement), DAY).data

    assert data["lines"][0]["purpose"] == "Counselling, pole “Find a job”"
    assert file_name(sheet_of(agreement)) == f"afpa-{agreement.centre.code}-2025.pdf"
