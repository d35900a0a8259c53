"""Kinds of value a network file holds: what each accepts, and why it refuses.

Each check returns the value or raises ValueError with the end of a sentence whose beginning is
the name of the field.
"""

from __future__ import annotations

import datetime
import math
import re
import zoneinfo
from decimal import Decimal
from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from parvis.kernel import recurrence
from parvis.kernel.addresses import RESERVED
from parvis.kernel.dates import BadDate, PartialDate
from parvis.kernel.words import LANGUAGES, objection

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_PERIOD = re.compile(r"(19|20)[0-9]{2}(/[0-9]{2}|/[0-9]{4})?")
_LARGEST = Decimal(10) ** 12
_SMALLINT = 32767  # what the column holds
_ZONES = frozenset(zoneinfo.available_timezones())


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(_("“%(text)s” is not a code: use a-z, 0-9 and -") % {"text": text})
    return text


def _not_reserved(code: str) -> str:
    if code in RESERVED:
        raise ValueError(_("“%(code)s” is kept for another page") % {"code": code})
    return code


def _rule(text: str) -> str:
    try:
        return recurrence.read(text)
    except recurrence.BadRule as error:
        raise ValueError(_("is no rule of recurrence, such as FREQ=WEEKLY;INTERVAL=2")) from error


def one_of(choices: type[TextChoices]) -> AfterValidator:
    """One of the words of an enum, written as the file writes it."""

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


def _day(value: object) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise ValueError(_("must be a day: write 2026-03-02")) from error


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
Day = Annotated[datetime.date, BeforeValidator(_day)]
Date = Annotated[PartialDate, BeforeValidator(_date)]
Hour = Annotated[datetime.time, BeforeValidator(_hour)]
Rule = Annotated[str, AfterValidator(_rule)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Words = Annotated[dict[str, str], AfterValidator(_any_words)]
NameWords = Annotated[dict[str, str], AfterValidator(_words_of_names)]
Line = Annotated[str, AfterValidator(_one_line)]
"""One line whose language stands beside it: checking looks at how it is written."""
PlainLine = Annotated[Line, AfterValidator(_plain)]
Name = Annotated[Line, AfterValidator(_named)]
Order = Annotated[int, Field(ge=0, le=_SMALLINT)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Website = Annotated[str, AfterValidator(_website), StringConstraints(max_length=200)]
TimeZone = Annotated[str, AfterValidator(_time_zone), StringConstraints(max_length=40)]
Period = Annotated[str, AfterValidator(_period)]
Body = Annotated[str, AfterValidator(_some_text)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
