"""Steps and decisions of the label, each a fact of its own (rule R09)."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.models import Centre, Site
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import PartialDateField, WordsField
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, YesColumn
from parvis.network import rules
from parvis.network.actions import record_label_fact, remove
from parvis.network.enums import LabelDecision, LabelStep
from parvis.network.ledgers.shared import GROUP, OfNetwork
from parvis.network.models import LabelFact
from parvis.sources.enums import Standing
from parvis.ui.filters import FilterSet, WordsFilter

OUTCOMES = (("", _("not stated")), ("true", _("yes")), ("false", _("no")))


class LabelTable(RowTable):
    """Which centre, what was decided, about which step, when."""

    centre = NameColumn(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    site = django_tables2.Column(verbose_name=_("Site"), orderable=False)
    decision = django_tables2.Column(verbose_name=_("Decision"))
    step = django_tables2.Column(verbose_name=_("Step"))
    date = DateColumn(verbose_name=_("Date"))
    decided = YesColumn(verbose_name=_("Decided"))

    def render_site(self, value: Site) -> str:
        """Its name, or what it is: its centre stands beside it."""
        return str(value).partition(" · ")[2]


class LabelFilters(FilterSet):
    """By centre, decision, step and year."""

    centre = WordsFilter(["centre__name", "centre__city"], label=_("Centre or city"))
    decision = django_filters.ChoiceFilter(choices=LabelDecision.choices, label=_("Decision"))
    step = django_filters.ChoiceFilter(choices=LabelStep.choices, label=_("Step"))
    year = django_filters.NumberFilter(field_name="date", lookup_expr="startswith", label=_("Year"))


class LabelForm(OfNetwork):
    """One decision about one step."""

    thing = Thing.LABEL_DECISION
    model = LabelFact

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    site = forms.ModelChoiceField(
        Site.objects.select_related("centre"),
        label=_("Site"),
        required=False,
        help_text=_("Only when the label is that of one site."),
    )
    decision = forms.ChoiceField(choices=LabelDecision.choices, label=_("Decision"))
    step = forms.ChoiceField(choices=LabelStep.choices, label=_("Step"))
    date = PartialDateField(label=_("Date"))
    decided = forms.TypedChoiceField(
        choices=OUTCOMES,
        coerce={"true": True, "false": False}.__getitem__,
        empty_value=None,
        required=False,
        label=_("Decided"),
        help_text=_("What was only presented is not decided."),
    )
    note = WordsField(label=_("Note"), required=False, rows=2)

    def shown(self, row: Any) -> dict[str, Any]:
        """Yes, no and not stated are three answers."""
        answer = {None: "", True: "true", False: "false"}[row.decided]
        return super().shown(row) | {"decided": answer}

    def clashes(self) -> list[str]:
        """The same decision told twice, a step after a withdrawal, a centre no member that day."""
        typed = self.values("network", "centre", "decision", "step", "date")
        return [*rules.clashes_of_label(**typed, was=self.row), *super().clashes()]

    def keep(self, *, seen: str, by: Actor) -> Kept[LabelFact]:
        """Record it under a code made of the centre and the decision."""
        typed = self.values()
        del typed["sources"]
        row: Any = self.row
        code = getattr(row, "code", "") or free_code(
            typed["network"].label_facts.all(),
            f"{typed['centre'].code} {typed['decision']} {typed['step']}",
        )
        return record_label_fact(
            **typed,
            code=code,
            body=getattr(row, "body", None),
            standing=getattr(row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


LABEL = Ledger(
    room="network",
    code="label",
    group=GROUP,
    title=_("Label: steps and decisions"),
    add_title=_("Add a decision"),
    help_line=_(
        "What was decided about the label of a centre or of one of its sites, and when. Each "
        "stands by itself: nothing forces an order with an opening or a membership."
    ),
    example=_("Operating label granted to a centre in November 2024"),
    icon="check",
    thing=Thing.LABEL_DECISION,
    rows=lambda: LabelFact.objects.select_related("centre", "network", "site__centre").order_by(
        "-date", "pk"
    ),
    table=LabelTable,
    filters=LabelFilters,
    form=LabelForm,
    remove=remove,
    order=52,
)
