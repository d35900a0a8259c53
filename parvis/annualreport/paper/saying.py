"""Words, dates and figures as the template reads them: plain JSON, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parvis.annualreport.queries.citing import FigureRow
from parvis.kernel.words import Words, spoken
from parvis.papers.typography import composed
from parvis.ui import calendar, numbers, prose
from parvis.ui.numbers import Figure

Said = str | dict[str, str]
"""Words in the reader's language, or {"text", "lang"} when they are in another."""


def language() -> str:
    """The language the paper is written in."""
    return (get_language() or "fr")[:2]


def say(words: Words | str | None, spoken_in: str | None = None) -> Said:
    """Words with the spaces of their language; those of another language are marked with it."""
    if not words:
        return ""
    if isinstance(words, str):
        text, tongue = str(words), spoken_in or language()
    else:
        text, tongue = spoken(words)
    text = composed(text, tongue)
    return text if tongue == language() else {"text": text, "lang": tongue}


def on(date: Any, end: Any = None) -> str:
    """A date or a period in words; a day never parts from its month, nor «8» from «8–12 March»."""
    if not date and not end:
        return ""
    said = calendar.spelled_period(date, end).replace(" ", "\u00a0")
    dash = calendar.DASH
    parted = said.replace(f"\u00a0{dash}\u00a0", f" {dash} ")
    return re.sub(rf"(?<=\d){dash}(?=\d)", f"\u2060{dash}\u2060", parted)


def number(shown: Figure, *, with_unit: bool = False) -> dict[str, Any]:
    """A figure cut in pieces: qualifier, numbers, unit; `standing` when no source states it."""
    cut = [[kind, composed(text, language())] for kind, text in numbers.pieces(shown)]
    if not cut:
        return {"pieces": [["words", gettext("not recorded")]], "unit": "", "standing": ""}
    has_unit = with_unit or numbers.is_percentage(shown)
    return {
        "pieces": cut,
        "unit": numbers.unit(shown) if has_unit else "",
        "standing": "" if shown.standing == "stated" else _standing(shown.standing),
    }


def plain(shown: Figure) -> str:
    """The figure on one line, as a table says it."""
    return composed(numbers.sentence(shown), language())


def row(figure: FigureRow) -> dict[str, Any]:
    """A figure with its name and what stands around it."""
    return {
        "code": figure.code,
        "figure": number(figure.figure),
        "name": say(figure.name),
        "unit": say(figure.unit),
        "about": say(figure.about),
        "scope": figure.scope if not figure.about else "",
        "target": figure.is_target,
        "note": say(figure.note),
        "refs": list(figure.refs),
    }


def paragraphs(
    text: str, figures: Mapping[str, Figure], cards: frozenset[str], tongue: str
) -> list[dict[str, Any]]:
    """A text as blocks of runs; a figure it stands on is a number with the code of its card."""
    return [
        {
            "list": block.is_list,
            "lines": [
                [_run(run, figures, cards, tongue) for run in _spaced(line, tongue)]
                for line in block.lines
            ],
        }
        for block in prose.parsed(text)
    ]


def _spaced(line: tuple[prose.Run, ...], tongue: str) -> list[prose.Run]:
    """The runs with their spaces; a number keeps to the word that follows it."""
    runs: list[prose.Run] = []
    for run in line:
        text = composed(run.text, tongue)
        if runs and runs[-1].code and text.startswith(" "):
            text = f"\u00a0{text[1:]}"
        runs.append(prose.Run(text=text, strong=run.strong, code=run.code))
    return runs


def _run(
    run: prose.Run, figures: Mapping[str, Figure], cards: frozenset[str], tongue: str
) -> dict[str, Any]:
    if not run.code:
        return {"text": run.text, "strong": run.strong}
    if run.code not in figures:
        return {"gap": prose.gap(run.code)}
    shown = figures[run.code]
    text = composed(numbers.sentence(shown), tongue)
    return {
        "text": text.replace(" ", "\u00a0") if len(text) < 24 else text,
        "strong": run.strong,
        "card": run.code if run.code in cards else "",
    }


def _standing(of: str) -> str:
    # The badge's words are the web's: one place says them.
    from parvis.ui.templatetags.ui import standing_word  # noqa: PLC0415

    return str(standing_word(of))
