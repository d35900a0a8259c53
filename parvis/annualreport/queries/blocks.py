"""The tables of a report: members by country, changes of the year, bodies and their meetings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from parvis.annualreport.enums import LABEL_SENTENCES
from parvis.annualreport.queries.citing import Bibliography, FigureRow
from parvis.centres.models import Centre, Site
from parvis.governance.enums import BodyKind, MeetingKind
from parvis.governance.models import Body, Mandate, Meeting, Office
from parvis.governance.queries import Composition
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words
from parvis.network.enums import LabelDecision
from parvis.network.models import Fact, LabelFact, Membership
from parvis.network.queries import Members
from parvis.ui import countries


@dataclass(frozen=True)
class LabelStanding:
    """The last label step a source states for a centre, and when."""

    sentence: str
    date: PartialDate
    outcome_stated: bool


@dataclass(frozen=True)
class MemberRow:
    """A member as of the end of the year; `label` is empty when no source states a step."""

    centre: Centre
    start: PartialDate | None
    attested: PartialDate | None
    label: LabelStanding | None
    refs: tuple[int, ...]


@dataclass(frozen=True)
class CountryRows:
    """The members of one country."""

    code: str
    name: str
    rows: tuple[MemberRow, ...]


@dataclass(frozen=True)
class MembersBlock:
    """Who was in the network at the end of the year, counted from dated memberships."""

    on: datetime.date
    countries: tuple[CountryRows, ...]
    associates: tuple[MemberRow, ...]
    count: int
    overseas: tuple[MemberRow, ...]
    is_complete: bool
    published: FigureRow | None

    @property
    def differs(self) -> bool:
        """Whether every member is recorded and their number is still not the published one."""
        return (
            self.is_complete
            and self.published is not None
            and self.published.figure.value != self.count
        )


def members_block(
    members: Members,
    label_facts: Iterable[LabelFact],
    published: FigureRow | None,
    books: Bibliography,
    *,
    complete: bool,
) -> MembersBlock:
    """Members by country, the largest country first, each with its last stated label step."""
    labels: dict[int, LabelFact] = {}
    for fact in label_facts:
        # A step shown to the committee without a stated outcome changes nothing yet.
        if fact.decided or fact.decision == LabelDecision.WITHDRAWN:
            labels[fact.centre_id] = fact

    def row(membership: Membership) -> MemberRow:
        fact = labels.get(membership.centre_id)
        cited = [*membership.cited, *(fact.cited if fact is not None else ())]
        return MemberRow(
            centre=membership.centre,
            start=membership.start,
            attested=membership.attested,
            label=None if fact is None else _standing(fact),
            refs=books.cite(cited),
        )

    rows = [row(membership) for membership in members.members]
    by_country: dict[str, list[MemberRow]] = {}
    for member in rows:
        by_country.setdefault(member.centre.country, []).append(member)
    ordered = sorted(by_country, key=lambda code: (-len(by_country[code]), code))
    return MembersBlock(
        on=members.on,
        countries=tuple(
            CountryRows(code=code, name=countries.named(code), rows=tuple(by_country[code]))
            for code in ordered
        ),
        associates=tuple(row(membership) for membership in members.associates),
        count=len(rows),
        overseas=tuple(member for member in rows if member.centre.overseas),
        is_complete=complete,
        published=published,
    )


def label_sentence(fact: LabelFact) -> str:
    """«operating label granted»: a decision and its step in one breath."""
    said = LABEL_SENTENCES.get((fact.decision, fact.step))
    return str(said) if said else f"{fact.get_step_display()} · {fact.get_decision_display()}"


def _standing(fact: LabelFact) -> LabelStanding:
    return LabelStanding(
        sentence=label_sentence(fact), date=fact.date, outcome_stated=fact.decided is not None
    )


@dataclass(frozen=True)
class Change:
    """Something that happened to a centre, or a decision about its label."""

    date: PartialDate
    end: PartialDate | None
    centre: Centre | None
    site: Site | None
    title: Words | str
    about: Words
    is_label: bool
    is_announced: bool
    outcome_stated: bool
    refs: tuple[int, ...]

    @property
    def names_its_centre(self) -> bool:
        """Whether the title already says which centre it is about."""
        titles = [self.title] if isinstance(self.title, str) else self.title.values()
        return self.centre is None or any(self.centre.name in title for title in titles)


def changes(
    facts: Iterable[Fact], label_facts: Iterable[LabelFact], books: Bibliography
) -> tuple[Change, ...]:
    """Life of the centres and decisions on the label, together, in order of date.

    Each keeps its own date and source: no order is forced between them (rule R09).
    """
    rows = [
        Change(
            date=fact.date,
            end=fact.end,
            centre=fact.centre,
            site=fact.site,
            title=fact.title,
            about=fact.about,
            is_label=False,
            is_announced=fact.is_announced,
            outcome_stated=True,
            refs=books.cite(fact.cited),
        )
        for fact in facts
    ]
    rows += [
        Change(
            date=fact.date,
            end=None,
            centre=fact.centre,
            site=fact.site,
            title=label_sentence(fact),
            about=fact.note,
            is_label=True,
            is_announced=False,
            outcome_stated=fact.decided is not None,
            refs=books.cite(fact.cited),
        )
        for fact in label_facts
    ]
    return tuple(sorted(rows, key=lambda change: change.date.text))


@dataclass(frozen=True)
class Seat:
    """Who held an office at the end of the year; `attested` where the beginning is not stated."""

    title: Words
    name: str
    affiliation: Words
    start: PartialDate | None
    attested: PartialDate | None
    note: Words
    refs: tuple[int, ...]


@dataclass(frozen=True)
class Sitting:
    """One recorded meeting of a body."""

    date: PartialDate
    place: Words
    is_online: bool
    is_preparatory: bool
    is_announced: bool
    refs: tuple[int, ...]


@dataclass(frozen=True)
class BodyBlock:
    """A body as of the end of the year, with the meetings recorded and the number published."""

    code: str
    name: Words
    mandate: Words
    on: datetime.date
    seats: tuple[Seat, ...]
    vacant: tuple[Office, ...]
    sittings: tuple[Sitting, ...]
    published: FigureRow | None
    figures: tuple[FigureRow, ...]
    refs: tuple[int, ...]

    @property
    def recorded(self) -> int:
        """Meetings recorded with their date; preparatory or only announced ones are not counted."""
        return sum(
            not (sitting.is_preparatory or sitting.is_announced) for sitting in self.sittings
        )

    @property
    def says_something(self) -> bool:
        """Whether the year has anything to tell of this body beyond what it is for."""
        return bool(self.seats or self.sittings or self.published or self.figures)


def body_block(
    composition: Composition,
    meetings: Iterable[Meeting],
    published: FigureRow | None,
    figures: tuple[FigureRow, ...],
    books: Bibliography,
) -> BodyBlock:
    """One body; its offices are vacant only where the body is known to have sat."""
    body: Body = composition.body
    seats = tuple(_seat(mandate, books) for mandate in composition.seats)
    return BodyBlock(
        code=body.code,
        name=body.name,
        mandate=body.mandate,
        on=composition.on,
        seats=seats,
        vacant=tuple(composition.vacant) if seats else (),
        sittings=tuple(
            Sitting(
                date=meeting.date,
                place=meeting.place,
                is_online=meeting.is_online,
                is_preparatory=meeting.kind == MeetingKind.PREPARATORY,
                is_announced=meeting.is_announced,
                refs=books.cite(meeting.cited),
            )
            for meeting in meetings
        ),
        published=published,
        figures=figures,
        refs=books.cite(body.cited),
    )


def is_working_group(body: Body) -> bool:
    """Working groups are told with the life of the network, the other bodies with its members."""
    return body.kind == BodyKind.GROUP


def _seat(mandate: Mandate, books: Bibliography) -> Seat:
    return Seat(
        title=mandate.title or (mandate.office.name if mandate.office is not None else {}),
        name=mandate.person.name,
        affiliation=mandate.person.affiliation,
        start=mandate.start,
        attested=mandate.attested,
        note=mandate.note,
        refs=books.cite(mandate.cited),
    )
