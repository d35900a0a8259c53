"""The stops of a mobile facility, which make its public timetable."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
import django_tables2
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.actions import record_stop, remove_stop
from parvis.centres.enums import SiteKind
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Site, Stop
from parvis.centres.rules import clashes
from parvis.kernel.keeping import Kept
from parvis.kernel.words import spoken
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RecurringForm
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput

STEP_FREE = [("", _("not said")), ("True", _("yes")), ("False", _("no"))]


class StopTable(RowTable):
    """Where, when, how often."""

    commune = NameColumn(verbose_name=_("Commune"))
    place = django_tables2.Column(verbose_name=_("Place"))
    hours = django_tables2.Column(verbose_name=_("Hours"), order_by=("begins",))
    repeats = django_tables2.Column(verbose_name=_("Repeats"), orderable=False)
    site = django_tables2.Column(verbose_name=_("Mobile facility"), orderable=False)
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    first = DateColumn(verbose_name=_("First day"))
    last = DateColumn(verbose_name=_("Last day"))

    def render_site(self, value: Site) -> str:
        """Its name in the reader's language."""
        return spoken(value.name)[0] or str(value)


class StopFilters(FilterSet):
    """By commune or place, still to come on a day."""

    words = WordsFilter(["commune", "place"], label=_("Commune or place"))
    since = django_filters.DateFilter(
        label=_("Still served on"), method="served_on", widget=DateInput
    )

    def served_on(self, rows: Any, _name: str, value: datetime.date) -> Any:
        """Not ended before that day."""
        return rows.filter(
            Q(last__gte=value) | Q(last__isnull=True) & (~Q(rule="") | Q(first__gte=value))
        )


class StopForm(RecurringForm):
    """One stop, once or again and again."""

    thing = Thing.CENTRE
    fixed = ("site",)
    field_order = (
        "site",
        "commune",
        "place",
        "first",
        "begins",
        "ends",
        "repeats",
        "last",
        "step_free",
        "note",
    )

    site = forms.ModelChoiceField(
        Site.objects.filter(kind=SiteKind.MOBILE, end__isnull=True).select_related("centre"),
        label=_("Mobile facility"),
    )
    commune = forms.CharField(label=_("Commune"), max_length=120)
    place = forms.CharField(
        label=_("Place"), max_length=160, help_text=_("As somebody finds it: Market square.")
    )
    step_free = forms.TypedChoiceField(
        label=_("Step-free access"),
        choices=STEP_FREE,
        required=False,
        coerce=lambda value: value == "True",
        empty_value=None,
    )
    note = WordsField(label=_("Note, as the public reads it"), required=False)

    def clashes(self) -> list[str]:
        """Another stop at that hour, closed days, no day to come."""
        typed = self.values("site", "first", "last", "begins", "ends")
        today = timezone.localdate(timezone=typed["site"].zone)
        return clashes.of_stop(**typed, rule=self.rule, today=today, was=self.row)

    def keep(self, *, seen: str, by: Actor) -> Kept[Stop]:
        """Record it."""
        typed = self.values()
        del typed["repeats"]
        return record_stop(**typed, rule=self.rule, was=self.row, seen=seen, by=by)


STOPS = Ledger(
    room="centres",
    code="stops",
    group=OURS,
    title=_("Stops of the bus"),
    add_title=_("Add a stop"),
    help_line=_(
        "Where your bus, caravan or van stops, and when. The centre’s page and “The bus passes "
        "near you” show it as a timetable."
    ),
    example=_("Every first Wednesday from 14:00 to 17:00, Market square"),
    icon="route",
    thing=Thing.CENTRE,
    rows=lambda: Stop.objects.select_related("site__centre").order_by(
        "site__centre__sort_key", "site", "commune", "first", "begins", "pk"
    ),
    table=StopTable,
    filters=StopFilters,
    form=StopForm,
    remove=remove_stop,
    order=26,
)
