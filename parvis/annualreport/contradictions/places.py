"""The same people or body in two places at once (rule R16)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.facts import Facts, FactSeen, MeetingSeen, Said
from parvis.annualreport.contradictions.figures import title
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.enums import ContradictionKind
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words, spoken
from parvis.network.enums import FactKind
from parvis.ui import calendar

REPRESENTED = frozenset(
    {
        FactKind.SEMINAR, FactKind.STUDY_DAY, FactKind.DELEGATION, FactKind.INTERVENTION,
        FactKind.ADVOCACY, FactKind.EXTERNAL_EVENT, FactKind.PROJECT_MILESTONE,
    }
)  # fmt: skip
"""Kinds at which the network itself is present, by the people who speak for it.

A webinar is not one: it is followed from wherever one is.
"""


@dataclass(frozen=True)
class Presence:
    """Somebody of the network is there, from a day to a day."""

    code: str
    called: str
    first: datetime.date
    last: datetime.date
    said: Said
    place: Words
    topic: str = ""
    people: frozenset[str] = frozenset()
    body: str = ""


def places(facts: Facts) -> Iterator[Contradiction]:
    """Every pair of meetings and events of the network that share a day and not a place."""
    there = sorted(_presences(facts), key=lambda one: (one.first, one.last, one.code))
    for number, first in enumerate(there):
        for second in there[number + 1 :]:
            if second.first > first.last:
                break
            if _are_the_same(first, second) or _are_other_people(first, second):
                continue
            if _share_a_place(first, second):
                continue
            yield Contradiction(
                kind=ContradictionKind.PLACES,
                subject=_subject(first, second),
                first=_side(facts, first),
                second=_side(facts, second),
                likely_cause=_cause(first, second),
                codes=(first.code, second.code),
            )


def _presences(facts: Facts) -> Iterator[Presence]:
    for meeting in facts.meetings:
        if meeting.date.precision == "day" and facts.in_the_year(meeting.date):
            yield _of_a_meeting(facts, meeting)
    for fact in facts.facts_of_the_year():
        date, end = fact.date, fact.end or fact.date
        if date is None or end is None or {date.precision, end.precision} != {"day"}:
            continue
        if fact.kind in REPRESENTED and not fact.centre:
            yield _of_a_fact(fact, date, end)


def _of_a_meeting(facts: Facts, meeting: MeetingSeen) -> Presence:
    day = meeting.date.first
    body = facts.body.get(meeting.body)
    return Presence(
        code=meeting.code,
        called=spoken(body.name)[0] if body else meeting.body,
        first=day,
        last=day,
        said=meeting,
        place=meeting.place,
        people=frozenset(
            row.person for row in facts.mandates if row.body == meeting.body and row.holds(day)
        ),
        body=meeting.body,
    )


def _of_a_fact(fact: FactSeen, date: PartialDate, end: PartialDate) -> Presence:
    return Presence(
        code=fact.code,
        called=title(fact),
        first=date.first,
        last=end.last,
        said=fact,
        place=fact.place,
        topic=fact.topic,
    )


def _are_the_same(first: Presence, second: Presence) -> bool:
    """Part of one another, or parts of one thing."""
    family = {first.topic, second.topic} - {""}
    return bool(family & {first.code, second.code} or (first.topic and first.topic == second.topic))


def _are_other_people(first: Presence, second: Presence) -> bool:
    """Two bodies whose members are both known and none of whom sits in both."""
    is_known = bool(first.people and second.people)
    return is_known and first.body != second.body and first.people.isdisjoint(second.people)


def _share_a_place(first: Presence, second: Presence) -> bool:
    return any(
        words.plain(here) == words.plain(second.place[language])
        for language, here in first.place.items()
        if language in second.place
    )


def _subject(first: Presence, second: Presence) -> str:
    begin, end = max(first.first, second.first), min(first.last, second.last)
    return calendar.spelled_period(begin.isoformat(), end.isoformat())


def _side(facts: Facts, there: Presence) -> Side:
    when = calendar.spelled_period(there.first.isoformat(), there.last.isoformat())
    place = spoken(there.place)[0]
    printed = ", ".join(part for part in (there.called, when, place) if part)
    raw = f"{there.code} {there.first} {there.last}"
    return Side(raw, printed, facts.where(there.said.sources), there.code)


def _cause(first: Presence, second: Presence) -> str:
    if first.body and first.body == second.body:
        return _("One meeting was recorded twice, or one of the two dates is wrong.")
    if first.first == first.last == second.first == second.last:
        return _("They followed each other on one day, other people went, or a date is wrong.")
    return _("Only some of the days were attended, other people went, or a date is wrong.")
