"""Lists as spreadsheets: XLSX by XlsxWriter, CSV by the standard library, nothing that runs.

A cell that a person typed stays a text whatever it begins with: in XLSX it is written as a
string, in CSV a spreadsheet program would take it for a formula, so it gets an apostrophe before
it. A second sheet says what every column means, which filter was used and on what day.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parvis.papers.errors import TooLarge

ROWS = 1_048_575
"""What a sheet of XLSX holds beneath its head."""
LETTERS = 32_767
"""What a cell holds."""
WIDEST = 60
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "remove_timezone": True,
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""Beginnings that one spreadsheet program or another takes for a formula or a command."""


@dataclass(frozen=True)
class Column:
    """One column: its head, and what it means in a sentence."""

    name: str
    definition: str


@dataclass(frozen=True)
class Sheet:
    """A list as it leaves: rows of plain values, in the order of the columns.

    A value is a text, a number, a day, a moment, true or false, or None for «not said»; anything
    else is written as its text. `filters` are the filters in words, `notes` whatever else the
    reader must know (that it is simulated, whose it is); `day` is the day it was drawn up.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    day: datetime.date
    filters: Sequence[str] = ()
    notes: Sequence[str] = field(default=())

    @property
    def file_name(self) -> str:
        """A name without an extension, of letters, figures and hyphens."""
        return f"{slugify(self.title) or 'parvis'}-{self.day:%Y-%m-%d}"

    def about(self) -> list[tuple[str, str]]:
        """The lines of the second sheet: what it is, how it was filtered, what columns mean."""
        return [
            (_("List"), self.title),
            (_("Drawn up on"), self.day.isoformat()),
            *((_("Filter"), text) for text in self.filters or [_("none: the whole list")]),
            *((_("Note"), text) for text in self.notes),
            *((column.name, column.definition) for column in self.columns),
        ]


def xlsx(sheet: Sheet) -> bytes:
    """The list as an XLSX workbook of two sheets. Raises TooLarge beyond what a sheet holds."""
    stream = io.BytesIO()
    # Closed whatever happens: its rows wait in files of their own until then.
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        _fill(book, sheet)
    return stream.getvalue()


def _fill(book: Any, sheet: Sheet) -> None:
    moment = datetime.datetime.combine(sheet.day, datetime.time(12))
    book.set_properties({"title": sheet.title, "created": moment})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
    }
    page = book.add_worksheet(_("List"))
    page.freeze_panes(1, 0)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, min(max(len(column.name) + 2, 14), WIDEST))
        page.write_string(0, index, _fitting(column.name), styles["head"])
    last = 0
    for number, row in enumerate(sheet.rows, start=1):
        if number > ROWS:
            raise TooLarge(_("The list has more than %(n)d rows: narrow the filter.") % {"n": ROWS})
        for index, value in enumerate(row):
            _write(page, number, index, value, styles)
        last = number
    if sheet.columns:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)
    about = book.add_worksheet(_("Definitions"))
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 100)
    for number, (name, text) in enumerate(sheet.about()):
        about.write_string(number, 0, _fitting(name), styles["head"])
        about.write_string(number, 1, _fitting(text), styles["text"])


def _write(page: Any, row: int, column: int, value: Any, styles: dict[str, Any]) -> None:
    """One cell, by its kind; a text is never anything but a text."""
    if value is None:
        page.write_blank(row, column, None, styles["text"])
    elif isinstance(value, bool):
        page.write_string(row, column, _yes_or_no(value), styles["text"])
    elif isinstance(value, int | float | Decimal) and _is_plain(value):
        page.write_number(row, column, value, styles["text"])
    elif isinstance(value, datetime.datetime):
        page.write_datetime(row, column, value, styles["moment"])
    elif isinstance(value, datetime.date):
        page.write_datetime(row, column, value, styles["day"])
    else:
        page.write_string(row, column, _fitting(str(value)), styles["text"])


def _is_plain(value: int | float | Decimal) -> bool:
    # A sheet keeps fifteen figures and no infinity: beyond, the text says it exactly.
    return value == value and -(10**15) < value < 10**15


def _fitting(text: str) -> str:
    # XlsxWriter leaves out, without a word, a cell that is too long.
    return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def csv_of(sheet: Sheet) -> bytes:
    """The list as CSV (UTF-8 with its mark, so that spreadsheet programs read accents)."""
    return _csv([[column.name for column in sheet.columns], *sheet.rows])


def definitions_csv(sheet: Sheet) -> bytes:
    """What the columns of the CSV mean, the filter and the day, as a second CSV."""
    return _csv([[_("Column"), _("Definition")], *sheet.about()])


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_as_csv(value) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def _as_csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_or_no(value)
    if isinstance(value, int | float | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)  # a number runs nothing
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text
