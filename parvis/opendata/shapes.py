"""Published shapes: what the read API answers, field by field."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema


class SourceOut(Schema):
    """A document that says it."""

    code: str
    title: str
    language: str
    kind: str


class MomentOut(Schema):
    """One dated point of a centre's life; the date is as precise as its source."""

    date: str = Field(description="2023, 2024-11 or 2024-04-25")
    kind: str
    site: str | None
    outcome: str | None = Field(description="of a label decision: decided, refused or not stated")
    standing: str
    sources: list[SourceOut]


class MemberOut(Schema):
    """One centre that belonged to the network on the day asked for."""

    code: str
    name: str
    kind: str = Field(description="member or associate; associates are counted apart")
    country: str = Field(description="ISO 3166-1 alpha-2")
    city: str
    overseas: bool
    latitude: float | None
    longitude: float | None
    position_standing: str | None = Field(description="stated, inferred or external")
    since: str | None = Field(description="year, month or day it joined; null: not stated")
    attested: str | None = Field(description="first date a source shows it as a member")
    until: str | None = Field(description="first day no longer a member; null: still one")
    label: MomentOut | None = Field(description="last label decision; null: not stated")
    timeline: list[MomentOut]
    sources: list[SourceOut]


class SeatOut(Schema):
    """Someone who holds an office that day."""

    person: str
    office: str | None = Field(description="code of the office; null: not stated")
    title: dict[str, str] | None
    since: str | None
    attested: str | None
    until: str | None
    sources: list[SourceOut]


class OfficeOut(Schema):
    """An office that nobody holds that day."""

    code: str
    name: dict[str, str]


class BodyOut(Schema):
    """A body of the network as it was composed that day."""

    code: str
    kind: str
    name: dict[str, str]
    seats: list[SeatOut]
    vacant: list[OfficeOut]


class BodiesOut(Schema):
    """Bodies of a network on a day."""

    network: str
    simulated: bool
    as_of: str
    bodies: list[BodyOut]


class CountsOut(Schema):
    """Members and associates are never added together (rule R10)."""

    members: int
    associates: int
    countries: int
    by_country: dict[str, int]


class MembersOut(Schema):
    """Members of a network on a day."""

    network: str
    simulated: bool
    as_of: str
    counts: CountsOut
    countries: list[str]
    members: list[MemberOut]
    note: str | None = Field(description="what the sources do not say about that day")


class CoverageOut(Schema):
    """How many centres answered, of how many; null where no source states it."""

    answering: int | None
    total: int | None


class DefinitionOut(Schema):
    """The definition a figure was counted by; version 0 is «as printed»."""

    indicator: str
    version: int
    name: dict[str, str]
    definition: dict[str, str] | None = Field(description="null: not stated in the source")
    recipe: dict[str, str] | None
    unit: dict[str, str]
    components: list[str]


class SumOut(Schema):
    """A total computed from its parts, beside the published one (rule R12)."""

    value: float
    qualifier: str
    parts: list[str]
    differs_from_published: bool


class FigureOut(Schema):
    """One value and everything that explains it (rule R11)."""

    code: str
    indicator: str
    year: int
    period: str
    scope: str
    centre: str | None
    body: str | None
    event: str | None
    qualifier: str
    value: float | None
    high: float | None
    words: dict[str, str] | None
    coverage: CoverageOut
    status: str
    standing: str
    chosen: bool
    reason: dict[str, str] | None
    approver: str | None = Field(description="null: not stated")
    note: dict[str, str] | None
    simulated: bool
    definition: DefinitionOut
    sources: list[SourceOut]
    sum_of_parts: SumOut | None


class FiguresOut(Schema):
    """Figures of a year; values that are inferred or external carry that word."""

    network: str
    simulated: bool
    year: int
    published: bool = Field(description="false: nothing is published for that year")
    figures: list[FigureOut]


class SessionOut(Schema):
    """One session that everybody may read; nothing about anybody who comes."""

    code: str = Field(description="its page is /<language>/programme/<code>/")
    uid: str = Field(description="its name in calendars; never changes")
    sequence: int = Field(description="grows with each change, as in calendars (RFC 5545)")
    kind: str
    part: str = Field(description="organised, or joined (organised by others); counted apart")
    state: str = Field(description="published, cancelled, or held and what comes after")
    title: dict[str, str]
    about: dict[str, str] | None
    begins: str = Field(description="moment, with the offset of the place")
    ends: str
    time_zone: str
    whole_days: bool
    centre: str | None = Field(description="code of the centre; null: of the network or of Europe")
    where: str
    presence: str
    languages: list[str]
    themes: list[str]
    tags: list[str]
    audiences: list[str]
    comforts: list[str]
    joining: str
    places: str | None = Field(
        description="many, last, full, unlimited or closed; null: no place is to be held"
    )
    places_left: int | None = Field(description="from eleven up alone, when places are many")
    hosts: list[str]
    cancelled_because: dict[str, str] | None


class SessionsOut(Schema):
    """Sessions of a network between two days, a hundred at a time."""

    network: str
    simulated: bool
    first: str
    last: str | None
    page: int
    more: bool = Field(description="whether another page follows")
    sessions: list[SessionOut]


class Refusal(Schema):
    """Why it could not be answered, in a sentence."""

    detail: Any
