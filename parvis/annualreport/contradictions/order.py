"""Steps of a centre's life that came in an unusual order: always a note, for any order is allowed.

Label, membership, opening and inauguration are separate dated facts (rule R09).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions.facts import Facts, FactSeen, LabelSeen, Said
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.enums import ContradictionKind, Severity
from parvis.kernel.dates import PartialDate
from parvis.network.enums import FactKind, LabelDecision, LabelStep
from parvis.ui import calendar


def order(facts: Facts) -> Iterator[Contradiction]:
    """Each later step of the year that should have come first."""
    for centre in facts.centres:
        labels = [row for row in facts.labels if row.centre == centre.code and not row.site]
        granted = [row for row in labels if row.decision == LabelDecision.GRANTED and row.decided]
        operating = [row for row in granted if row.step == LabelStep.OPERATING]
        opened = _of_kind(facts, centre.code, FactKind.OPENED)
        inaugurated = _of_kind(facts, centre.code, FactKind.INAUGURATED)
        joined = [
            (row.start, row)
            for row in facts.memberships
            if row.centre == centre.code and row.start is not None
        ]
        first_label = min(((row.date, row) for row in granted), default=None, key=_when)
        first_operating = min(((row.date, row) for row in operating), default=None, key=_when)
        for subject, before, after in (
            (_("opened before the operating label"), opened, first_operating),
            (_("joined before the first label"), min(joined, default=None, key=_when), first_label),
            (_("inaugurated before it opened"), inaugurated, opened),
        ):
            if before is None or after is None or before[0].last >= after[0].first:
                continue
            if facts.year in (before[0].year, after[0].year):
                yield _note(facts, f"{centre.name} · {subject}", centre.code, before, after)
        yield from _back(facts, centre.name, labels)


Moment = tuple[PartialDate, Said]


def _when(moment: tuple[PartialDate, object]) -> PartialDate:
    return moment[0]


def _of_kind(facts: Facts, centre: str, kind: str) -> Moment | None:
    rows: list[tuple[PartialDate, FactSeen]] = [
        (row.date, row)
        for row in facts.facts
        if (row.centre, row.kind) == (centre, kind) and row.date is not None
    ]
    return min(rows, default=None, key=_when)


def _back(facts: Facts, name: str, labels: list[LabelSeen]) -> Iterator[Contradiction]:
    """A first step after an operating label."""
    steps = sorted(labels, key=lambda row: (row.date, row.code))
    held: LabelSeen | None = None
    for row in steps:
        is_back = row.step == LabelStep.PREFIGURATION and facts.in_the_year(row.date)
        if is_back and held is not None and held.date < row.date:
            subject = " · ".join((name, _("a first step after an operating label")))
            yield _note(facts, subject, row.centre, (held.date, held), (row.date, row))
        if row.step == LabelStep.OPERATING and row.decision == LabelDecision.GRANTED:
            held = row


def _note(facts: Facts, subject: str, code: str, before: Moment, after: Moment) -> Contradiction:
    sides = [
        Side(date.text, calendar.spelled(date), facts.where(said.sources))
        for date, said in (before, after)
    ]
    return Contradiction(
        kind=ContradictionKind.ORDER,
        subject=subject,
        first=sides[0],
        second=sides[1],
        likely_cause=_("Allowed: these are separate facts; one of the dates may still be wrong."),
        codes=(code,),
        severity=Severity.NOTE,
    )
