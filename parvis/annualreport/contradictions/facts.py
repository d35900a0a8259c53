"""What is known of one network, held in memory: rules read this and nothing else.

Only stated facts stand here. Every reference is a code, so that a network can be made up in a
test without a database.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cached_property

from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words


@dataclass(frozen=True, kw_only=True)
class SourceSeen:
    """A document that says something."""

    code: str
    title: str
    language: str
    kind: str = "report"
    covers: str = ""
    translation_of: str = ""

    @property
    def year(self) -> int | None:
        """The one year it covers, when it covers one."""
        is_year = len(self.covers) == 4 and self.covers.isascii() and self.covers.isdigit()
        return int(self.covers) if is_year else None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What every fact has: the codes of the sources that say it."""

    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DefinitionSeen:
    """One version of what an indicator means."""

    version: int
    name: Words
    definition: Words = field(default_factory=dict)
    recipe: Words = field(default_factory=dict)
    components: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IndicatorSeen:
    """Something that is counted."""

    code: str
    kind: str
    unit: Words
    definitions: tuple[DefinitionSeen, ...]

    def version(self, number: int) -> DefinitionSeen:
        """The definition of this version."""
        return next(one for one in self.definitions if one.version == number)


@dataclass(frozen=True, kw_only=True)
class FigureSeen(Said):
    """One value of one indicator for one period."""

    code: str
    indicator: str
    year: int
    period: str
    scope: str = "network"
    centre: str = ""
    body: str = ""
    fact: str = ""
    qualifier: str = "exact"
    value: Decimal | None = None
    high: Decimal | None = None
    words: Words = field(default_factory=dict)
    status: str = "published"
    is_chosen: bool = True
    version: int = 0

    @property
    def target(self) -> tuple[str, ...]:
        """What it is a value of, whatever the value."""
        return (
            self.indicator, self.period, self.scope, self.centre, self.body, self.fact, self.status
        )  # fmt: skip

    @property
    def raw(self) -> str:
        """The value itself, with its qualifier."""
        if self.value is None:
            return json.dumps(self.words, sort_keys=True)
        high = "" if self.high is None else f" {self.high.normalize():f}"
        return f"{self.qualifier} {self.value.normalize():f}{high}"


@dataclass(frozen=True, kw_only=True)
class ReadingSeen(Said):
    """One of several dates or countries that sources print for a fact."""

    printed: str = ""
    date: PartialDate | None = None
    end: PartialDate | None = None
    countries: tuple[str, ...] = ()
    is_chosen: bool = False
    note: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FactSeen(Said):
    """Something that happened, or is announced."""

    code: str
    kind: str
    title: Words
    date: PartialDate | None = None
    end: PartialDate | None = None
    centre: str = ""
    topic: str = ""
    about: Words = field(default_factory=dict)
    place: Words = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    is_announced: bool = False
    readings: tuple[ReadingSeen, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LabelSeen(Said):
    """A step of the label."""

    code: str
    centre: str
    decision: str
    step: str
    date: PartialDate
    site: str = ""
    body: str = ""
    decided: bool | None = True


@dataclass(frozen=True, kw_only=True)
class Term(Said):
    """From when until when, as far as sources say."""

    start: PartialDate | None = None
    attested: PartialDate | None = None
    last_attested: PartialDate | None = None
    end: PartialDate | None = None

    def holds(self, day: datetime.date, *, end_included: bool = True) -> bool:
        """Whether it is in force that day; the words of the database's own `on(day)`."""
        text = day.isoformat()
        begun = self.start or self.attested
        if begun is None or begun.text > text:
            return False
        if self.last_attested is not None and self.last_attested.text < text[:4]:
            return False
        if self.end is None:
            return True
        if end_included:
            return self.end.text >= text or self.end.text in (text[:4], text[:7])
        return self.end.text > text


@dataclass(frozen=True, kw_only=True)
class MembershipSeen(Term):
    """A centre belongs to the network; its end is the first day it no longer does."""

    centre: str
    kind: str = "member"

    def on(self, day: datetime.date) -> bool:
        """Whether it is a member that day."""
        return self.holds(day, end_included=False)


@dataclass(frozen=True, kw_only=True)
class NameSeen(Said):
    """Another spelling or name of a centre or of a site."""

    text: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class SiteSeen(Said):
    """One place of a centre."""

    code: str
    kind: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    name: Words = field(default_factory=dict)
    aliases: tuple[NameSeen, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CentreSeen(Said):
    """A centre that belongs, or belonged, to the network."""

    code: str
    name: str
    country: str
    overseas: bool = False
    aliases: tuple[NameSeen, ...] = ()
    sites: tuple[SiteSeen, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonSeen(Said):
    """A public role-holder."""

    code: str
    name: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BodySeen(Said):
    """An assembly, a committee, a group."""

    code: str
    name: Words
    mandate: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OfficeSeen(Term):
    """A seat of a body."""

    body: str
    code: str
    name: Words
    is_honorary: bool = False


@dataclass(frozen=True, kw_only=True)
class MandateSeen(Term):
    """Somebody holds an office of a body; its end is the last day in office."""

    body: str
    office: str
    person: str
    title: Words = field(default_factory=dict)
    elected_by: str = ""


@dataclass(frozen=True, kw_only=True)
class MeetingSeen(Said):
    """One meeting of a body."""

    body: str
    code: str
    date: PartialDate
    kind: str = "ordinary"
    place: Words = field(default_factory=dict)
    is_online: bool = False
    is_announced: bool = False


@dataclass(frozen=True, kw_only=True)
class PartnerSeen(Said):
    """An organisation named as a partner."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TextSeen(Said):
    """One text of the report in one language."""

    slot: str
    language: str
    body: str
    year: int | None = None
    heading: str = ""
    is_quotation: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything stated about one network, and the year it is asked about."""

    network: str
    year: int
    sources: tuple[SourceSeen, ...] = ()
    centres: tuple[CentreSeen, ...] = ()
    memberships: tuple[MembershipSeen, ...] = ()
    facts: tuple[FactSeen, ...] = ()
    labels: tuple[LabelSeen, ...] = ()
    people: tuple[PersonSeen, ...] = ()
    bodies: tuple[BodySeen, ...] = ()
    offices: tuple[OfficeSeen, ...] = ()
    mandates: tuple[MandateSeen, ...] = ()
    meetings: tuple[MeetingSeen, ...] = ()
    partners: tuple[PartnerSeen, ...] = ()
    indicators: tuple[IndicatorSeen, ...] = ()
    figures: tuple[FigureSeen, ...] = ()
    texts: tuple[TextSeen, ...] = ()

    @cached_property
    def _source(self) -> dict[str, SourceSeen]:
        return {source.code: source for source in self.sources}

    @cached_property
    def centre(self) -> dict[str, CentreSeen]:
        """Centres by code."""
        return {centre.code: centre for centre in self.centres}

    @cached_property
    def fact(self) -> dict[str, FactSeen]:
        """Dated facts by code."""
        return {fact.code: fact for fact in self.facts}

    @cached_property
    def body(self) -> dict[str, BodySeen]:
        """Bodies by code."""
        return {body.code: body for body in self.bodies}

    @cached_property
    def office(self) -> dict[tuple[str, str], OfficeSeen]:
        """Offices by the code of their body and their own."""
        return {(office.body, office.code): office for office in self.offices}

    @cached_property
    def person(self) -> dict[str, PersonSeen]:
        """People by code."""
        return {person.code: person for person in self.people}

    @cached_property
    def indicator(self) -> dict[str, IndicatorSeen]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @property
    def first_day(self) -> datetime.date:
        """The first of January."""
        return datetime.date(self.year, 1, 1)

    @property
    def last_day(self) -> datetime.date:
        """The 31st of December."""
        return datetime.date(self.year, 12, 31)

    def where(self, codes: Iterable[str]) -> tuple[SourceSeen, ...]:
        """The sources of these codes, in the order of their codes."""
        return tuple(self._source[code] for code in sorted(set(codes)) if code in self._source)

    def is_said_in_the_year(self, said: Said) -> bool:
        """Whether a source that covers the year says it."""
        return any(source.year == self.year for source in self.where(said.sources))

    def in_the_year(self, date: PartialDate | None, end: PartialDate | None = None) -> bool:
        """Whether it falls in the year or runs through it."""
        if date is None:
            return False
        return date.year <= self.year <= (end or date).year

    def facts_of_the_year(self) -> list[FactSeen]:
        """Facts dated in the year or running through it."""
        return [fact for fact in self.facts if self.in_the_year(fact.date, fact.end)]

    def figures_of_the_year(self) -> list[FigureSeen]:
        """Every value of the year, chosen or not."""
        return [figure for figure in self.figures if figure.year == self.year]

    def texts_of_the_year(self) -> list[TextSeen]:
        """Texts of the report; one of the year replaces the one that holds for every year."""
        own = {(t.slot, t.is_quotation) for t in self.texts if t.year == self.year}
        return [
            text
            for text in self.texts
            if text.year == self.year
            or (text.year is None and (text.slot, text.is_quotation) not in own)
        ]

    def fingerprint(self) -> str:
        """SHA-256 of all that is stated, in hexadecimal: the same for the same facts."""
        lists = {name: value for name, value in asdict(self).items() if isinstance(value, tuple)}
        ordered = {
            name: sorted(json.dumps(row, sort_keys=True, default=_plain) for row in rows)
            for name, rows in lists.items()
        }
        said = json.dumps([self.network, self.year, ordered], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
