"""Lists of rows: the first column opens the row, the others say what is true of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.kernel.words import spoken
from parvis.ui import calendar
from parvis.ui.tables import Table

if TYPE_CHECKING:
    from parvis.ledgers.ledger import Ledger


class NameColumn(django_tables2.Column):
    """The name of the row, which opens it."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("linkify", _opened)
        super().__init__(**more)


class WordsColumn(django_tables2.Column):
    """Words in the reader's language."""

    def render(self, value: Any) -> str:
        """The words themselves; a dash is the list's own sign for nothing."""
        return spoken(value)[0] or "—"


class DateColumn(django_tables2.Column):
    """A date, known to the day, the month or the year."""

    def render(self, value: Any) -> str:
        """As the reader's language spells it."""
        return calendar.spelled(value)


class YesColumn(django_tables2.Column):
    """A plain yes or no, in words."""

    def render(self, value: Any) -> str:
        """«yes» or «no»."""
        return gettext("yes") if value else gettext("no")


class RowTable(Table):
    """A list of the office; `ledger` tells where a row opens."""

    ledger: Ledger

    def __init__(self, *args: Any, ledger: Ledger, **more: Any) -> None:
        self.ledger = ledger
        more.setdefault("empty_text", _("Nothing matches."))
        super().__init__(*args, **more)


def _opened(record: Any, table: RowTable) -> str:
    return table.ledger.address("row", record)
