"""What leaves as a spreadsheet: read again as a spreadsheet program would."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from parvis.papers import spreadsheets
from parvis.papers.errors import TooLarge
from parvis.papers.spreadsheets import FORMULA, Column, Sheet

DAY = datetime.date(2026, 3, 2)
PAYLOADS = [
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "%0A=1",
    "|calc",
    "http://evil.example",
]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def sheet(*rows, **said):
    said = {"columns": [Column("Name", "What it is called."), Column("n", "How many.")], **said}
    return Sheet(title="Partners, été", rows=rows, day=DAY, **said)


def read(made):
    return load_workbook(io.BytesIO(spreadsheets.xlsx(made)))


def cells(made):
    return [[cell.value for cell in row] for row in read(made)["List"].iter_rows()]


def lines(raw):
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_runs_leaves_in_a_workbook(payload):
    book = read(sheet([payload, 1], columns=[Column(payload, payload), Column("n", payload)]))

    typed = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in typed} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in typed)
    with zipfile.ZipFile(io.BytesIO(spreadsheets.xlsx(sheet([payload, 1])))) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize("payload", PAYLOADS[:-1])
def test_nothing_that_runs_leaves_in_a_csv(payload):
    made = sheet([payload, 1], columns=[Column(payload, payload), Column("n", payload)])

    for raw in (spreadsheets.csv_of(made), spreadsheets.definitions_csv(made)):
        typed = [cell for line in lines(raw) for cell in line]
        assert any(payload.strip() in cell for cell in typed)
        assert not any(cell.lstrip().startswith(FORMULA) for cell in typed)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=4))
def test_whatever_is_typed_comes_out_as_text_and_no_cell_is_lost(typed):
    made = sheet([*typed], columns=[Column("c", "d")] * len(typed))

    (_head, row) = lines(spreadsheets.csv_of(made))

    assert len(row) == len(typed)
    for cell, text in zip(row, typed, strict=True):
        assert (
            cell.removeprefix("'") == text.replace("\x00", "").removeprefix("'") or text[:1] == "'"
        )
        assert not cell.lstrip(" \u00a0").startswith(FORMULA)


def test_numbers_days_and_what_is_not_said_keep_their_kind():
    moment = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
    row = [Decimal("12.50"), -3, DAY, moment, None, True, False, 10**20, float("nan")]
    made = sheet(row, columns=[Column(str(n), "") for n in range(len(row))])

    _head, told = cells(made)
    assert told[:2] == [12.5, -3]
    assert [told[2].date(), told[3], told[4]] == [DAY, moment.replace(tzinfo=None), None]
    assert told[5:] == ["yes", "no", "100000000000000000000", "nan"]
    assert lines(spreadsheets.csv_of(made))[1] == [
        "12.50",
        "-3",
        "2026-03-02",
        "2026-03-02 09:30+00:00",
        "",
        "yes",
        "no",
        "100000000000000000000",
        "nan",
    ]


def test_a_sheet_of_definitions_says_what_columns_mean_and_how_the_list_was_filtered():
    made = sheet(["A", 1], filters=["Country: Belgium"], notes=["Simulated."])

    told = [[cell.value for cell in row] for row in read(made)["Definitions"].iter_rows()]

    assert told == [
        ["List", "Partners, été"],
        ["Drawn up on", "2026-03-02"],
        ["Filter", "Country: Belgium"],
        ["Note", "Simulated."],
        ["Name", "What it is called."],
        ["n", "How many."],
    ]
    assert lines(spreadsheets.definitions_csv(made)) == [["Column", "Definition"], *told]
    assert ["Filter", "none: the whole list"] in lines(spreadsheets.definitions_csv(sheet()))


def test_an_empty_list_has_its_heads():
    assert cells(sheet()) == [["Name", "n"]]
    assert read(Sheet("Nothing", [], [], DAY))["List"].max_row == 1


def test_a_text_too_long_for_a_cell_is_cut_and_says_so():
    _head, (told, _n) = cells(sheet(["x" * 40_000, 1]))

    assert (len(told), told[-1]) == (32_767, "…")


def test_a_list_too_long_for_a_sheet_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(spreadsheets, "ROWS", 2)

    with pytest.raises(TooLarge, match="more than 2 rows"):
        spreadsheets.xlsx(sheet(["A", 1], ["B", 2], ["C", 3]))


def test_the_name_of_the_file_is_plain():
    assert sheet().file_name == "partners-ete-2026-03-02"
    assert Sheet("…", [], [], DAY).file_name == "parvis-2026-03-02"


def test_the_same_list_gives_the_same_file():
    assert spreadsheets.xlsx(sheet(["A", 1])) == spreadsheets.xlsx(sheet(["A", 1]))
