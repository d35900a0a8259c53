import csv
import io
import xml.etree.ElementTree as ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parvis.papers import map as maps
from parvis.papers.charts import Chart, Row
from parvis.papers.places import HEIGHT, INSETS, WHOLE, WIDTH, place
from parvis.papers.typography import composed

SVG = "{http://www.w3.org/2000/svg}"
ROWS = {
    "bars": (Row("A", (3,), ("3",)), Row("Sum", (3,), ("about 3",), kind="sum")),
    "years": (Row("A", (3, 4), ("3", "4")),),
    "ranges": (Row("A", (14, 90), ("14 to 90",)),),
    "shares": (Row("A", (60,), ("60%",)),),
}


def _chart(form, rows, series=("value",)):
    return Chart("c", form, "Title", "unit", (1,), "Told.", series, tuple(rows))


@pytest.mark.parametrize("form", ROWS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_form_is_a_drawing_that_says_its_values(form, language):
    with translation.override(language):
        drawn = ElementTree.fromstring(_chart(form, ROWS[form], ("2024", "2025")).svg)
    said = "".join(drawn.itertext())

    assert drawn.tag == f"{SVG}svg"
    for row in ROWS[form]:
        assert all(text in said for text in row.said)
    # A comma inside a number would be two numbers to whoever draws it.
    assert all(
        "," not in node.get(name, "") for node in drawn.iter() for name in ("x", "y", "width")
    )


@pytest.mark.parametrize("form", ROWS)
def test_names_are_text_whatever_they_look_like(form):
    row = ROWS[form][0]
    hostile = Row('</text><script>"&', row.values, row.said)

    drawn = ElementTree.fromstring(_chart(form, [hostile], ("2024", "2025")).svg)

    assert not list(drawn.iter(f"{SVG}script"))
    assert '</text><script>"&' in "".join(drawn.itertext())


def test_a_sum_and_a_published_total_differ_without_colour():
    rows = [Row(kind, (1,), ("1",), kind=kind) for kind in ("part", "sum", "published")]
    drawn = ElementTree.fromstring(_chart("bars", rows).svg)
    looks = {(r.get("fill"), r.get("stroke")) for r in drawn.iter(f"{SVG}rect")}

    assert len(looks) == 3


def test_more_than_four_series_are_refused():
    row = Row("A", (1,) * 5, ("1",) * 5)

    with pytest.raises(ValueError, match="at most 4 series"):
        _ = _chart("years", [row], ("1", "2", "3", "4", "5")).svg


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=8))
def test_bars_stay_in_the_frame_and_in_proportion(values):
    drawn = ElementTree.fromstring(_chart("bars", [Row("A", (v,), ("x",)) for v in values]).svg)
    widths = [float(r.get("width")) for r in drawn.iter(f"{SVG}rect")]

    assert all(0 < width <= 680 - 250 for width in widths)
    for width, value in zip(widths, values, strict=True):
        assert width == pytest.approx(max(value / (max(values) or 1) * 298, 1.5), abs=0.1)


def test_the_rows_are_a_csv_that_no_spreadsheet_computes():
    text = _chart("bars", [Row("=1+1", (1,), ("more than 1,000",))]).csv("What")

    assert list(csv.reader(io.StringIO(text))) == [["What", "value"], ["'=1+1", "more than 1,000"]]


@pytest.mark.parametrize(
    ("latitude", "longitude", "where"),
    [
        (48.86, 2.35, "europe"),
        (38.7, -9.42, "europe"),
        (16.27, -61.5, "guadeloupe"),
        (-21.34, 55.48, "la-reunion"),
        (-12.78, 45.23, "mayotte"),
        (40.7, -74.0, None),
        (-35.0, -175.0, None),
    ],
)
def test_a_point_falls_in_its_own_frame(latitude, longitude, where):
    at = place(latitude, longitude)
    if where is None:
        assert at is None
        return
    assert at is not None
    inside = [
        i.code for i in INSETS if i.x <= at[0] <= i.x + i.width and i.y <= at[1] <= i.y + i.height
    ]
    assert inside == ([] if where == "europe" else [where])
    assert 0 <= at[0] <= WHOLE
    assert 0 <= at[1] <= HEIGHT


def test_north_is_up_and_east_is_right():
    paris, lille, brest = place(48.86, 2.35), place(50.63, 3.06), place(48.39, -4.49)
    assert lille[1] < paris[1]
    assert brest[0] < paris[0]


def test_the_map_numbers_every_point_and_says_which_fall_outside():
    points = [maps.Point(1, "Paris", 48.86, 2.35), maps.Point(2, "New York", 40.7, -74.0)]

    drawn = maps.drawn(points, tinted=["FR"])
    said = "".join(ElementTree.fromstring(drawn.svg).itertext()).split()

    assert "1" in said
    assert "2" not in said
    assert [point.number for point in drawn.outside] == [2]


def test_neighbours_on_the_map_are_all_readable():
    points = [maps.Point(n, str(n), 48.8 + n / 50, 2.3) for n in range(8)]
    tree = ElementTree.fromstring(maps.drawn(points, tinted=[]).svg)
    discs = [
        (float(c.get("cx")), float(c.get("cy")))
        for c in tree.iter(f"{SVG}circle")
        if float(c.get("r")) == maps.RADIUS
    ]

    assert len(discs) == 8
    assert all(
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 > (1.9 * maps.RADIUS) ** 2
        for n, a in enumerate(discs)
        for b in discs[n + 1 :]
    )
    assert all(0 <= x <= WIDTH for x, _y in discs)


def test_the_same_points_give_the_same_map():
    points = [maps.Point(n, str(n), 48.8, 2.3) for n in range(5)]

    assert maps.drawn(points, tinted=["FR"]).svg == maps.drawn(points, tinted=["FR"]).svg


def test_the_base_map_is_small():
    assert maps.BASE.stat().st_size < 150_000


@pytest.mark.parametrize(
    ("text", "language", "set_"),
    [
        ("l'atelier : « oui » !", "fr", "l’atelier\u00a0: «\u202foui\u202f»\u202f!"),
        ("Le 5 mai", "fr", "Le 5\u00a0mai"),
        ("60 % des Cités ; rien", "fr", "60\u202f% des Cités\u202f; rien"),
        ("P'tito: 5 May", "en", "P’tito: 5\u00a0May"),
        ("https://a.eu/?b=c", "fr", "https://a.eu/?b=c"),
        ("10:30", "fr", "10:30"),
    ],
)
def test_spaces_and_marks_of_each_language(text, language, set_):
    assert composed(text, language) == set_


@given(st.text(), st.sampled_from(["fr", "en"]))
def test_letters_and_digits_are_never_changed(text, language):
    kept = [c for c in text if c.isalnum()]

    assert [c for c in composed(text, language) if c.isalnum()] == kept
