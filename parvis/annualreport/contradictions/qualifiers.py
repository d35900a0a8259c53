"""«More than 170» and 170 are not the same number: qualifiers lost or strengthened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.facts import Facts, FigureSeen, TextSeen
from parvis.annualreport.contradictions.figures import name, side
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.contradictions.values import grouped
from parvis.annualreport.enums import ContradictionKind
from parvis.tallies.enums import Qualifier
from parvis.ui.numbers import written

_BOUND = re.compile(r"\[\[([a-z0-9-]+)\]\]")
SMALLEST = 20
"""Below it a number written in a text is met too often to be known for a published figure, and
nobody says «over six» of six things.
"""


def qualifiers(facts: Facts) -> Iterator[Contradiction]:
    """Every value whose qualifier is not the same in two sources, or in text and table."""
    for chosen, others in grouped(facts):
        for other in others:
            same = (other.value, other.high) == (chosen.value, chosen.high)
            if same and other.value is not None and other.qualifier != chosen.qualifier:
                yield _between_sources(facts, chosen, other)
    for text in facts.texts_of_the_year():
        yield from _around_bindings(facts, text)
        yield from _typed_numbers(facts, text)


def _between_sources(facts: Facts, chosen: FigureSeen, other: FigureSeen) -> Contradiction:
    return Contradiction(
        kind=ContradictionKind.QUALIFIER,
        subject=name(facts, chosen),
        first=side(facts, chosen),
        second=side(facts, other),
        likely_cause=_("One passage rounds the number that the other gives."),
        codes=(chosen.code, other.code),
    )


def _around_bindings(facts: Facts, text: TextSeen) -> Iterator[Contradiction]:
    """The figure that is bound prints its own qualifier: words before it change what it says."""
    known = {figure.code: figure for figure in facts.figures}
    for match in _BOUND.finditer(text.body):
        figure = known.get(match[1])
        found = words.qualifier_before(text.body[: match.start()], text.language)
        if figure is None or figure.value is None or found is None:
            continue
        told, meaning = found
        if told in words.AMBIGUOUS and figure.value < SMALLEST:
            continue
        printed = f"{told} {side(facts, figure).printed}"
        same = meaning == figure.qualifier
        cause = (
            _("The figure already says how exact it is: the sentence says it twice.")
            if same
            else _("The sentence was written around another value of the figure.")
        )
        yield _in_text(facts, text, figure, told, printed, cause)


def _typed_numbers(facts: Facts, text: TextSeen) -> Iterator[Contradiction]:
    """Numbers written in figures that are those of a published value of the year."""
    published = {
        figure.value: figure
        for figure in facts.figures_of_the_year()
        if figure.is_chosen and figure.value is not None and figure.value >= SMALLEST
    }
    for read in words.numbers(text.body):
        figure = published.get(read.value)
        if figure is None or _is_in_a_date(text, read.start, read.end):
            continue
        found = words.qualifier_before(text.body[: read.start], text.language)
        meaning = found[1] if found else Qualifier.EXACT
        if meaning != figure.qualifier and figure.qualifier != Qualifier.RANGE:
            told = found[0] if found else ""
            printed = f"{told} {written(read.value)}".strip()
            cause = _("The number was typed in the text, and its qualifier was lost or changed.")
            yield _in_text(facts, text, figure, f"{told} {read.value}".strip(), printed, cause)


def _is_in_a_date(text: TextSeen, start: int, end: int) -> bool:
    if re.fullmatch(r"(?:19|20)\d\d", text.body[start:end]):
        return True
    return any(
        text.body.find(day.printed, max(0, start - 40)) <= start
        < text.body.find(day.printed, max(0, start - 40)) + len(day.printed)
        for day in words.days(text.body, text.language)
    )  # fmt: skip


def _in_text(
    facts: Facts, text: TextSeen, figure: FigureSeen, raw: str, printed: str, cause: str
) -> Contradiction:
    return Contradiction(
        kind=ContradictionKind.QUALIFIER,
        subject=name(facts, figure),
        first=Side(raw, printed, facts.where(text.sources), text.slot),
        second=side(facts, figure),
        likely_cause=cause,
        codes=("text", text.slot, figure.code),
        language=text.language,
    )
