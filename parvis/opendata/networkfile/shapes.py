"""The shape of a network file, format «parvis-network/1», and its errors in plain sentences."""

from __future__ import annotations

import datetime
import math
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic import ValidationError as ShapeError

from parvis.annualreport.enums import Slot
from parvis.centres.enums import Need, SiteKind, SiteNature, SiteStage
from parvis.governance.enums import BodyKind, MeetingKind
from parvis.indicators.enums import MeasureKind, Qualifier, Scope, Status
from parvis.kernel.addresses import RESERVED
from parvis.kernel.dates import BadDate, PartialDate
from parvis.kernel.words import LANGUAGES, objection
from parvis.network.enums import FactKind, LabelDecision, LabelStep, MemberKind
from parvis.opendata.networkfile.lines import Path
from parvis.partners.enums import Field as PartnerField
from parvis.sources.enums import SourceKind, Standing

FORMAT = "parvis-network/1"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_PERIOD = re.compile(r"(19|20)[0-9]{2}(/[0-9]{2}|/[0-9]{4})?")
_LARGEST = Decimal(10) ** 12
_SMALLINT = 32767  # what the column holds
_ZONES = frozenset(zoneinfo.available_timezones())


# Each of these is the check of one kind of value: it returns the value or raises ValueError with
# the end of a sentence whose beginning is the name of the field.


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(_("“%(text)s” is not a code: use a-z, 0-9 and -") % {"text": text})
    return text


def _not_reserved(code: str) -> str:
    if code in RESERVED:
        raise ValueError(_("“%(code)s” is kept for another page") % {"code": code})
    return code


def _one_of(choices: type[TextChoices]) -> AfterValidator:
    def check(text: str) -> str:
        if text not in choices.values:
            raise ValueError(
                _("“%(text)s” is unknown; known are %(known)s")
                % {"text": text, "known": ", ".join(choices.values)}
            )
        return text

    return AfterValidator(check)


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError(_("must stand on one line"))
    return _some_text(text)


def _some_text(text: str) -> str:
    if not text.strip():
        raise ValueError(_("is empty"))
    return text


def _plain(text: str) -> str:
    """Of no stated language: right-to-left writing has nowhere to be filed."""
    if (why := objection(text)) is not None:
        raise ValueError(why)
    return text


def _named(text: str) -> str:
    if (why := objection(text, name=True)) is not None:
        raise ValueError(why)
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(_("“%(text)s” is not a language of Parvis") % {"text": text})
    return text


def _country(text: str) -> str:
    if not _COUNTRY.fullmatch(text):
        raise ValueError(
            _("“%(text)s” is not a country: write its two letters, BE or FR") % {"text": text}
        )
    return text


def _time_zone(text: str) -> str:
    if text not in _ZONES:
        raise ValueError(_("“%(text)s” is not a time zone") % {"text": text})
    return text


def _website(text: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError as error:
        raise ValueError(_("is not the address of a website")) from error
    return text


def _period(text: str) -> str:
    if not _PERIOD.fullmatch(text):
        raise ValueError(_("“%(text)s” is not a period: write 2024 or 2021/22") % {"text": text})
    return text


def _date(value: object) -> PartialDate:
    if not isinstance(value, str):
        raise ValueError(_("is not a date: write 2024, 2024-11 or 2024-11-05, in quotation marks"))
    try:
        return PartialDate.parse(value)
    except BadDate as error:
        raise ValueError(str(error)) from error


def _hour(value: object) -> datetime.time:
    match = _HOUR.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(_("is not an hour: write 08:30"))
    return datetime.time(int(match[1]), int(match[2]))


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_("must be a number"))
    if not math.isfinite(value) or not 0 <= value < _LARGEST:
        raise ValueError(_("is a number out of range"))
    number = Decimal(str(value))
    if number != round(number, 2):
        raise ValueError(_("has more than two decimals"))
    return number


def _words(value: dict[str, str], *, name: bool) -> dict[str, str]:
    if not value:
        raise ValueError(_("holds no words"))
    for language, text in value.items():
        if language not in LANGUAGES:
            raise ValueError(_("“%(text)s” is not a language of Parvis") % {"text": language})
        why = objection(text, language=language, name=name) if text.strip() else _("is empty")
        if why is not None:
            raise ValueError(
                _("the line for “%(language)s” %(why)s") % {"language": language, "why": why}
            )
    return value


def _words_of_names(value: dict[str, str]) -> dict[str, str]:
    return _words(value, name=True)


def _any_words(value: dict[str, str]) -> dict[str, str]:
    return _words(value, name=False)


Code = Annotated[str, AfterValidator(_slug), StringConstraints(max_length=60)]
LongCode = Annotated[str, AfterValidator(_slug), StringConstraints(max_length=80)]
FigureCode = Annotated[str, AfterValidator(_slug), StringConstraints(max_length=100)]
CentreCode = Annotated[Code, AfterValidator(_not_reserved)]
Language = Annotated[str, AfterValidator(_language)]
Country = Annotated[str, AfterValidator(_country)]
Date = Annotated[PartialDate, BeforeValidator(_date)]
Hour = Annotated[datetime.time, BeforeValidator(_hour)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Words = Annotated[dict[str, str], AfterValidator(_any_words)]
NameWords = Annotated[dict[str, str], AfterValidator(_words_of_names)]
Line = Annotated[str, AfterValidator(_one_line)]
"""One line whose language stands beside it: checking looks at how it is written."""
PlainLine = Annotated[Line, AfterValidator(_plain)]
Name = Annotated[Line, AfterValidator(_named)]
Order = Annotated[int, Field(ge=0, le=_SMALLINT)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class Shape(BaseModel):
    """What every object of the file has in common: no field too many, no value bent to fit."""

    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)

    simulated: bool | None = None


class CitedIn(Shape):
    """Who says it, and how firmly it stands."""

    sources: list[Code] = []
    standing: Annotated[str, _one_of(Standing)] = Standing.STATED.value


class NetworkIn(Shape):
    """The network the file is about."""

    code: Code
    name: NameWords
    short_name: NameWords | None = None
    simulated: bool
    address: Annotated[PlainLine, StringConstraints(max_length=250)] | None = None
    website: Annotated[str, AfterValidator(_website), StringConstraints(max_length=200)] | None = (
        None
    )
    about: Words | None = None


class SourceIn(Shape):
    """A document facts are taken from."""

    code: Code
    title: Annotated[Line, StringConstraints(max_length=250)]
    kind: Annotated[str, _one_of(SourceKind)]
    language: Language
    covers: Annotated[PlainLine, StringConstraints(max_length=60)] | None = None
    author: Annotated[Name, StringConstraints(max_length=120)] | None = None
    translation_of: Code | None = None


class PositionIn(Shape):
    """Where a centre stands on the map, and how that is known."""

    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    standing: Annotated[str, _one_of(Standing)] = Standing.STATED.value
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
    kind: Annotated[str, _one_of(SiteKind)]
    name: NameWords | None = None
    stage: Annotated[str, _one_of(SiteStage)] = SiteStage.UNKNOWN.value
    nature: Annotated[str, _one_of(SiteNature)] = SiteNature.UNKNOWN.value
    start: Date | None = None
    end: Date | None = None
    city: Annotated[Name, StringConstraints(max_length=120)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    aliases: list[AliasIn] = []
    note: Words | None = None


class PoleIn(CitedIn):
    """A counselling area."""

    code: Code
    need: Annotated[str, _one_of(Need)]
    name: NameWords | None = None


class HoursIn(CitedIn):
    """One opening of one weekday."""

    site: Code
    weekday: Annotated[int, Field(ge=1, le=7)]
    opens: Hour
    closes: Hour
    start: Date | None = None
    end: Date | None = None
    note: Words | None = None


class CentreIn(CitedIn):
    """A centre and all that is true of its places."""

    code: CentreCode
    name: Annotated[Name, StringConstraints(max_length=200)]
    country: Country
    city: Annotated[Name, StringConstraints(max_length=120)]
    city_standing: Annotated[str, _one_of(Standing)] = Standing.STATED.value
    time_zone: Annotated[str, AfterValidator(_time_zone), StringConstraints(max_length=40)]
    languages: list[Language] = []
    overseas: bool = False
    bearer: NameWords | None = None
    position: PositionIn | None = None
    names: list[NameIn] = []
    aliases: list[AliasIn] = []
    sites: list[SiteIn] = []
    poles: list[PoleIn] = []
    hours: list[HoursIn] = []


class MembershipIn(CitedIn):
    """A centre belongs to the network for a time."""

    centre: Code
    kind: Annotated[str, _one_of(MemberKind)]
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
    kind: Annotated[str, _one_of(FactKind)]
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
    decision: Annotated[str, _one_of(LabelDecision)]
    step: Annotated[str, _one_of(LabelStep)]
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
    kind: Annotated[str, _one_of(BodyKind)]
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
    kind: Annotated[str, _one_of(MeetingKind)] = MeetingKind.ORDINARY.value
    prepares: LongCode | None = None
    place: Words | None = None
    online: bool = False
    announced: bool = False


class PartnerIn(CitedIn):
    """An organisation named as a partner."""

    code: Code
    name: Annotated[Name, StringConstraints(max_length=200)]
    country: Country | None = None
    field: Annotated[str, _one_of(PartnerField)]
    centres: list[Code] = []
    about: Words | None = None


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
    kind: Annotated[str, _one_of(MeasureKind)]
    versions: Annotated[list[DefinitionIn], Field(min_length=1)]


class ObservationIn(CitedIn):
    """One reading of one figure."""

    code: FigureCode
    indicator: Code
    version: Order
    period: Annotated[str, AfterValidator(_period)]
    scope: Annotated[str, _one_of(Scope)]
    centre: Code | None = None
    body: Code | None = None
    fact: LongCode | None = None
    qualifier: Annotated[str, _one_of(Qualifier)]
    value: Amount | None = None
    high: Amount | None = None
    words: Words | None = None
    answering: Order | None = None
    total: Order | None = None
    status: Annotated[str, _one_of(Status)] = Status.PUBLISHED.value
    chosen: bool = True
    reason: Words | None = None
    approver: Annotated[Name, StringConstraints(max_length=120)] | None = None
    note: Words | None = None


class TextIn(CitedIn):
    """One text of the report in one language."""

    year: Year | None = None
    slot: Annotated[str, _one_of(Slot)]
    language: Language
    heading: Annotated[Line, StringConstraints(max_length=200)] | None = None
    body: Annotated[str, AfterValidator(_some_text)]
    signed: Annotated[PlainLine, StringConstraints(max_length=120)]
    quotation: bool = False
    written_from: Language | None = None


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
    "indicators": IndicatorIn,
    "observations": ObservationIn,
    "texts": TextIn,
}

S = TypeVar("S", bound=Shape)

_SENTENCES: dict[str, str] = {
    "missing": gettext_noop("is missing"),
    "extra_forbidden": gettext_noop("is not a field of the format"),
    "string_type": gettext_noop("must be a text"),
    "string_too_long": gettext_noop("is longer than %(max_length)d characters"),
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
