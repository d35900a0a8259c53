"""Lists of rows: the first column opens the row, the others say what is true of it."""

from __future__ import annotations

import datetime
from typing import Any, Protocol

import django_tables2
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.kernel.words import spoken
from parvis.ui import calendar
from parvis.ui.tables import Table


class Addressed(Protocol):
    """What a list asks of its ledger."""

    def address(self, act: str, row: Any = None, **query: str) -> str:
        """Where one of its screens stands, or one of a row's."""

    def may_add(self, user: Any) -> bool:
        """Whether this person may add a row somewhere."""


class NameColumn(django_tables2.Column):  # type: ignore[misc]
    """The name of the row, which opens it."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("linkify", lambda record, table: table.ledger.address("row", record))
        super().__init__(**more)

    def render(self, value: Any) -> str:
        """Words in the reader's language; any other value as it is."""
        return (spoken(value)[0] or "—") if isinstance(value, dict) else str(value)


class WordsColumn(django_tables2.Column):  # type: ignore[misc]
    """Words in the reader's language."""

    def render(self, value: Any) -> str:
        """The words themselves; a dash is the list's own sign for nothing."""
        return spoken(value)[0] or "—"


class DateColumn(django_tables2.Column):  # type: ignore[misc]
    """A date, known to the day, the month or the year; of a moment, its day."""

    def render(self, value: Any) -> str:
        """As the reader's language spells it."""
        day = timezone.localdate(value) if isinstance(value, datetime.datetime) else value
        return calendar.spelled(day)


class YesColumn(django_tables2.Column):  # type: ignore[misc]
    """A plain yes or no, in words."""

    def render(self, value: Any) -> str:
        """«yes» or «no»."""
        return gettext("yes") if value else gettext("no")


class TickColumn(django_tables2.Column):  # type: ignore[misc]
    """A box before each row, for what is done to several at once."""

    def __init__(self) -> None:
        super().__init__(
            accessor="pk", orderable=False, verbose_name=_("choose"), exclude_from_export=True
        )

    def render(self, record: Any) -> str:
        """The box, named after its row."""
        return format_html(
            '<label class="tick"><input type="checkbox" name="row" value="{}">'
            '<span class="unseen">{}</span></label>',
            record.pk,
            record,
        )


class RowTable(Table):
    """A list of the office; `ledger` tells where a row opens, `user` who reads it.

    `ticks` puts a box at the end of each row, `one_centre` leaves out the column of centres, which
    would say the same on every line.
    """

    def __init__(
        self,
        *args: Any,
        ledger: Addressed,
        user: Any,
        ticks: bool = False,
        one_centre: bool = False,
        **more: Any,
    ) -> None:
        self.ledger, self.user = ledger, user
        more.setdefault("empty_text", _("Nothing matches."))
        extra = [("tick", TickColumn())] if ticks else []
        if one_centre and next(iter(self.base_columns), "") != "centre":
            more.setdefault("exclude", ("centre",))
        super().__init__(*args, extra_columns=extra, **more)
