"""Special days and closures; the week has a screen of its own."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.actions import close, remove_opening, set_special_day
from parvis.centres.enums import ClosureKind
from parvis.centres.forms import SpansField, written
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Closure, Site, SpecialDay
from parvis.centres.rules import clashes
from parvis.kernel.keeping import Kept
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, WordsColumn
from parvis.ui import calendar
from parvis.ui.filters import FilterSet
from parvis.ui.forms import DateInput


class SpecialDayTable(RowTable):
    """The day, the site, the hours."""

    day = NameColumn(verbose_name=_("Day"))
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    site = django_tables2.Column(
        accessor="site__called", order_by="site__code", verbose_name=_("Site")
    )
    openings = django_tables2.Column(verbose_name=_("Open"), orderable=False, empty_values=())
    reason = WordsColumn(verbose_name=_("Reason"), orderable=False)

    def render_day(self, value: datetime.date) -> str:
        """As the reader's language spells it."""
        return calendar.spelled(value)

    def render_openings(self, value: Any) -> str:
        """The hours, or that it is closed."""
        return written(value) or gettext("closed")


class SpecialDayFilters(FilterSet):
    """From a day on."""

    since = django_filters.DateFilter(
        field_name="day", lookup_expr="gte", label=_("From"), widget=DateInput
    )


class SpecialDayForm(RowForm):
    """The hours of one day."""

    thing = Thing.CENTRE
    fixed = ("site",)

    site = forms.ModelChoiceField(Site.objects.select_related("centre"), label=_("Site"))
    day = forms.DateField(label=_("Day"), widget=DateInput)
    openings = SpansField(label=_("Open"))
    by_appointment = forms.BooleanField(label=_("By appointment that day"), required=False)
    reason = WordsField(label=_("Reason, as the public reads it"), required=False)

    def clashes(self) -> list[str]:
        """Holidays, closures, hours that change nothing."""
        typed = self.values()
        return clashes.of_special_day(typed["site"], typed["day"], typed["openings"])

    def keep(self, *, seen: str, by: Actor) -> Kept[SpecialDay]:
        """Record it; a day that was wrong moves."""
        return set_special_day(**self.values(), was=self.row, seen=seen, by=by)


class ClosureTable(RowTable):
    """From when to when, where, why."""

    start = NameColumn(verbose_name=_("From"))
    end = DateColumn(verbose_name=_("Until"))
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    site = django_tables2.Column(
        accessor="site__called", order_by="site__code", verbose_name=_("Site")
    )
    kind = django_tables2.Column(verbose_name=_("Kind"))
    reason = WordsColumn(verbose_name=_("Reason"), orderable=False)

    def render_start(self, value: datetime.date) -> str:
        """As the reader's language spells it."""
        return calendar.spelled(value)


class ClosureFilters(FilterSet):
    """By kind, and still to come on a day."""

    kind = django_filters.ChoiceFilter(choices=ClosureKind.choices, label=_("Kind"))
    since = django_filters.DateFilter(
        field_name="end", lookup_expr="gte", label=_("Still closed on"), widget=DateInput
    )


class ClosureForm(RowForm):
    """Days on which a site stays closed."""

    thing = Thing.CENTRE
    fixed = ("site",)

    site = forms.ModelChoiceField(Site.objects.select_related("centre"), label=_("Site"))
    start = forms.DateField(label=_("From"), widget=DateInput)
    end = forms.DateField(label=_("Until, last day included"), widget=DateInput)
    kind = forms.ChoiceField(choices=ClosureKind.choices, label=_("Kind"))
    reason = WordsField(label=_("Reason, as the public reads it"), required=False)

    def clean(self) -> dict[str, Any]:
        """A closure ends after it begins."""
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("The end comes before the beginning."))
        return cleaned

    def clashes(self) -> list[str]:
        """Another closure, special days it silences, holidays in it."""
        typed = self.values()
        return clashes.of_closure(typed["site"], typed["start"], typed["end"], self.row)

    def keep(self, *, seen: str, by: Actor) -> Kept[Closure]:
        """Record it."""
        return close(**self.values(), was=self.row, seen=seen, by=by)


LEDGERS = (
    Ledger(
        room="centres",
        code="special-days",
        group=OURS,
        title=_("Special days"),
        add_title=_("Add a special day"),
        help_line=_(
            "A day with hours of its own: they hold in place of the ordinary ones, even on a "
            "public holiday."
        ),
        example=_("24 December, 9:00–12:00, Christmas Eve"),
        icon="calendar",
        thing=Thing.CENTRE,
        rows=lambda: SpecialDay.objects.select_related("site__centre").order_by("-day", "pk"),
        table=SpecialDayTable,
        filters=SpecialDayFilters,
        form=SpecialDayForm,
        remove=remove_opening,
        order=24,
    ),
    Ledger(
        room="centres",
        code="closures",
        group=OURS,
        title=_("Closures"),
        add_title=_("Add a closure"),
        help_line=_(
            "Days on which a site stays closed whatever its hours say: holidays of the team, works."
        ),
        example=_("From 24 December to 2 January, annual closure"),
        icon="x",
        thing=Thing.CENTRE,
        rows=lambda: Closure.objects.select_related("site__centre").order_by("-start", "pk"),
        table=ClosureTable,
        filters=ClosureFilters,
        form=ClosureForm,
        remove=remove_opening,
        order=25,
    ),
)
