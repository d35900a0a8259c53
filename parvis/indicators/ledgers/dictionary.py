"""What the network counts; versions of a meaning have a screen of their own."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.indicators.actions import define_anew, record_indicator
from parvis.indicators.enums import MeasureKind
from parvis.indicators.ledgers.groups import FIGURES
from parvis.indicators.models import Indicator
from parvis.indicators.queries import dictionary
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import NamedField, PartialDateField, SeveralField, WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, Way
from parvis.ledgers.tables import NameColumn, RowTable, WordsColumn
from parvis.network.models import Network
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.tables import NumberColumn

FIRST = ("name", "definition", "recipe", "since")
"""What the first version says; the versions after it are written on their own screen."""


class IndicatorTable(RowTable):
    """Its name as last defined, how it behaves, its unit, how many versions it has."""

    name = NameColumn(verbose_name=_("Indicator"), order_by=("code",), empty_values=())
    kind = django_tables2.Column(verbose_name=_("Kind"))
    unit = WordsColumn(verbose_name=_("Unit"), orderable=False)
    versions = NumberColumn(verbose_name=_("Versions"))
    framework = django_tables2.Column(verbose_name=_("Frameworks"), orderable=False)
    meanings = {"versions": _("How many times its meaning was written.")}

    def render_name(self, record: Indicator) -> str:
        """As it is last defined; its code while nothing defines it."""
        return str(record)

    def render_framework(self, value: list[str]) -> str:
        """On one line."""
        return ", ".join(value)


class IndicatorFilters(FilterSet):
    """By name and kind."""

    name = WordsFilter(["said", "code"], label=_("Name"))
    kind = django_filters.ChoiceFilter(choices=MeasureKind.choices, label=_("Kind"))


class IndicatorForm(RowForm):
    """Something the network counts; what it means is written once and never over."""

    thing = Thing.CAMPAIGN
    fixed = ("network", "kind")

    network = NamedField(
        Network.objects.order_by("simulated", "pk"), label=_("Network"), empty_label=None
    )
    name = WordsField(label=_("Name"))
    definition = WordsField(
        label=_("Definition"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("What is counted and what is not. Once recorded it is never changed."),
    )
    recipe = WordsField(label=_("How it is counted"), required=False, rows=3, max_length=2000)
    since = PartialDateField(label=_("Since"), required=False)
    kind = forms.ChoiceField(choices=MeasureKind.choices, label=_("Kind"))
    unit = WordsField(label=_("Unit"), required=False)
    framework = SeveralField(
        label=_("Frameworks"), help_text=_("For example SDG:4.4, QAE:users; parted by commas.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.row is not None:
            for name in FIRST:
                del self.fields[name]

    def offered(self, name: str, rows: Any) -> Any:
        """The networks of the world the row is begun in."""
        return rows if self.made_up is None else rows.filter(simulated=self.made_up)

    def keep(self, *, seen: str, by: Actor) -> Kept[Indicator]:
        """Record it under a code made of its name, with the first version of what it means."""
        typed = self.values("network", "kind", "unit", "framework")
        code = getattr(self.row, "code", "") or free_code(
            typed["network"].indicators.all(), self.cleaned_data["name"]
        )
        kept = record_indicator(**typed, code=code, seen=seen, by=by)
        if self.row is None:
            define_anew(indicator=kept.row, **self.values(*FIRST), seen=-1, by=by)
        return kept


LEDGERS = (
    Ledger(
        room="indicators",
        code="indicators",
        group=FIGURES,
        title=_("Indicators"),
        add_title=_("Add an indicator"),
        help_line=_(
            "What the network counts. A meaning is never changed: another meaning is another "
            "version, and figures say which version they were counted by."
        ),
        example=_("People received, counted over a year, in people"),
        icon="sigma",
        thing=Thing.CAMPAIGN,
        rows=dictionary,
        table=IndicatorTable,
        filters=IndicatorFilters,
        form=IndicatorForm,
        ways=(
            Way(
                label=_("Versions of its meaning"),
                address=lambda row: reverse("office:indicator-versions", kwargs={"pk": row.pk}),
                icon="languages",
            ),
        ),
        order=72,
    ),
)
