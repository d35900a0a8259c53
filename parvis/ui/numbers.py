"""Numbers as people write them, with the word that says how exact they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from parvis.kernel.words import Words, spoken

THIN = "\u202f"
"""Narrow no-break space: French thousands, and before the percent sign."""

Number = int | float | Decimal


def written(value: Number) -> str:
    """A number in the active language: «555 000» in French (narrow spaces), «555,000» in English.

    Trailing zeros of a decimal column are dropped: 60.00 is written 60.
    """
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else value.normalize()
    text = number_format(value, use_l10n=True, force_grouping=True)
    return text.replace("\u00a0", THIN)


@dataclass(frozen=True)
class Figure:
    """What is needed to show a number that explains itself.

    `qualifier` is exact, about, more_than, up_to, range or words; `value` (and `high`, the end of
    a range) is empty for words; `unit` is a short name in several languages or «%»; `url` is the
    address of its card, empty where the card itself is on screen.
    """

    qualifier: str
    value: Number | None = None
    high: Number | None = None
    words: Words | None = None
    unit: Words | None = None
    url: str = ""
    label: Words | None = None
    standing: str = "stated"


def said(qualifier: str) -> str:
    """The sentence a qualifier makes, with %(n)s, and %(high)s for a range, in place of numbers."""
    match qualifier:
        case "exact":
            return "%(n)s"
        case "about":
            return gettext("about %(n)s")
        case "more_than":
            return gettext("more than %(n)s")
        case "up_to":
            return gettext("up to %(n)s")
        case "range":
            return pgettext("range of numbers", "%(n)s to %(high)s")
        case _:
            raise ValueError(f"“{qualifier}” says nothing about a number")


def sentence(figure: Figure) -> str:
    """The figure as plain words, for titles and alternative texts: «more than 555,000»."""
    if figure.qualifier == "words" or figure.value is None:
        return spoken(figure.words)[0] or gettext("not recorded")
    text = said(figure.qualifier) % _numbers(figure)
    return text + unit(figure) if is_percentage(figure) else text


def pieces(figure: Figure) -> list[tuple[str, str]]:
    """The same words cut where they may be drawn apart: ("number" | "quiet" | "words", text).

    Empty when the source gives neither number nor words; a percent sign is not among them.
    """
    if figure.qualifier == "words" or figure.value is None:
        text = spoken(figure.words)[0]
        return [("words", text)] if text else []
    cut: list[tuple[str, str]] = []
    rest = said(figure.qualifier)
    numbers = _numbers(figure)
    while rest:
        key = _first(numbers, rest)
        if key is None:
            cut.append(("quiet", rest))
            break
        before, _, rest = rest.partition(f"%({key})s")
        if before:
            cut.append(("quiet", before))
        cut.append(("number", numbers[key]))
    return cut


_CLASSES = {"number": "fig-n", "quiet": "fig-q"}


def marked_up(figure: Figure) -> SafeString:
    """The same words as HTML; qualifier and number stand apart so that they can be drawn apart."""
    if figure.qualifier == "words" or figure.value is None:
        text, language = spoken(figure.words)
        if not text:
            return format_html('<span class="unsaid">{}</span>', gettext("not recorded"))
        return format_html('<span class="fig-w" lang="{}">{}</span>', language, text)
    return format_html_join(
        "",
        '<span class="{}">{}</span>',
        ((_CLASSES[kind], text) for kind, text in pieces(figure)),
    )


def unit(figure: Figure) -> str:
    """The unit in the active language, with the space the language puts before it."""
    text, _ = spoken(figure.unit)
    if not text:
        return ""
    if text.startswith("%"):
        return (THIN if get_language() == "fr" else "") + text
    return f" {text}"


def is_percentage(figure: Figure) -> bool:
    """Whether the number is a part of a hundred."""
    return spoken(figure.unit)[0].startswith("%")


def _numbers(figure: Figure) -> dict[str, str]:
    numbers = {"n": written(figure.value)} if figure.value is not None else {}
    if figure.qualifier == "range" and figure.high is not None:
        numbers["high"] = written(figure.high)
    return numbers


def _first(numbers: dict[str, str], text: str) -> str | None:
    found = {text.find(f"%({key})s"): key for key in numbers}
    found.pop(-1, None)
    return found[min(found)] if found else None
