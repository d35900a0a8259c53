"""Where the money of a network comes from, from the idea to its end."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import NamedField, WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.network.actions import record_funding, remove
from parvis.network.enums import FUNDING_NEXT, FundingKind, FundingState
from parvis.network.ledgers.shared import GROUP
from parvis.network.models import Funding, Network
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput
from parvis.ui.tables import NumberColumn


class FundingTable(RowTable):
    """What, of which kind, where it stands, how much."""

    name = NameColumn(verbose_name=_("Name"))
    kind = django_tables2.Column(verbose_name=_("Source of money"))
    state = django_tables2.Column(verbose_name=_("State"))
    start = DateColumn(verbose_name=_("From"))
    end = DateColumn(verbose_name=_("Until"))
    amount = NumberColumn(verbose_name=_("Amount"))
    currency = django_tables2.Column(verbose_name=_("Currency"))


class FundingFilters(FilterSet):
    """By name, kind and state."""

    name = WordsFilter(["name"], label=_("Name"))
    kind = django_filters.ChoiceFilter(choices=FundingKind.choices, label=_("Source of money"))
    state = django_filters.ChoiceFilter(choices=FundingState.choices, label=_("State"))


class FundingForm(RowForm):
    """A source of money of a network."""

    thing = Thing.BUDGET
    fixed = ("network",)

    network = NamedField(Network.objects.order_by("simulated", "pk"), label=_("Network"))
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Source of money"), choices=FundingKind.choices)
    state = forms.ChoiceField(label=_("State"), choices=FundingState.choices)
    start = forms.DateField(label=_("From"), required=False, widget=DateInput)
    end = forms.DateField(label=_("Until, last day included"), required=False, widget=DateInput)
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=11, decimal_places=2
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        initial="EUR",
        help_text=_("Three capitals: EUR, CHF."),
        error_messages={"invalid": _("A currency is three capitals: EUR, CHF.")},
    )
    note = WordsField(label=_("Note"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.row is not None:  # what may follow, and no more
            after = {self.row.state, *FUNDING_NEXT[self.row.state]}
            self.fields["state"].choices = [  # type: ignore[attr-defined]
                one for one in FundingState.choices if one[0] in after
            ]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("The end comes before the beginning."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[Funding]:
        """Record it."""
        typed = self.values()
        code = getattr(self.row, "code", "") or free_code(
            typed["network"].fundings.all(), typed["name"]
        )
        return record_funding(**typed, code=code, seen=seen, by=by)


FUNDING = Ledger(
    room="network",
    code="funding",
    group=GROUP,
    title=_("Sources of money"),
    add_title=_("Add a source of money"),
    help_line=_(
        "Where the money of the network comes from or could come from: subsidies, funds, "
        "foundations, Erasmus+, dues, training; each from the idea to its end."
    ),
    example=_("A foundation, applied for, from 2027 to 2029"),
    icon="landmark",
    thing=Thing.BUDGET,
    rows=lambda: Funding.objects.select_related("network"),
    table=FundingTable,
    filters=FundingFilters,
    form=FundingForm,
    remove=remove,
    order=55,
)
