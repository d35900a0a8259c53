"""Values of one indicator at two periods that cannot be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.counts import COUNTED
from parvis.annualreport.contradictions.facts import DefinitionSeen, Facts, FigureSeen
from parvis.annualreport.contradictions.figures import name, side
from parvis.annualreport.contradictions.shapes import Contradiction
from parvis.annualreport.enums import ContradictionKind, Severity
from parvis.indicators.enums import MeasureKind, Status


def series(facts: Facts) -> Iterator[Contradiction]:
    """Each value of the year beside the one before it, unless both were counted alike.

    Numbers that follow from dated facts need no other definition than those facts.
    """
    told: dict[Hashable, list[FigureSeen]] = defaultdict(list)
    for figure in facts.figures:
        if _is_compared(figure):
            told[_one_series(figure)].append(figure)
    for figure in facts.figures_of_the_year():
        if not _is_compared(figure) or figure.indicator in COUNTED:
            continue
        before = _before(told[_one_series(figure)], figure)
        if before is None or before.raw == figure.raw:
            continue
        there, here = _definition(facts, before), _definition(facts, figure)
        cause = _why_not(there, here)
        if cause is not None:
            yield Contradiction(
                kind=ContradictionKind.SERIES,
                subject=name(facts, figure),
                first=side(facts, figure),
                second=side(facts, before),
                likely_cause=cause,
                codes=(figure.code, before.code),
                severity=_weight(facts, figure, before, here, there),
            )


def _is_compared(figure: FigureSeen) -> bool:
    is_of_a_moment = bool(figure.fact)  # an event happens once: it has no series
    return figure.is_chosen and figure.status != Status.TARGET and not is_of_a_moment


def _one_series(figure: FigureSeen) -> Hashable:
    return figure.indicator, figure.scope, figure.centre, figure.body


def _before(told: list[FigureSeen], figure: FigureSeen) -> FigureSeen | None:
    earlier = [other for other in told if other.year < figure.year]
    return max(earlier, key=lambda other: (other.year, other.code), default=None)


def _definition(facts: Facts, figure: FigureSeen) -> DefinitionSeen:
    return facts.indicator[figure.indicator].version(figure.version)


def _why_not(before: DefinitionSeen, now: DefinitionSeen) -> str | None:
    if before.version != now.version and before.recipe != now.recipe:
        return _("The recipe changed between the two: they are two series.")
    if not now.definition and not now.components:
        return _("No source states the definition: each year may have counted otherwise.")
    return None


def _weight(
    facts: Facts,
    figure: FigureSeen,
    before: FigureSeen,
    here: DefinitionSeen,
    there: DefinitionSeen,
) -> Severity:
    """A note for two numbers without a definition; more for two recipes, or a size denied."""
    if here.version != there.version:
        return Severity.CONTRADICTION
    if facts.indicator[figure.indicator].kind == MeasureKind.SHARE:
        return Severity.NOTE
    return Severity.CONTRADICTION if _deny_each_other(figure, before) else Severity.NOTE


def _deny_each_other(one: FigureSeen, other: FigureSeen) -> bool:
    """Whether one is words for a size that the number of the other does not have."""
    if (one.value is None) == (other.value is None):
        return False
    worded, number = (one, other) if one.value is None else (other, one)
    sizes = [words.magnitude(said) for said in worded.words.values()]
    size = next((size for size in sizes if size), None)
    return size is not None and number.value is not None and not size < number.value < 10 * size
