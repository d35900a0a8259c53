"""Paragraphs written by people, with the little marking they may use, as safe HTML.

Blank lines part paragraphs; lines that begin with «- » make a list; **two stars** make a word
strong; [[code]] stands for a figure, which is a fact of the database and never typed as digits.
Everything else is text: no HTML passes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_BOUND = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def codes_in(text: str) -> list[str]:
    """The codes of the figures a text stands on, in order, each once."""
    return list(dict.fromkeys(_BOUND.findall(text)))


def set_out(text: str, figures: Mapping[str, SafeString] | None = None) -> SafeString:
    """The text as HTML paragraphs and lists; `figures` gives the HTML of each bound figure.

    A figure that is bound but unknown leaves a marked gap, never a silent hole.
    """
    known = figures or {}
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return SafeString("\n".join(_block(block, known) for block in blocks))


def _block(block: str, figures: Mapping[str, SafeString]) -> SafeString:
    lines = [line.strip() for line in block.splitlines()]
    introduction = []
    while lines and not lines[0].startswith("- "):
        introduction.append(lines.pop(0))
    html = SafeString("")
    if introduction:
        html += format_html("<p>{}</p>", _line(" ".join(introduction), figures))
    if lines:
        items: list[str] = []
        for line in lines:
            if line.startswith("- "):
                items.append(line[2:])
            else:
                items[-1] += f" {line}"
        html += format_html(
            "<ul>{}</ul>",
            format_html_join("", "<li>{}</li>", ((_line(item, figures),) for item in items)),
        )
    return html


def _line(text: str, figures: Mapping[str, SafeString]) -> SafeString:
    escaped = str(conditional_escape(text))
    strong = _STRONG.sub(r"<strong>\1</strong>", escaped)
    return SafeString(_BOUND.sub(lambda match: _bound(match[1], figures), strong))


def _bound(code: str, figures: Mapping[str, SafeString]) -> str:
    if code in figures:
        return str(figures[code])
    gap = gettext("figure missing: %(code)s") % {"code": code}
    return str(format_html('<mark class="gap">{}</mark>', gap))
