"""The shape of a network file, format «parvis-network/1», and its errors in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as ShapeError

from parvis.agenda.enums import Layer, Presence
from parvis.annualreport.enums import Slot
from parvis.centres.enums import (
    Access,
    ClosureKind,
    EquipmentKind,
    Need,
    OfferKind,
    PersonalDatum,
    SiteKind,
    SiteNature,
    SiteStage,
    SpaceKind,
    Theme,
)
from parvis.governance.enums import BodyKind, MeetingKind
from parvis.indicators.enums import MeasureKind, Scope, Status
from parvis.network.enums import FactKind, LabelDecision, LabelStep, MemberKind
from parvis.opendata.networkfile.lines import Path
from parvis.opendata.networkfile.values import (
    Amount,
    Body,
    CentreCode,
    Code,
    Country,
    Date,
    Day,
    FigureCode,
    Hour,
    Language,
    Latitude,
    Line,
    LongCode,
    Longitude,
    Name,
    NameWords,
    Order,
    Period,
    PlainLine,
    Rule,
    TimeZone,
    Website,
    Words,
    Year,
    one_of,
)
from parvis.partners.enums import Field as PartnerField
from parvis.partners.enums import Purpose, Unit
from parvis.programme.enums import Audience, HostRole, Kind, Part, Stated, Tag
from parvis.programme.enums import Purpose as Aim
from parvis.sources.enums import SourceKind, Standing
from parvis.tallies.enums import Qualifier

FORMAT = "parvis-network/1"


class Shape(BaseModel):
    """What every object of the file has in common: no field too many, no value bent to fit."""

    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)

    simulated: bool | None = None


class CitedIn(Shape):
    """Who says it, and how firmly it stands."""

    sources: list[Code] = []
    standing: Annotated[str, one_of(Standing)] = Standing.STATED.value


class NetworkIn(Shape):
    """The network the file is about."""

    code: Code
    name: NameWords
    short_name: NameWords | None = None
    simulated: bool
    address: Annotated[PlainLine, StringConstraints(max_length=250)] | None = None
    website: Website | None = None
    about: Words | None = None


class SourceIn(Shape):
    """A document facts are taken from."""

    code: Code
    title: Annotated[Line, StringConstraints(max_length=250)]
    kind: Annotated[str, one_of(SourceKind)]
    language: Language
    covers: Annotated[PlainLine, StringConstraints(max_length=60)] | None = None
    author: Annotated[Name, StringConstraints(max_length=120)] | None = None
    translation_of: Code | None = None


class PositionIn(Shape):
    """Where a centre stands on the map, and how that is known."""

    latitude: Latitude
    longitude: Longitude
    standing: Annotated[str, one_of(Standing)] = Standing.STATED.value
    note: Words | None = None


class NameIn(CitedIn):
    """A name a centre bore for a time."""

    name: Annotated[Name, StringConstraints(max_length=200)]
    start: Date | None = None
    end: Date | None = None


class AliasIn(CitedIn):
    """Another spelling."""

    text: Annotated[Line, StringConstraints(max_length=200)]
    language: Language | None = None


class SiteIn(CitedIn):
    """One place of a centre."""

    code: Code
    kind: Annotated[str, one_of(SiteKind)]
    name: NameWords | None = None
    stage: Annotated[str, one_of(SiteStage)] = SiteStage.UNKNOWN.value
    nature: Annotated[str, one_of(SiteNature)] = SiteNature.UNKNOWN.value
    start: Date | None = None
    end: Date | None = None
    city: Annotated[Name, StringConstraints(max_length=120)] | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    aliases: list[AliasIn] = []
    note: Words | None = None
    country: Country | None = None
    region: Annotated[PlainLine, StringConstraints(max_length=12)] | None = None
    time_zone: TimeZone | None = None
    closes_on_holidays: bool = True


class PoleIn(CitedIn):
    """A counselling area."""

    code: Code
    need: Annotated[str, one_of(Need)]
    name: NameWords | None = None
    letter: Annotated[PlainLine, StringConstraints(max_length=1)] | None = None
    kinds: list[Annotated[str, one_of(OfferKind)]] = []
    access: Annotated[str, one_of(Access)] = Access.WALK_IN.value
    price: Annotated[PlainLine, StringConstraints(max_length=60)] | None = None
    asks: list[Annotated[str, one_of(PersonalDatum)]] = []
    reserved_for: Words | None = None


class HoursIn(CitedIn):
    """One opening of one weekday."""

    site: Code
    weekday: Annotated[int, Field(ge=1, le=7)]
    opens: Hour
    closes: Hour
    start: Date | None = None
    end: Date | None = None
    by_appointment: bool = False
    note: Words | None = None


class OwnIn(Shape):
    """What a centre keeps itself, from day to day: made up in an example, never loaded as real."""


class SpecialDayIn(OwnIn):
    """One day with hours of its own."""

    site: Code
    day: Day
    openings: list[Annotated[list[Hour], Field(min_length=2, max_length=2)]] = []
    by_appointment: bool = False
    reason: Words | None = None


class ClosureIn(OwnIn):
    """Days on which a site stays closed."""

    site: Code
    start: Day
    end: Day
    kind: Annotated[str, one_of(ClosureKind)]
    reason: Words | None = None


class RecurringIn(OwnIn):
    """What comes again: its first day, the rule (RRULE), its last day, its hours."""

    site: Code
    first: Day
    last: Day | None = None
    rule: Rule = ""
    begins: Hour
    ends: Hour


class StopIn(RecurringIn):
    """Where a mobile facility stops."""

    commune: Annotated[Name, StringConstraints(max_length=120)]
    place: Annotated[Name, StringConstraints(max_length=160)]
    step_free: bool | None = None
    note: Words | None = None


class EquipmentIn(Shape):
    """What anybody may use in a space."""

    kind: Annotated[str, one_of(EquipmentKind)]
    places: Annotated[int, Field(ge=1, le=1000)]


class SpaceIn(OwnIn):
    """A room or a corner of a site."""

    site: Code
    code: Code
    kind: Annotated[str, one_of(SpaceKind)]
    name: NameWords
    capacity: Order | None = None
    square_metres: Amount | None = None
    step_free: bool | None = None
    access: Words | None = None
    equipment: list[EquipmentIn] = []


class MemberIn(OwnIn):
    """Someone of the team; no address and no number is ever loaded from a file."""

    name: Annotated[Name, StringConstraints(max_length=120)]
    sort_name: Annotated[Name, StringConstraints(max_length=120)] | None = None
    function: NameWords
    start: Day
    until: Day | None = None
    name_agreed: Day | None = None


class CentreIn(CitedIn):
    """A centre and all that is true of its places."""

    code: CentreCode
    name: Annotated[Name, StringConstraints(max_length=200)]
    country: Country
    city: Annotated[Name, StringConstraints(max_length=120)]
    city_standing: Annotated[str, one_of(Standing)] = Standing.STATED.value
    time_zone: TimeZone
    languages: list[Language] = []
    overseas: bool = False
    bearer: NameWords | None = None
    position: PositionIn | None = None
    names: list[NameIn] = []
    aliases: list[AliasIn] = []
    sites: list[SiteIn] = []
    poles: list[PoleIn] = []
    hours: list[HoursIn] = []
    special_days: list[SpecialDayIn] = []
    closures: list[ClosureIn] = []
    stops: list[StopIn] = []
    spaces: list[SpaceIn] = []
    team: list[MemberIn] = []


class MembershipIn(CitedIn):
    """A centre belongs to the network for a time."""

    centre: Code
    kind: Annotated[str, one_of(MemberKind)]
    start: Date | None = None
    attested: Date | None = None
    last_attested: Date | None = None
    end: Date | None = None
    end_reason: Words | None = None
    note: Words | None = None


class ReadingIn(Shape):
    """What one source prints for a fact that sources date or place differently."""

    date: Date | None = None
    end: Date | None = None
    countries: list[Country] | None = None
    printed: Annotated[PlainLine, StringConstraints(max_length=200)] | None = None
    sources: Annotated[list[Code], Field(min_length=1)]
    chosen: bool
    note: Words | None = None


class FactIn(CitedIn):
    """Something that happened."""

    code: LongCode
    kind: Annotated[str, one_of(FactKind)]
    centre: Code | None = None
    site: Code | None = None
    date: Date | None = None
    end: Date | None = None
    title: NameWords
    about: Words | None = None
    place: Words | None = None
    countries: list[Country] = []
    topic: LongCode | None = None
    announced: bool = False
    order: Order | None = None
    readings: list[ReadingIn] = []


class LabelIn(CitedIn):
    """A label step of a centre or of a site."""

    code: LongCode
    centre: Code
    site: Code | None = None
    decision: Annotated[str, one_of(LabelDecision)]
    step: Annotated[str, one_of(LabelStep)]
    date: Date
    body: Annotated[Code, StringConstraints(max_length=50)] | None = None
    decided: bool | None = None
    note: Words | None = None


class PersonIn(CitedIn):
    """A public role-holder."""

    code: Code
    name: Annotated[Name, StringConstraints(max_length=120)]
    sort_name: Annotated[Name, StringConstraints(max_length=120)] | None = None
    variants: list[Annotated[Name, StringConstraints(max_length=120)]] = []
    affiliation: Words | None = None


class OfficeIn(CitedIn):
    """A seat of a body."""

    code: Code
    name: NameWords
    start: Date | None = None
    attested: Date | None = None
    last_attested: Date | None = None
    end: Date | None = None
    honorary: bool = False


class BodyIn(CitedIn):
    """An assembly, a committee, a group or a team."""

    code: Code
    kind: Annotated[str, one_of(BodyKind)]
    name: NameWords
    mandate: Words | None = None
    offices: list[OfficeIn] = []


class MandateIn(CitedIn):
    """Someone sits in a body for a time."""

    body: Code
    office: Code | None = None
    person: Code
    title: NameWords | None = None
    start: Date | None = None
    attested: Date | None = None
    last_attested: Date | None = None
    end: Date | None = None
    elected_by: Code | None = None
    note: Words | None = None


class MeetingIn(CitedIn):
    """One meeting of a body."""

    code: LongCode
    body: Code
    date: Date
    kind: Annotated[str, one_of(MeetingKind)] = MeetingKind.ORDINARY.value
    prepares: LongCode | None = None
    place: Words | None = None
    online: bool = False
    announced: bool = False


class PartnerIn(CitedIn):
    """An organisation named as a partner."""

    code: Code
    name: Annotated[Name, StringConstraints(max_length=200)]
    country: Country | None = None
    field: Annotated[str, one_of(PartnerField)]
    other_fields: list[Annotated[str, one_of(PartnerField)]] = []
    centres: list[Code] = []
    about: Words | None = None


class ContributionIn(Shape):
    """What was promised for a year and what was given."""

    code: Code
    year: Year
    purpose: Annotated[str, one_of(Purpose)]
    unit: Annotated[str, one_of(Unit)]
    promised: Amount | None = None
    given: Amount | None = None
    about: Words | None = None
    pole: Code | None = None


class AgreementIn(OwnIn):
    """What a partner and a centre signed, and the contributions under it."""

    code: LongCode
    partner: Code
    centre: Code
    subject: Words | None = None
    negotiated: Day | None = None
    signed: Day | None = None
    start: Day | None = None
    end: Day | None = None
    review: Day | None = None
    charter: Annotated[PlainLine, StringConstraints(max_length=40)] | None = None
    charter_accepted: Day | None = None
    renews: LongCode | None = None
    contributions: list[ContributionIn] = []


class DutyIn(RecurringIn):
    """A duty that a partner holds again and again; its sessions are made from it."""

    centre: Code
    pole: Code
    partner: Code | None = None
    desk: Annotated[PlainLine, StringConstraints(max_length=12)] = ""
    languages: list[Language] = []
    paired: bool = False


class DefinitionIn(Shape):
    """One version of what an indicator means."""

    version: Order
    name: NameWords
    definition: Words | None = None
    recipe: Words | None = None
    components: list[Code] = []
    since: Date | None = None


class IndicatorIn(Shape):
    """Something the network counts."""

    code: Code
    framework: list[Annotated[PlainLine, StringConstraints(max_length=60)]] = []
    unit: NameWords
    kind: Annotated[str, one_of(MeasureKind)]
    versions: Annotated[list[DefinitionIn], Field(min_length=1)]


class ObservationIn(CitedIn):
    """One reading of one figure."""

    code: FigureCode
    indicator: Code
    version: Order
    period: Period
    scope: Annotated[str, one_of(Scope)]
    centre: Code | None = None
    body: Code | None = None
    fact: LongCode | None = None
    qualifier: Annotated[str, one_of(Qualifier)]
    value: Amount | None = None
    high: Amount | None = None
    words: Words | None = None
    answering: Order | None = None
    total: Order | None = None
    status: Annotated[str, one_of(Status)] = Status.PUBLISHED.value
    chosen: bool = True
    reason: Words | None = None
    approver: Annotated[Name, StringConstraints(max_length=120)] | None = None
    note: Words | None = None


class CampaignIn(Shape):
    """Several events under one aim: a fact that lasts, with what it wanted and what it reached.

    Its days, words, centre and sources are those of the fact; `reached` and `public` name the
    figures that a source gives.
    """

    code: Code
    fact: LongCode
    reached: FigureCode | None = None
    public: FigureCode | None = None
    public_is: Words | None = None
    objectives: list[Words] = []


class HostIn(Shape):
    """An organisation in a session: a partner, a centre, or one known by its name alone."""

    role: Annotated[str, one_of(HostRole)]
    partner: Code | None = None
    centre: Code | None = None
    name: Annotated[Name, StringConstraints(max_length=200)] | None = None


class SlotIn(Shape):
    """A part of the day of a session."""

    begins: Hour
    ends: Hour
    note: Words | None = None


class CentreWithIn(Shape):
    """Another centre in a session, and its part."""

    centre: Code
    part: Annotated[str, one_of(Part)]


class SpeakerIn(Shape):
    """Somebody whom the source names as speaking in public."""

    name: Annotated[Name, StringConstraints(max_length=120)]
    function: Words | None = None
    organisation: Annotated[PlainLine, StringConstraints(max_length=200)] | None = None


class SessionIn(Shape):
    """What the programme says of a fact: an event that took place on days the sources name.

    Dates, words, place, sources and standing are those of the fact; a part of a bigger day has
    those of the whole, and a title of its own. `figures` names the observation of each.
    """

    code: LongCode
    fact: LongCode | None = None
    part_of: LongCode | None = None
    kind: Annotated[str, one_of(Kind)]
    title: NameWords | None = None
    layer: Annotated[str, one_of(Layer)] | None = None
    centre: Code | None = None
    site: Code | None = None
    time_zone: TimeZone | None = None
    begins: Hour | None = None
    ends: Hour | None = None
    presence: Annotated[str, one_of(Presence)] = Presence.ON_SITE.value
    languages: list[Language] = []
    part: Annotated[str, one_of(Part)] = Part.ORGANISED.value
    campaign: Code | None = None
    themes: list[Annotated[str, one_of(Theme)]] = []
    tags: list[Annotated[str, one_of(Tag)]] = []
    audiences: list[Annotated[str, one_of(Audience)]] = []
    purposes: list[Annotated[str, one_of(Aim)]] = []
    summary: Words | None = None
    hosts: list[HostIn] = []
    centres_with: list[CentreWithIn] = []
    slots: list[SlotIn] = []
    speakers: list[SpeakerIn] = []
    key_points: list[Words] = []
    figures: dict[Annotated[str, one_of(Stated)], FigureCode] = {}


class DateIn(Shape):
    """A recorded fact or meeting as a date of the agenda; its day and its sources are theirs."""

    fact: LongCode | None = None
    meeting: LongCode | None = None
    layer: Annotated[str, one_of(Layer)]
    title: NameWords | None = None
    time_zone: TimeZone | None = None


class TextIn(CitedIn):
    """One text of the report in one language."""

    year: Year | None = None
    slot: Annotated[str, one_of(Slot)]
    language: Language
    heading: Annotated[Line, StringConstraints(max_length=200)] | None = None
    body: Body
    signed: Annotated[PlainLine, StringConstraints(max_length=120)]
    quotation: bool = False
    written_from: Language | None = None


S = TypeVar("S", bound=Shape)


@dataclass(frozen=True)
class At(Generic[S]):
    """One object of the file and its path."""

    path: Path
    it: S


@dataclass
class NetworkFile:
    """A whole file in its shape."""

    network: NetworkIn
    sources: list[At[SourceIn]] = field(default_factory=list)
    centres: list[At[CentreIn]] = field(default_factory=list)
    memberships: list[At[MembershipIn]] = field(default_factory=list)
    facts: list[At[FactIn]] = field(default_factory=list)
    label: list[At[LabelIn]] = field(default_factory=list)
    people: list[At[PersonIn]] = field(default_factory=list)
    bodies: list[At[BodyIn]] = field(default_factory=list)
    mandates: list[At[MandateIn]] = field(default_factory=list)
    meetings: list[At[MeetingIn]] = field(default_factory=list)
    partners: list[At[PartnerIn]] = field(default_factory=list)
    agreements: list[At[AgreementIn]] = field(default_factory=list)
    duties: list[At[DutyIn]] = field(default_factory=list)
    campaigns: list[At[CampaignIn]] = field(default_factory=list)
    sessions: list[At[SessionIn]] = field(default_factory=list)
    dates: list[At[DateIn]] = field(default_factory=list)
    indicators: list[At[IndicatorIn]] = field(default_factory=list)
    observations: list[At[ObservationIn]] = field(default_factory=list)
    texts: list[At[TextIn]] = field(default_factory=list)


SECTIONS: Mapping[str, type[Shape]] = {
    "sources": SourceIn,
    "centres": CentreIn,
    "memberships": MembershipIn,
    "facts": FactIn,
    "label": LabelIn,
    "people": PersonIn,
    "bodies": BodyIn,
    "mandates": MandateIn,
    "meetings": MeetingIn,
    "partners": PartnerIn,
    "agreements": AgreementIn,
    "duties": DutyIn,
    "campaigns": CampaignIn,
    "sessions": SessionIn,
    "dates": DateIn,
    "indicators": IndicatorIn,
    "observations": ObservationIn,
    "texts": TextIn,
}

OPTIONAL = frozenset({"agreements", "duties", "campaigns", "sessions", "dates"})
"""Sections a file may leave out: those no source publishes, and those that came later."""


_SENTENCES: dict[str, str] = {
    "missing": gettext_noop("is missing"),
    "extra_forbidden": gettext_noop("is not a field of the format"),
    "string_type": gettext_noop("must be a text"),
    "too_long": gettext_noop("is longer than %(max_length)d characters"),
    "int_type": gettext_noop("must be a whole number"),
    "int_from_float": gettext_noop("must be a whole number"),
    "float_type": gettext_noop("must be a number"),
    "bool_type": gettext_noop("must be true or false"),
    "list_type": gettext_noop("must be a list"),
    "dict_type": gettext_noop("must be an object with one line a language"),
    "model_type": gettext_noop("must be an object"),
    "model_attributes_type": gettext_noop("must be an object"),
    "greater_than_equal": gettext_noop("is smaller than %(ge)s"),
    "less_than_equal": gettext_noop("is greater than %(le)s"),
    "finite_number": gettext_noop("is a number out of range"),
    "too_short": gettext_noop("holds nothing"),
}
_OTHERWISE = gettext_lazy("is not what the format asks for")


def shaped(shape: type[S], data: object) -> tuple[S | None, list[tuple[Path, str]]]:
    """The object in its shape, or what is wrong with it: where in it, and why."""
    try:
        return shape.model_validate(data), []
    except ShapeError as error:
        return None, list(_told(error))


def _told(error: ShapeError) -> Iterator[tuple[Path, str]]:
    for one in error.errors(include_url=False, include_input=False):
        yield tuple(one["loc"]), _sentence(one["type"], one.get("ctx") or {})


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    told = _SENTENCES.get(kind)
    return str(_OTHERWISE) if told is None else _(told) % context
