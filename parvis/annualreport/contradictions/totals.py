"""Totals beside the sum of their parts (rule R12)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.annualreport.contradictions.facts import Facts, FigureSeen
from parvis.annualreport.contradictions.figures import agrees, counted_side, name, side
from parvis.annualreport.contradictions.shapes import Contradiction
from parvis.annualreport.enums import ContradictionKind
from parvis.indicators.enums import MeasureKind, Scope, Status
from parvis.network.enums import MemberKind
from parvis.tallies.enums import Qualifier

WHOLE = frozenset({Scope.NETWORK, Scope.BODY})


def totals(facts: Facts) -> Iterator[Contradiction]:
    """Each published total that is another number than its components or its centres give."""
    rows = [
        figure
        for figure in facts.figures_of_the_year()
        if figure.value is not None and figure.status != Status.TARGET
    ]
    for total in rows:
        for parts in (_components(facts, total, rows), _centres(facts, total, rows)):
            if parts is not None and not agrees(total, _sum(parts)):
                yield _differs(facts, total, parts)
        if (above := _over_all_centres(facts, total, rows)) is not None:
            yield _differs(facts, total, above)


def _components(facts: Facts, total: FigureSeen, rows: list[FigureSeen]) -> list[FigureSeen] | None:
    """Its components for the same period and target; None when one of them is missing."""
    codes = set(facts.indicator[total.indicator].version(total.version).components)
    parts = [
        row
        for row in rows
        if row.indicator in codes and row.is_chosen and row.target[1:] == total.target[1:]
    ]
    complete = codes and {row.indicator for row in parts} == codes
    return parts if complete else None


def _by_centre(facts: Facts, total: FigureSeen, rows: list[FigureSeen]) -> list[FigureSeen]:
    is_summed = facts.indicator[total.indicator].kind != MeasureKind.SHARE
    if total.scope not in WHOLE or not is_summed:
        return []
    return [
        row
        for row in rows
        if row.scope == Scope.CENTRE
        and row.is_chosen
        and (row.indicator, row.period, row.status) == (total.indicator, total.period, total.status)
        and row.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)
    ]


def _centres(facts: Facts, total: FigureSeen, rows: list[FigureSeen]) -> list[FigureSeen] | None:
    """Its values by centre, when they are all there: of every member, or of a body's centres."""
    parts = _by_centre(facts, total, rows)
    members = [
        membership
        for membership in facts.memberships
        if membership.on(facts.last_day) and membership.kind == MemberKind.MEMBER
    ]
    complete = total.scope == Scope.BODY or len(parts) >= len(members)
    return parts if parts and complete else None


def _over_all_centres(
    facts: Facts, total: FigureSeen, rows: list[FigureSeen]
) -> list[FigureSeen] | None:
    """Values of some centres only, that already exceed the whole."""
    parts = _by_centre(facts, total, rows)
    if not parts or _centres(facts, total, rows) is not None:
        return None
    sum_of_them = _sum(parts)
    is_bounded = total.qualifier != Qualifier.MORE_THAN
    exceeds = total.value is not None and sum_of_them > total.value
    return parts if is_bounded and exceeds and not agrees(total, sum_of_them) else None


def _sum(parts: list[FigureSeen]) -> Decimal:
    return sum((part.value for part in parts if part.value is not None), Decimal(0))


def _differs(facts: Facts, total: FigureSeen, parts: list[FigureSeen]) -> Contradiction:
    told = ngettext("sum of %(n)d part", "sum of %(n)d parts", len(parts)) % {"n": len(parts)}
    return Contradiction(
        kind=ContradictionKind.TOTAL,
        subject=name(facts, total),
        first=side(facts, total),
        second=counted_side(facts, _sum(parts), parts, told),
        likely_cause=_cause(facts, total, parts),
        codes=(total.code, *sorted(part.code for part in parts)),
    )


def _cause(facts: Facts, total: FigureSeen, parts: list[FigureSeen]) -> str:
    if any(part.qualifier != Qualifier.EXACT for part in parts):
        return _("The parts were rounded one by one, and the total separately.")
    if total.qualifier != Qualifier.EXACT:
        return _("The total was rounded from other parts than these.")
    if set(total.sources).isdisjoint(code for part in parts for code in part.sources):
        return _("The total and its parts come from different sources.")
    return _("A part was corrected, added or left out after the total was made.")
