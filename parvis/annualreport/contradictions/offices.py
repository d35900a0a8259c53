"""Offices that nobody holds, and offices that two people hold at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions.facts import Facts, MandateSeen, OfficeSeen, Term
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.enums import ContradictionKind, Severity
from parvis.kernel.words import spoken
from parvis.ui import calendar

HANDING_OVER = datetime.timedelta(days=1)
"""On the day of an election the one who leaves and the one who comes both hold the office."""


def offices(facts: Facts) -> Iterator[Contradiction]:
    """Every office vacant at the end of the year or for a time in it, and every one held twice."""
    for office in facts.offices:
        mandates = sorted(
            (m for m in facts.mandates if (m.body, m.office) == (office.body, office.code)),
            key=lambda row: (_begun(row), row.person),
        )
        yield from _vacant(facts, office, mandates)
        for place, first in enumerate(mandates):
            for second in mandates[place + 1 :]:
                if first.person != second.person and _both_hold(facts, first, second):
                    yield _doubled(facts, office, first, second)


def _begun(mandate: MandateSeen) -> str:
    return (mandate.start or mandate.attested or "").__str__()


def _subject(facts: Facts, office: OfficeSeen) -> str:
    body = facts.body.get(office.body)
    return " · ".join(
        part for part in (spoken(office.name)[0], spoken(body.name)[0] if body else "") if part
    )


# -- nobody --------------------------------------------------------------------------------------


def _vacant(
    facts: Facts, office: OfficeSeen, mandates: list[MandateSeen]
) -> Iterator[Contradiction]:
    if office.is_honorary:
        return
    last = facts.last_day
    if office.holds(last) and not any(row.holds(last) for row in mandates):
        ended = [row.end for row in mandates if row.end is not None and row.end.last <= last]
        since = max(ended, default=None)
        told = (
            _("nobody since %(date)s") % {"date": calendar.spelled(since)} if since else _("nobody")
        )
        before: list[Term] = [row for row in mandates if row.end == since] or [office]
        yield Contradiction(
            kind=ContradictionKind.VACANT,
            subject=_subject(facts, office),
            first=_exists(facts, office),
            second=Side(f"nobody {since or ''}".strip(), told, facts.where(before[0].sources)),
            likely_cause=_(
                "Nobody was elected to it, or the office was ended and no source says so."
            ),
            codes=(office.body, office.code),
        )
        return
    for day in _days_without(facts, office, mandates):
        yield Contradiction(
            kind=ContradictionKind.VACANT,
            subject=_subject(facts, office),
            first=_exists(facts, office),
            second=Side(
                f"nobody {day}",
                _("nobody from %(date)s, and filled later in the year")
                % {"date": calendar.spelled(day)},
            ),
            likely_cause=_("The office waited for the next election."),
            codes=(office.body, office.code),
            severity=Severity.NOTE,
        )


def _exists(facts: Facts, office: OfficeSeen) -> Side:
    begun = office.start or office.attested
    told = (
        _("the office exists since %(date)s")
        if office.start
        else _("the office is shown in %(date)s")
    )
    return Side(str(begun), told % {"date": calendar.spelled(begun)}, facts.where(office.sources))


def _days_without(
    facts: Facts, office: OfficeSeen, mandates: list[MandateSeen]
) -> Iterator[datetime.date]:
    """First days without anybody, after an end dated to the day, in the year."""
    for mandate in mandates:
        if mandate.end is None or mandate.end.precision != "day" or mandate.end.year != facts.year:
            continue
        day = mandate.end.first + HANDING_OVER
        if office.holds(day) and not any(row.holds(day) for row in mandates):
            yield day


# -- two people ----------------------------------------------------------------------------------


def _both_hold(facts: Facts, first: MandateSeen, second: MandateSeen) -> bool:
    """Whether both certainly hold it for more than the day of handing over, in the year.

    A term known to the year only is given its shortest length: nobody is accused of a doubt.
    """
    begins = [_surely_from(first), _surely_from(second)]
    ends = [_surely_until(facts, first), _surely_until(facts, second)]
    if None in begins:
        return False
    begin = max(facts.first_day, *(day for day in begins if day is not None))
    end = min(facts.last_day, *ends)
    return end - begin >= HANDING_OVER if facts.first_day < begin else end > begin


def _surely_from(mandate: MandateSeen) -> datetime.date | None:
    date = mandate.start or mandate.attested
    if date is None:
        return None
    # Shown in a year whose day nobody knows: it was held at the end of that year (see `holds`).
    return date.last


def _surely_until(facts: Facts, mandate: MandateSeen) -> datetime.date:
    if mandate.end is not None:
        return mandate.end.first
    if mandate.last_attested is not None and mandate.last_attested.year <= facts.year:
        return mandate.last_attested.first
    return datetime.date.max


def _doubled(
    facts: Facts, office: OfficeSeen, first: MandateSeen, second: MandateSeen
) -> Contradiction:
    return Contradiction(
        kind=ContradictionKind.DOUBLED,
        subject=_subject(facts, office),
        first=_held(facts, first),
        second=_held(facts, second),
        likely_cause=_("The end of the first mandate was not recorded, or a deputy stood in."),
        codes=(office.body, office.code, first.person, second.person),
    )


def _held(facts: Facts, mandate: MandateSeen) -> Side:
    person = facts.person.get(mandate.person)
    who = person.name if person else mandate.person
    when = calendar.spelled_period(mandate.start or mandate.attested, mandate.end)
    raw = f"{mandate.person} {_begun(mandate)} {mandate.end or ''}".strip()
    return Side(raw, f"{who} ({when})", facts.where(mandate.sources))
