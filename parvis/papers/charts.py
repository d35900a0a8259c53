"""Four forms of chart as SVG, the same file on the web page and on paper.

Bars compare things; grouped bars compare years; a range shows from where to where; a dot on a
line of a hundred shows a share. Every value is written beside its mark and every series differs
by pattern as well as by grey, so that nothing is lost in black and white. The title is a sentence,
the second line holds unit and scope, and the same rows make the table and the CSV.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any, Literal

from django.template.loader import render_to_string

Form = Literal["bars", "years", "ranges", "shares"]

WIDTH = 680.0
LABEL = 250.0  # room of the names at the left
VALUE = 132.0  # room of the value written after the longest mark
LETTERS = 30  # of a name on one line of the label, at 13 units
MOST_SERIES = 4


@dataclass(frozen=True)
class Row:
    """One thing shown: its name, its values in the order of the series, and how each is said.

    `said` is what a reader reads («more than 6,700»); `kind` is "part", "sum" or "published": a
    sum is hatched and a published total outlined, so that both can be told apart from their parts.
    """

    name: str
    values: tuple[float, ...]
    said: tuple[str, ...]
    kind: str = "part"


@dataclass(frozen=True)
class Chart:
    """What is shown, in words and in numbers; `refs` are numbers of sources of the page."""

    code: str
    form: Form
    title: str
    unit: str
    refs: tuple[int, ...]
    alternative: str
    series: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=())

    @property
    def svg(self) -> str:
        """The drawing, without its title, unit and source: these are text around it."""
        return _DRAWN[self.form](self)

    def csv(self, first: str) -> str:
        """The rows as CSV (comma, UTF-8); `first` heads the column of names.

        A name that a spreadsheet would take for a formula is written as text.
        """
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([first, *self.series])
        for row in self.rows:
            name = f"'{row.name}" if row.name[:1] in "=+-@\t" else row.name
            writer.writerow([name, *row.said])
        return text.getvalue()


def _bars(chart: Chart) -> str:
    most = max((max(row.values) for row in chart.rows), default=0) or 1
    y = 6.0
    marks = []
    for row in chart.rows:
        lines = _lines(row.name)
        height = max(30.0, 16.0 * len(lines) + 8)
        marks.append(
            {
                "lines": _placed(lines, y + height / 2),
                "kind": row.kind,
                "y": y + height / 2 - 10,
                "middle": y + height / 2,
                "width": max(row.values[0] / most * (WIDTH - LABEL - VALUE), 1.5),
                "said": row.said[0],
            }
        )
        y += height + (6 if row.kind == "part" else 4)
    return _rendered("papers/bars.svg", y + 2, marks=marks)


def _years(chart: Chart) -> str:
    if len(chart.series) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} series are told apart, not {len(chart.series)}")
    most = max((max(row.values) for row in chart.rows), default=0) or 1
    y = 6.0
    marks = []
    for row in chart.rows:
        bars = [
            {
                "series": name,
                "rank": len(chart.series) - 1 - index,
                "y": y + index * 20,
                "middle": y + index * 20 + 8,
                "width": max(value / most * (WIDTH - LABEL - VALUE - 44), 1.5),
                "said": said,
            }
            for index, (name, value, said) in enumerate(
                zip(chart.series, row.values, row.said, strict=True)
            )
        ]
        height = 20.0 * len(bars)
        lines = _lines(row.name)
        marks.append({"lines": _placed(lines, y + height / 2 - 2), "bars": bars})
        y += max(height, 16.0 * len(lines)) + 12
    return _rendered("papers/years.svg", y, marks=marks)


def _ranges(chart: Chart) -> str:
    most = max((max(row.values) for row in chart.rows), default=0) or 1
    room = WIDTH - LABEL - VALUE
    y = 6.0
    marks = []
    for row in chart.rows:
        lines = _lines(row.name)
        height = max(34.0, 16.0 * len(lines) + 8)
        low, high = min(row.values), max(row.values)
        marks.append(
            {
                "lines": _placed(lines, y + height / 2),
                "middle": y + height / 2,
                "low": LABEL + low / most * room,
                "high": LABEL + high / most * room,
                "said": row.said[-1],
            }
        )
        y += height
    return _rendered("papers/ranges.svg", y + 2, marks=marks)


def _shares(chart: Chart) -> str:
    y = 6.0
    room = WIDTH - LABEL - VALUE
    marks = []
    for row in chart.rows:
        lines = _lines(row.name)
        height = max(34.0, 16.0 * len(lines) + 8)
        marks.append(
            {
                "lines": _placed(lines, y + height / 2),
                "middle": y + height / 2,
                "at": LABEL + min(max(row.values[0], 0.0), 100.0) / 100 * room,
                "said": row.said[0],
            }
        )
        y += height
    return _rendered("papers/shares.svg", y + 2, marks=marks, end=LABEL + room)


_DRAWN = {"bars": _bars, "years": _years, "ranges": _ranges, "shares": _shares}


def _rendered(template: str, height: float, **context: Any) -> str:
    return render_to_string(template, {"width": WIDTH, "height": height, "label": LABEL, **context})


def _lines(name: str) -> list[str]:
    """The name on as many lines as its column asks for."""
    lines: list[str] = []
    for word in name.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _placed(lines: list[str], middle: float) -> list[tuple[str, float]]:
    top = middle - 8.0 * (len(lines) - 1) + 4.5
    return [(line, top + 16.0 * index) for index, line in enumerate(lines)]
