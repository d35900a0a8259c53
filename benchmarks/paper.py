"""From facts to PDF: `.venv/bin/python -m benchmarks.paper`.

Each edition is made ROUNDS times, every time from nothing: the facts are read anew, and Typst
starts in a new process. A stage is timed apart: facts (read from the database into the report),
words (the report as data, its charts and map as SVG), pages (Typst, with the start of its
process). Printed: the median of each, of the whole, the slowest whole, pages, size. `first` is a
whole `parvis report` in a process of its own, Python and Django included, as a person waits for
it. The 40-page report is made up from the example network: its parts again and again, under other
titles. The goal of issue 2/12 is under 5 s for each, cold, on two cores.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

ROUNDS = 5
GOAL = 5.0
EDITIONS = (
    ("ricdm", 2025, "fr", False),
    ("ricdm", 2025, "en", False),
    ("example", 2025, "fr", True),
    ("example", 2025, "en", True),
)


def main() -> int:
    """Measure every edition and print a line for each; 1 when one misses the goal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    from parvis.cli.prepare import prepare

    prepare()
    django.setup()
    from parvis.demo.actions import load_networks

    load_networks()
    print(f"{platform.python_version()}, {os.cpu_count()} cores, {ROUNDS} rounds an edition")
    print(
        f"{'edition':22} {'facts':>6} {'words':>6} {'pages':>6} {'whole':>6} {'slowest':>7} s"
        f" {'pages':>6} {'KiB':>6}"
    )
    missed = False
    for edition in EDITIONS:
        code, year, language, is_long = edition
        taken = []
        for _round in range(ROUNDS):
            *stages, made = _make(*edition)
            taken.append((*stages, sum(stages)))
        medians = [statistics.median(column) for column in zip(*taken, strict=True)]
        slowest = max(row[-1] for row in taken)
        missed = missed or slowest > GOAL
        name = f"{code} {year} {language}{' long' if is_long else ''}"
        shown = " ".join(f"{value:6.2f}" for value in medians)
        print(f"{name:22} {shown} {slowest:7.2f}   {_pages(made):6} {len(made) // 1024:6}")
    for language in ("fr", "en"):
        first = _first(language)
        missed = missed or first > GOAL
        print(f"first, parvis report 2025 --language {language}: {first:.2f} s")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory: this process {own:.0f} MiB, the largest child {child:.0f} MiB")
    return int(missed)


def _make(code: str, year: int, language: str, is_long: bool) -> tuple[float, float, float, bytes]:
    from django.utils import translation

    from parvis.annualreport import queries
    from parvis.annualreport.paper import paper_of
    from parvis.network.models import Network
    from parvis.papers.typesetting import typeset

    with translation.override(language):
        begun = time.perf_counter()
        network = Network.objects.get(code=code)
        entry = queries.year_entry(queries.years(network), year)
        assert entry is not None
        report = queries.report(network, entry, language, lambda _code: "")
        if is_long:
            report = _longer(report)
        read = time.perf_counter()
        paper = paper_of(report, network, queries.edition_of(network, year, language))
        worded = time.perf_counter()
        made = typeset(paper)
        return read - begun, worded - read, time.perf_counter() - worded, made


def _longer(report: Any) -> Any:
    """The same report with its parts told again, each time under other titles and numbers."""
    parts = list(report.parts)
    told = [part for part in report.parts if part.number]
    for number in range(len(told) * 2 // 3 * 2):
        part = told[number % len(told)]
        titles = replace(part, number=len(told) + number + 1, title=f"{part.title} ({number + 2})")
        parts.append(titles)
    return replace(report, parts=tuple(parts))


def _pages(made: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as pdf:
        return len(pdf.pages)


def _first(language: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        words = ["report", "2025", "--language", language, "--output", str(Path(folder) / "r.pdf")]
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "parvis", *words], check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
