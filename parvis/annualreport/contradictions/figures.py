"""Numbers as they are shown, and whether two of them can both be so."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext

from parvis.annualreport.contradictions.facts import Facts, FactSeen, FigureSeen, Said
from parvis.annualreport.contradictions.shapes import Side
from parvis.kernel.words import spoken
from parvis.ui import calendar, countries
from parvis.ui.numbers import Figure, sentence, written

NO_NUMBER = "words"


def said(facts: Facts, figure: FigureSeen) -> str:
    """The value as it is printed, with its qualifier."""
    return sentence(
        Figure(
            qualifier=figure.qualifier,
            value=figure.value,
            high=figure.high,
            words=figure.words,
            unit=facts.indicator[figure.indicator].unit,
        )
    )


def side(facts: Facts, figure: FigureSeen) -> Side:
    """A published value as a side."""
    return Side(figure.raw, said(facts, figure), facts.where(figure.sources), figure.code)


def counted_side(facts: Facts, number: Decimal | int, rows: Iterable[Said], told: str = "") -> Side:
    """A number we counted, with the sources of what was counted."""
    codes = [code for row in rows for code in row.sources]
    shown = written(number)
    return Side(
        f"{Decimal(number).normalize():f}",
        f"{shown} ({told})" if told else shown,
        facts.where(codes),
    )


def name(facts: Facts, figure: FigureSeen) -> str:
    """What a value is a value of, in the active language."""
    words, _ = spoken(facts.indicator[figure.indicator].version(figure.version).name)
    about = ""
    if figure.fact:
        about = (
            spoken(facts.fact[figure.fact].title)[0] if figure.fact in facts.fact else figure.fact
        )
    elif figure.body:
        about = (
            spoken(facts.body[figure.body].name)[0] if figure.body in facts.body else figure.body
        )
    elif figure.centre:
        about = facts.centre[figure.centre].name if figure.centre in facts.centre else figure.centre
    return " · ".join(part for part in (words, about, figure.period) if part)


def dated(fact: FactSeen) -> str:
    """The dates of a fact in words."""
    return calendar.spelled_period(fact.date, fact.end) or gettext("no date")


def title(fact: FactSeen) -> str:
    """What a fact is called in the active language."""
    return spoken(fact.title)[0] or fact.code


def lands(codes: Iterable[str]) -> str:
    """Countries by name."""
    return ", ".join(countries.named(code) for code in codes)


def step(value: Decimal) -> Decimal:
    """The unit of the last figure that is not nought: 1,000 for 555,000, 10 for 170, 1 for 125.

    A number printed with «more than» or «about» was rounded at that figure.
    """
    if value == 0 or value != value.to_integral_value():
        return Decimal(1)
    size = Decimal(1)
    while value % (size * 10) == 0:
        size *= 10
    return size


def agrees(figure: FigureSeen, number: Decimal | int) -> bool:
    """Whether what is printed can be said of this number, at the precision it is printed with."""
    value, counted = figure.value, Decimal(number)
    if value is None:
        return True
    match figure.qualifier:
        case "about":
            return abs(counted - value) <= step(value)
        case "more_than":
            return value < counted <= value + step(value)
        case "up_to":
            return value - step(value) <= counted <= value
        case "range":
            return figure.high is not None and value <= counted <= figure.high
        case _:
            return counted == value
