"""Dates as sources give them: to the year, to the month or to the day, and never more."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import ParvisError

Precision = Literal["year", "month", "day"]

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class BadDate(ParvisError):
    """The text is not a year, a month or a day of the calendar."""


@total_ordering
@dataclass(frozen=True, eq=True)
class PartialDate:
    """A date known to the year («2024»), the month («2024-11») or the day («2024-11-05»).

    Ordered by its ISO text, so that «2024» stands before «2024-11» and «2024-11» before every
    day of that month: what is known less precisely comes first.
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ISO text; raises BadDate for any other shape and for days that do not exist."""
        match = _SHAPE.fullmatch(text)
        if match is None:
            raise BadDate(
                _("“%(text)s” is not a date: write 2024, 2024-11 or 2024-11-05.") % {"text": text}
            )
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            datetime.date(year or 0, month or 1, day or 1)
        except ValueError as error:
            raise BadDate(_("“%(text)s” is not a day of the calendar.") % {"text": text}) from error
        return cls(text)

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return {4: "year", 7: "month", 10: "day"}[len(self.text)]  # type: ignore[return-value]

    @property
    def year(self) -> int:
        """The year, always known."""
        return int(self.text[:4])

    @property
    def first(self) -> datetime.date:
        """The earliest day it can be."""
        parts = [int(part) for part in self.text.split("-")]
        return datetime.date(*[*parts, 1, 1][:3])

    @property
    def last(self) -> datetime.date:
        """The latest day it can be."""
        parts = [int(part) for part in self.text.split("-")]
        year = parts[0]
        month = parts[1] if len(parts) > 1 else 12
        day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return datetime.date(year, month, day)

    def __lt__(self, other: PartialDate) -> bool:
        return self.text < other.text

    def __str__(self) -> str:
        return self.text


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A column holding a PartialDate as ISO text, compared byte by byte (collation C).

    Because ISO text sorts as time does, «start <= '2025-06-25'» is asked of the column itself;
    the database refuses any other shape.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Without what every partial date has."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        del kwargs["db_collation"]
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        """The shape, refused by the database itself; that the day exists is checked by parse."""
        column = connection.ops.quote_name(self.column)
        return f"{column} ~ '^[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}})?)?$'"

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        """What was stored was parsed when it was written."""
        return None if value is None else PartialDate(value)

    def to_python(self, value: Any) -> Any:
        """Accept a PartialDate or its text."""
        if value is None or isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value))
        except BadDate as error:
            raise ValidationError(str(error)) from error

    def run_validators(self, value: Any) -> None:
        """The length is asked of the text."""
        super().run_validators(None if value is None else str(value))

    def get_prep_value(self, value: Any) -> str | None:
        """The text, checked once more: no day that does not exist reaches the database."""
        value = self.to_python(value) if value is not None else None
        return None if value is None else value.text

    def value_to_string(self, obj: models.Model) -> str:
        """For fixtures and dumps."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)
