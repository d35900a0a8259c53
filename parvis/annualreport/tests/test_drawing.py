"""What a chart says, and when there is nothing to draw."""

import datetime

import pytest
from django.utils import translation

from parvis.annualreport.queries import drawing
from parvis.annualreport.queries.blocks import BodyBlock
from parvis.annualreport.queries.citing import FigureRow
from parvis.ui.numbers import Figure


def figure(code, value, qualifier="exact"):
    return FigureRow(
        code=code,
        figure=Figure(qualifier=qualifier, value=value),
        name={"en": code},
        unit={"en": "meetings"},
        period="2025",
        scope="",
        about="",
        note={},
        answering=None,
        total=None,
        is_target=False,
        definition={},
        recipe={},
        version=1,
        refs=(1,),
    )


def body(code, meetings):
    return BodyBlock(
        code=code,
        name={"en": code},
        mandate={},
        on=datetime.date(2025, 12, 31),
        seats=(),
        vacant=(),
        sittings=(),
        published=figure(code, meetings),
        figures=(),
        refs=(),
    )


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("missing", ["part", "sum", "total"])
def test_a_total_without_all_its_numbers_is_not_drawn(missing):
    parts = [figure("one", None if missing == "part" else 2), figure("two", 3)]
    published = figure("all", None if missing == "total" else 5)
    computed = Figure(qualifier="exact", value=None if missing == "sum" else 5)

    assert drawing.of_total(published, parts, computed, differs=False) is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((4, 3), "As many meetings as the year before"),
        ((5, 2), "More meetings than the year before for some bodies, fewer for others"),
        ((5, 3), "More meetings than the year before"),
        ((4, 1), "Fewer meetings than the year before"),
    ],
)
def test_the_title_says_what_became_of_the_meetings(now, said):
    before = {
        code: drawing.Held(value=held, figure=Figure("exact", held), refs=(2,))
        for code, held in (("board", 4), ("assembly", 3))
    }
    bodies = [body("board", now[0]), body("assembly", now[1])]
    chart = drawing.of_meetings("meetings", bodies, before, 2025)

    assert chart.title == said
    assert chart.series == ("2024", "2025")
    assert chart.refs == (1, 2)


def test_one_body_alone_is_not_compared():
    before = {"board": drawing.Held(value=4, figure=Figure("exact", 4), refs=())}

    assert drawing.of_meetings("m", [body("board", 5), body("new", 1)], before, 2025) is None
