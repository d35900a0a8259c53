"""Bodies of the network and their seats."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.governance.actions import record_body, record_office, remove
from parvis.governance.enums import BodyKind
from parvis.governance.ledgers.groups import BODIES
from parvis.governance.models import Body, Office
from parvis.governance.rules import refusal_of_period
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import NamedField, PartialDateField, WordsField
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, WordsColumn, YesColumn
from parvis.network.forms import OfNetworkForm
from parvis.network.models import Network
from parvis.sources.enums import Standing
from parvis.ui.filters import FilterSet, TickFilter
from parvis.ui.tables import NumberColumn


class BodyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A body, by its name in the reader's language."""

    def __init__(self, **more: Any) -> None:
        super().__init__(Body.objects.select_related("network"), **more)


class BodyTable(RowTable):
    """The name, the kind, what it is for."""

    name = NameColumn(verbose_name=_("Body"), order_by=("order", "code"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    mandate = WordsColumn(verbose_name=_("What it is for"), orderable=False)
    order = NumberColumn(verbose_name=_("Order"))


class BodyFilters(FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(choices=BodyKind.choices, label=_("Kind"))


class BodyForm(OfNetworkForm):
    """An assembly, a committee, a group or a team."""

    thing = Thing.MANDATE
    model = Body
    fixed = ("network",)
    belongs = {"network": ""}

    network = NamedField(Network.objects.all(), label=_("Network"), empty_label=None)
    name = WordsField(label=_("Name"))
    kind = forms.ChoiceField(choices=BodyKind.choices, label=_("Kind"))
    mandate = WordsField(label=_("What it is for"), required=False, rows=3, max_length=2000)
    order = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=999,
        initial=0,
        help_text=_("Its place among the other bodies: the lowest comes first."),
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[Body]:
        """Record it under a code made of its name."""
        typed = self.values("network", "name", "kind", "mandate", "order")
        code = getattr(self.row, "code", "") or free_code(
            typed["network"].bodies.all(), typed["name"]
        )
        return record_body(
            **typed,
            code=code,
            standing=getattr(self.row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


class OfficeTable(RowTable):
    """The seat, its body, when it existed."""

    name = NameColumn(verbose_name=_("Seat"), order_by=("order", "code"))
    body = django_tables2.Column(verbose_name=_("Body"), order_by=("body__order", "body__code"))
    start = DateColumn(verbose_name=_("From"))
    end = DateColumn(verbose_name=_("Until"))
    is_honorary = YesColumn(verbose_name=_("Honorary"))


class OfficeFilters(FilterSet):
    """By body, and that exist still."""

    body = django_filters.ModelChoiceFilter(queryset=Body.objects.all(), label=_("Body"))
    lasts = TickFilter(lambda rows: rows.filter(end__isnull=True), label=_("Without an end"))


class OfficeForm(OfNetworkForm):
    """A seat of a body."""

    thing = Thing.MANDATE
    model = Office
    fixed = ("body",)
    belongs = {"body": "network"}
    way = "body__network"

    body = BodyField(label=_("Body"))
    name = WordsField(label=_("Name of the seat"))
    order = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=999,
        initial=0,
        help_text=_("Its place among the other seats of the body: the lowest comes first."),
    )
    is_honorary = forms.BooleanField(
        label=_("Honorary"),
        required=False,
        help_text=_("It stands beside the body: it is never said to be vacant."),
    )
    start = PartialDateField(label=_("From"), required=False)
    attested = PartialDateField(
        label=_("First shown"),
        required=False,
        help_text=_("When the beginning is not stated: the first date a source shows it."),
    )
    last_attested = PartialDateField(
        label=_("Last shown"),
        required=False,
        help_text=_("When the end is not stated: the last date a source shows it."),
    )
    end = PartialDateField(label=_("Until, last day included"), required=False)

    def clean(self) -> dict[str, Any]:
        """A seat ends after it begins."""
        cleaned = super().clean()
        if (why := refusal_of_period(cleaned.get("start"), cleaned.get("end"))) is not None:
            self.add_error("end", why)
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[Office]:
        """Record it under a code made of its name."""
        typed = self.values()
        del typed["sources"]
        code = getattr(self.row, "code", "") or free_code(
            typed["body"].offices.all(), typed["name"]
        )
        return record_office(
            **typed,
            code=code,
            standing=getattr(self.row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


LEDGERS = (
    Ledger(
        room="governance",
        code="bodies",
        group=BODIES,
        title=_("Bodies of the network"),
        add_title=_("Add a body"),
        help_line=_(
            "The assembly, the committees, the groups and the team of the network, each with what "
            "it is for."
        ),
        example=_("Executive committee: it prepares the assembly and carries out its decisions"),
        icon="users",
        thing=Thing.MANDATE,
        rows=lambda: Body.objects.select_related("network"),
        table=BodyTable,
        filters=BodyFilters,
        form=BodyForm,
        remove=remove,
        order=60,
    ),
    Ledger(
        room="governance",
        code="offices",
        group=BODIES,
        title=_("Seats of the bodies"),
        add_title=_("Add a seat"),
        help_line=_(
            "The seats of each body: presidency, treasury and so on. A seat that nobody holds is "
            "said to be vacant."
        ),
        example=_("President, executive committee, since 2001"),
        icon="briefcase-business",
        thing=Thing.MANDATE,
        rows=lambda: Office.objects.select_related("body__network").order_by(
            "body__order", "body__code", "order", "code"
        ),
        table=OfficeTable,
        filters=OfficeFilters,
        form=OfficeForm,
        remove=remove,
        order=61,
    ),
)
