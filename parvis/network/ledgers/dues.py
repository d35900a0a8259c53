"""Dues of members; how much each comes to stands apart, for the treasurer alone."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.kernel.keeping import Kept
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, Way
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.network import queries
from parvis.network.actions import record_due, record_due_amount, remove
from parvis.network.enums import DueState
from parvis.network.ledgers.shared import GROUP
from parvis.network.models import Due, DueAmount, Membership
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput
from parvis.ui.tables import NumberColumn


class DueTable(RowTable):
    """Who, for which year, where it stands."""

    centre = NameColumn(
        accessor="membership__centre",
        verbose_name=_("Centre"),
        order_by=("membership__centre__sort_key",),
    )
    year = django_tables2.Column(verbose_name=_("Year"))
    state = django_tables2.Column(
        verbose_name=_("State"), orderable=False, empty_values=(), accessor="pk"
    )
    called = DateColumn(verbose_name=_("Called on"))
    payable = DateColumn(verbose_name=_("Payable until"))
    paid = DateColumn(verbose_name=_("Paid on"))
    meanings = {"state": _("Where it stands today; read from its dates, never typed.")}

    def render_state(self, record: Due) -> str:
        """In words."""
        return str(capfirst(str(queries.due_state(record, timezone.localdate()).label)))


class DueFilters(FilterSet):
    """By centre, year and state."""

    centre = WordsFilter(["membership__centre__name"], label=_("Centre"))
    year = django_filters.NumberFilter(label=_("Year"))
    state = django_filters.ChoiceFilter(
        choices=DueState.choices, label=_("State"), method="standing"
    )

    def standing(self, rows: Any, _name: str, value: str) -> Any:
        """Those that stand so today."""
        return rows.filter(queries.standing(value, timezone.localdate()))


class DueForm(RowForm):
    """The due of one member for a year."""

    thing = Thing.DUES
    fixed = ("membership", "year")

    membership = forms.ModelChoiceField(
        Membership.objects.select_related("centre").order_by("centre__sort_key", "pk"),
        label=_("Member"),
    )
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    called = forms.DateField(label=_("Called on"), required=False, widget=DateInput)
    payable = forms.DateField(label=_("Payable until"), required=False, widget=DateInput)
    paid = forms.DateField(label=_("Paid on"), required=False, widget=DateInput)
    note = WordsField(label=_("Note"), required=False)

    def clean(self) -> dict[str, Any]:
        """It is called, then payable, then paid."""
        cleaned = super().clean()
        called, payable = cleaned.get("called"), cleaned.get("payable")
        if payable and not (called and called <= payable):
            self.add_error("payable", gettext("A due is payable from the day it is called."))
        if cleaned.get("paid") and not called:
            self.add_error("paid", gettext("A due is called before it is paid: say when."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[Due]:
        """Record it."""
        return record_due(**self.values(), seen=seen, by=by)


class AmountTable(RowTable):
    """Who, for which year, how much."""

    centre = NameColumn(
        accessor="due__membership__centre",
        verbose_name=_("Centre"),
        order_by=("due__membership__centre__sort_key",),
    )
    year = django_tables2.Column(accessor="due__year", verbose_name=_("Year"))
    amount = NumberColumn(verbose_name=_("Amount"))
    currency = django_tables2.Column(verbose_name=_("Currency"))
    state = django_tables2.Column(
        verbose_name=_("State"), orderable=False, empty_values=(), accessor="pk"
    )
    meanings = {"state": _("Where it stands today; read from its dates, never typed.")}

    def render_state(self, record: DueAmount) -> str:
        """That of the due, in words."""
        return str(capfirst(str(queries.due_state(record.due, timezone.localdate()).label)))


class AmountFilters(FilterSet):
    """By centre and year."""

    centre = WordsFilter(["due__membership__centre__name"], label=_("Centre"))
    year = django_filters.NumberFilter(field_name="due__year", label=_("Year"))


class AmountForm(RowForm):
    """How much a due comes to."""

    thing = Thing.DUE_AMOUNT
    fixed = ("due",)

    due = forms.ModelChoiceField(Due.objects.select_related("membership__centre"), label=_("Due"))
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=9, decimal_places=2)
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        initial="EUR",
        help_text=_("Three capitals: EUR, CHF."),
        error_messages={"invalid": _("A currency is three capitals: EUR, CHF.")},
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[DueAmount]:
        """Record it."""
        return record_due_amount(**self.values(), seen=seen, by=by)


def _amount(row: Due) -> str:
    """The amount of a due: that recorded, or a new one."""
    held = DueAmount.objects.filter(due=row).first()
    if held is not None:
        return reverse("ledgers:network-amounts-row", kwargs={"pk": held.pk})
    return f"{reverse('ledgers:network-amounts-new')}?{urlencode({'due': row.pk})}"


DUES = Ledger(
    room="network",
    code="dues",
    group=GROUP,
    title=_("Dues"),
    add_title=_("Add a due"),
    help_line=_(
        "The due of each member for a year: when it was called, until when it may be paid, when "
        "it was. Amounts stand apart: the treasurer alone reads them."
    ),
    example=_("Due of a member for 2026, called on 15 January"),
    icon="mail",
    thing=Thing.DUES,
    rows=lambda: Due.objects.select_related("membership__centre"),
    table=DueTable,
    filters=DueFilters,
    form=DueForm,
    remove=remove,
    ways=(Way(_("Amount"), _amount, "sigma"),),
    along=(DueAmount,),
    order=53,
)
AMOUNTS = Ledger(
    room="network",
    code="amounts",
    group=GROUP,
    title=_("Amounts of dues"),
    add_title=_("Add an amount"),
    help_line=_("How much each due comes to, for the treasurer alone: nobody else has this list."),
    example=_("1,200 euros for the due of a member"),
    icon="sigma",
    thing=Thing.DUE_AMOUNT,
    rows=lambda: DueAmount.objects.select_related("due__membership__centre").order_by(
        "-due__year", "due__membership__centre__sort_key", "pk"
    ),
    table=AmountTable,
    filters=AmountFilters,
    form=AmountForm,
    remove=remove,
    order=54,
)
