"""Dates that fall outside the year or the term they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions.facts import Facts, FactSeen, MembershipSeen, Said, Term
from parvis.annualreport.contradictions.figures import dated, name, title
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.enums import ContradictionKind
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import spoken
from parvis.network.enums import FactKind, LabelDecision
from parvis.sources.enums import SourceKind
from parvis.ui import calendar

NAMED_BY_YEAR = frozenset(
    {
        FactKind.SEMINAR, FactKind.STUDY_DAY, FactKind.WEBINAR, FactKind.EXTERNAL_EVENT,
        FactKind.CAMPAIGN, FactKind.ORGANISED_EVENT, FactKind.TRAINING, FactKind.PUBLICATION,
    }
)  # fmt: skip
"""Kinds whose title may carry the year in which they happened."""

PART_OF = frozenset(
    {FactKind.PROJECT_MILESTONE, FactKind.HOSTED, FactKind.AWARD, FactKind.DELEGATION}
)
"""Kinds that happen during what they are part of."""

DONE_BY_A_MEMBER = frozenset(
    {
        FactKind.HOSTED, FactKind.OPENED, FactKind.PREMISES_OPENED, FactKind.INAUGURATED,
        FactKind.ACTIVITY_STARTED, FactKind.TRAINING, FactKind.WEBINAR, FactKind.ORGANISED_EVENT,
    }
)  # fmt: skip
"""Kinds that are told of a centre because it belongs to the network."""


def terms(facts: Facts) -> Iterator[Contradiction]:
    """Every date of the year that cannot be where it is."""
    for fact in facts.facts:
        if fact.date is not None and _is_of_the_year(facts, fact):
            yield from _of_a_fact(facts, fact, fact.date)
    yield from _of_mandates(facts)
    yield from _of_decisions(facts)
    yield from _of_figures(facts)


def _is_of_the_year(facts: Facts, fact: FactSeen) -> bool:
    """In the year, or told by a document that reports on it."""
    backwards = fact.date and fact.end and fact.end.last < fact.date.first
    if backwards and facts.year in (fact.date.year, fact.end.year):  # type: ignore[union-attr]
        return True
    return facts.in_the_year(fact.date, fact.end) or (
        fact.date is not None and fact.date.year > facts.year and facts.is_said_in_the_year(fact)
    )


def _found(
    facts: Facts,
    subject: str,
    codes: tuple[str, ...],
    first: tuple[str, str, Said],
    second: tuple[str, str, Said],
    cause: str,
) -> Contradiction:
    return Contradiction(
        kind=ContradictionKind.TERM,
        subject=subject,
        first=Side(first[0], first[1], facts.where(first[2].sources)),
        second=Side(second[0], second[1], facts.where(second[2].sources)),
        likely_cause=cause,
        codes=codes,
    )


def _when(fact: FactSeen) -> tuple[str, str, Said]:
    return f"{fact.date or ''} {fact.end or ''}".strip(), dated(fact), fact


def _day(date: PartialDate, said: Said) -> tuple[str, str, Said]:
    return date.text, calendar.spelled(date), said


def _of_a_fact(facts: Facts, fact: FactSeen, date: PartialDate) -> Iterator[Contradiction]:
    end = fact.end
    if end is not None and end.last < date.first:
        cause = _("The two ends were exchanged, or one of them was mistyped.")
        yield _found(
            facts, title(fact), (fact.code, "end"), _day(date, fact), _day(end, fact), cause
        )
        return
    if (year := _reported(facts, fact)) is not None and date.year > year:
        cause = _("The date is later than the year the document reports on: a slip of the year.")
        said = (str(year), _("report on %(year)s") % {"year": year}, fact)
        yield _found(facts, title(fact), (fact.code, "reported"), _when(fact), said, cause)
    if (named := _year_in_title(fact)) is not None and not date.year <= named <= (end or date).year:
        cause = _("The title or the date kept the year of another edition.")
        said = (str(named), _("%(year)s, in its title") % {"year": named}, fact)
        yield _found(facts, title(fact), (fact.code, "title"), _when(fact), said, cause)
    topic = facts.fact.get(fact.topic)
    if topic is not None and fact.kind in PART_OF and _is_outside(fact, topic):
        cause = _("One of the two dates was mistyped, or it is part of something else.")
        subject = f"{title(fact)} · {title(topic)}"
        yield _found(facts, subject, (fact.code, topic.code), _when(fact), _when(topic), cause)
    left = _left_before(facts, fact.centre, date)
    if left is not None and fact.kind in DONE_BY_A_MEMBER:
        yield _after_leaving(facts, title(fact), fact.code, _when(fact), left)


def _reported(facts: Facts, fact: FactSeen) -> int | None:
    """The last year its reports are about, when only reports say it and it did take place."""
    sources = facts.where(fact.sources)
    years = [source.year for source in sources if source.kind == SourceKind.REPORT]
    if fact.is_announced or not sources or len(years) != len(sources) or None in years:
        return None
    return max(year for year in years if year is not None)


def _year_in_title(fact: FactSeen) -> int | None:
    found = {
        year
        for words in fact.title.values()
        for year in re.findall(r"(?<![\w-])(?:19|20)\d\d(?![\w-])", words)
    }
    is_one = len(found) == 1 and fact.kind in NAMED_BY_YEAR
    return int(found.pop()) if is_one else None


def _is_outside(fact: FactSeen, topic: FactSeen) -> bool:
    if fact.date is None or topic.date is None:
        return False
    after = (fact.end or fact.date).last < topic.date.first
    is_open = topic.end is None and topic.kind == FactKind.PROJECT
    before = not is_open and fact.date.first > (topic.end or topic.date).last
    return after or before


def _left_before(facts: Facts, centre: str, date: PartialDate) -> MembershipSeen | None:
    """The membership that had ended by then; None while the centre belongs or is not a member."""
    mine = [row for row in facts.memberships if row.centre == centre]
    ended = [row for row in mine if row.end is not None and row.end.last < date.first]
    return ended[-1] if mine and len(ended) == len(mine) else None


def _after_leaving(
    facts: Facts,
    subject: str,
    code: str,
    when: tuple[str, str, Said],
    left: MembershipSeen,
) -> Contradiction:
    cause = _("The centre had left the network by then, or its leaving is misdated.")
    ended = (str(left.end), _("left: %(date)s") % {"date": calendar.spelled(left.end)}, left)
    who = f"{subject} · {facts.centre[left.centre].name}"
    return _found(facts, who, (code, left.centre), when, ended, cause)


def _of_mandates(facts: Facts) -> Iterator[Contradiction]:
    for mandate in facts.mandates:
        dates = [date for date in (mandate.start, mandate.end) if date is not None]
        if not any(date.year == facts.year for date in dates):
            continue
        who = facts.person[mandate.person].name if mandate.person in facts.person else ""
        codes = (mandate.body, mandate.office, mandate.person)
        office = facts.office.get((mandate.body, mandate.office))
        if office is not None:
            subject = f"{who} · {spoken(office.name)[0]}"
            for date, limit in _beyond(mandate, office):
                cause = _(
                    "The office was made or ended on another day, or the mandate is misdated."
                )
                yield _found(facts, subject, codes, _day(date, mandate), _day(limit, office), cause)
        met = [row for row in facts.meetings if row.body == mandate.elected_by]
        met = [row for row in met if facts.in_the_year(row.date)]
        start = mandate.start
        if start is None or start.year != facts.year or start.precision != "day" or not met:
            continue
        if not any(_meet(row.date, start) for row in met):
            nearest = min(met, key=lambda row: abs((row.date.first - start.first).days))
            cause = _("The election is dated on a day on which the body that elects did not meet.")
            subject = f"{who} · {_body(facts, mandate.elected_by)}"
            yield _found(
                facts, subject, (*codes, "elected"), _day(start, mandate),
                _day(nearest.date, nearest), cause,
            )  # fmt: skip


def _beyond(mandate: Term, office: Term) -> Iterator[tuple[PartialDate, PartialDate]]:
    if mandate.start and office.start and mandate.start.last < office.start.first:
        yield mandate.start, office.start
    if mandate.end and office.end and mandate.end.first > office.end.last:
        yield mandate.end, office.end
    if mandate.start and office.end and mandate.start.first > office.end.last:
        yield mandate.start, office.end


def _meet(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last


def _body(facts: Facts, code: str) -> str:
    return spoken(facts.body[code].name)[0] if code in facts.body else code


def _of_decisions(facts: Facts) -> Iterator[Contradiction]:
    for label in facts.labels:
        if not facts.in_the_year(label.date):
            continue
        centre = facts.centre[label.centre].name
        met = [m for m in facts.meetings if m.body == label.body and m.date.year == facts.year]
        if met and not any(_meet(meeting.date, label.date) for meeting in met):
            nearest = min(met, key=lambda row: abs((row.date.first - label.date.first).days))
            cause = _("The decision is dated on a day on which the body did not meet.")
            subject = f"{centre} · {_body(facts, label.body)}"
            yield _found(
                facts, subject, (label.code, "met"), _day(label.date, label),
                _day(nearest.date, nearest), cause,
            )  # fmt: skip
        left = _left_before(facts, label.centre, label.date)
        if left is not None and label.decision != LabelDecision.WITHDRAWN:
            yield _after_leaving(facts, _("Label"), label.code, _day(label.date, label), left)


def _of_figures(facts: Facts) -> Iterator[Contradiction]:
    """A figure of an event that did not happen in the period of the figure."""
    for figure in facts.figures_of_the_year():
        fact = facts.fact.get(figure.fact)
        if fact is None or fact.date is None:
            continue
        is_open = fact.kind == FactKind.PROJECT and fact.end is None
        last = facts.year if is_open else (fact.end or fact.date).year
        if not fact.date.year <= facts.year <= max(last, fact.date.year):
            cause = _("The figure was filed under the year of the report, not of the event.")
            period = (figure.period, figure.period, figure)
            yield _found(
                facts, name(facts, figure), (figure.code, fact.code), period, _when(fact), cause
            )
