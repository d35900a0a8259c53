"""Paragraphs written by people, with the little marking they may use, as safe HTML.

Blank lines part paragraphs; lines that begin with «- » make a list; **two stars** make a word
strong; [[code]] stands for a figure, which is a fact of the database and never typed as digits.
Everything else is text: no HTML passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_BOUND = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def codes_in(text: str) -> list[str]:
    """The codes of the figures a text stands on, in order, each once."""
    return list(dict.fromkeys(_BOUND.findall(text)))


@dataclass(frozen=True)
class Run:
    """Some words of one kind, or a figure: then `code` names it and `text` is empty."""

    text: str
    strong: bool = False
    code: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, or the items of a list."""

    is_list: bool
    lines: tuple[tuple[Run, ...], ...]


def parsed(text: str) -> list[Block]:
    """The paragraphs and lists of a text, for whoever draws them: the web page or the paper."""
    found: list[Block] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.strip().splitlines()]
        introduction = []
        while lines and not lines[0].startswith("- "):
            introduction.append(lines.pop(0))
        if words := " ".join(introduction):
            found.append(Block(is_list=False, lines=(_runs(words),)))
        items: list[str] = []
        for line in lines:
            if line.startswith("- "):
                items.append(line[2:])
            else:
                items[-1] += f" {line}"
        if items:
            found.append(Block(is_list=True, lines=tuple(_runs(item) for item in items)))
    return found


def set_out(text: str, figures: Mapping[str, SafeString] | None = None) -> SafeString:
    """The text as HTML paragraphs and lists; `figures` gives the HTML of each bound figure.

    A figure that is bound but unknown leaves a marked gap, never a silent hole.
    """
    known = figures or {}
    html = SafeString("")
    for block in parsed(text):
        html += SafeString("\n" if html and not block.is_list else "") + _block(block, known)
    return html


def gap(code: str) -> str:
    """What stands in place of a figure that is bound but unknown."""
    return gettext("figure missing: %(code)s") % {"code": code}


def _runs(line: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    for index, piece in enumerate(_STRONG.split(line)):
        strong = index % 2 == 1
        for place, part in enumerate(_BOUND.split(piece)):
            if place % 2:
                runs.append(Run(text="", strong=strong, code=part))
            elif part:
                runs.append(Run(text=part, strong=strong))
    return tuple(runs)


def _block(block: Block, figures: Mapping[str, SafeString]) -> SafeString:
    lines = [_line(line, figures) for line in block.lines]
    if not block.is_list:
        return format_html("<p>{}</p>", lines[0])
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    )


def _line(runs: Iterable[Run], figures: Mapping[str, SafeString]) -> SafeString:
    html = SafeString("")
    for strong, together in groupby(runs, key=lambda run: run.strong):
        inside = format_html_join("", "{}", ((_drawn(run, figures),) for run in together))
        html += format_html("<strong>{}</strong>", inside) if strong else inside
    return html


def _drawn(run: Run, figures: Mapping[str, SafeString]) -> SafeString | str:
    if not run.code:
        return run.text
    if run.code in figures:
        return figures[run.code]
    return format_html('<mark class="gap">{}</mark>', gap(run.code))
