"""``parvis check``: what contradicts what among the facts of a year."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import django
from rich.table import Table

from parvis.cli.console import err, out
from parvis.cli.prepare import SETTINGS, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parvis.annualreport.contradictions import Contradiction, Side

NOTHING = "nothing is published for that year"


def run(year: int, network: str | None = None, language: str | None = None) -> int:
    """Show the open contradictions of a year and its notes; 1 when one is open, 0 when none is.

    Raises ParvisError when the network is not known.
    """
    prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    # Models exist once Django is set up.
    from django.utils import translation  # noqa: PLC0415

    from parvis.annualreport import queries  # noqa: PLC0415
    from parvis.kernel.errors import ParvisError  # noqa: PLC0415
    from parvis.network.queries import find  # noqa: PLC0415

    here = find(network)
    if here is None:
        raise ParvisError(f"No network has the code “{network}”." if network else "No network yet.")
    if queries.year_entry(queries.years(here), year) is None:
        out.print(f"{year}: {NOTHING}.", markup=False)
        return 0
    # In English, as the whole command speaks, unless a language is asked for.
    with translation.override(language or "en"), err.status(f"Checking {year}…"):
        found = queries.review(here, year, language)
        _show(f"Contradictions of {year}, {here.code}", found.open)
        _show("Notes: nothing that keeps the report from being published", found.notes)
    settled = f", {len(found.settled)} settled" if found.settled else ""
    out.print(
        f"{len(found.open)} open{settled}, {len(found.notes)} notes ({here.code}, {year}).",
        markup=False,
    )
    return 1 if found.open else 0


def _show(title: str, found: Sequence[Contradiction]) -> None:
    """A table on a terminal; numbered lines when someone else reads."""
    if not found:
        return
    if not out.is_terminal:
        out.print(f"{title}", markup=False, soft_wrap=True)
        for number, one in enumerate(found, 1):
            for line in (
                f"{number}. [{one.kind.label}] {one.subject}",
                f"   1: {_said(one.first)}",
                f"   2: {_said(one.second)}",
                f"   {one.likely_cause}",
            ):
                out.print(line, markup=False, soft_wrap=True)
        return
    table = Table(title=title, title_justify="left", show_lines=True)
    for heading in ("", "what", "one value", "the other", "likely cause"):
        table.add_column(heading, justify="right" if not heading else "left", overflow="fold")
    for number, one in enumerate(found, 1):
        cells = (f"{one.kind.label}\n{one.subject}", _said(one.first), _said(one.second))
        table.add_row(str(number), *map(_plain, (*cells, one.likely_cause)))
    out.print(table)


def _said(side: Side) -> str:
    where = "; ".join(f"{source.title} ({source.language})" for source in side.where)
    return f"{side.printed} — {where}" if where else side.printed


def _plain(text: str) -> str:
    """Square brackets are the network's own words, never rich's marking."""
    return text.replace("[", "\\[")
