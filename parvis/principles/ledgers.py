"""The label alerts, as the label authority reads and answers them."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.kernel.keeping import Change, Kept
from parvis.kernel.words import spoken
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, keep_ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, WordsColumn
from parvis.principles.actions import answer
from parvis.principles.enums import AlertState, Principle
from parvis.principles.models import LabelAlert
from parvis.ui.filters import FilterSet, WordsFilter


class AlertTable(RowTable):
    """The principle, the place, what it says, since when."""

    principle = NameColumn(verbose_name=_("Principle"), orderable=False)
    centre = django_tables2.Column(verbose_name=_("Centre"))
    about = WordsColumn(verbose_name=_("About"), orderable=False)
    detail = WordsColumn(verbose_name=_("What the setting says"), orderable=False)
    state = django_tables2.Column(verbose_name=_("State"))
    raised = DateColumn(verbose_name=_("Raised"))

    def render_principle(self, record: LabelAlert) -> str:
        """Its sentence."""
        return str(record.get_principle_display())


class AlertFilters(FilterSet):
    """By centre, principle and state."""

    centre = WordsFilter(["centre"], label=_("Centre"))
    principle = django_filters.ChoiceFilter(choices=Principle.choices, label=_("Principle"))
    state = django_filters.ChoiceFilter(choices=AlertState.choices, label=_("State"))


class AnswerForm(RowForm):
    """What the label authority answers; the alert stands until the setting is mended."""

    thing = Thing.LABEL_DECISION
    fixed = ("principle", "detail")

    principle = forms.ChoiceField(choices=Principle.choices, label=_("Principle"))
    detail = forms.CharField(label=_("What the setting says"), required=False)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why it may stand for now, or what is expected of the centre, and by when."),
    )

    def shown(self, row: Any) -> dict[str, Any]:
        """The setting in the reader's words."""
        return super().shown(row) | {"detail": spoken(row.detail)[0]}

    def keep(self, *, seen: str, by: Actor) -> Kept[LabelAlert]:
        """Write the answer down."""
        row = answer(alert=self.row, answer=self.cleaned_data["answer"], by=by)
        return Kept(row, Change.CHANGED, ("answer",))


keep_ledger(
    Ledger(
        room="principles",
        code="alerts",
        group=_("Label"),
        title=_("Label alerts"),
        add_title=_("Add an alert"),
        help_line=_(
            "Settings of centres that touch a principle of the Charter: a price, an appointment "
            "imposed, a name asked. Each stands here until it is mended; an answer says why."
        ),
        example=_("A pole by appointment only"),
        icon="scale",
        thing=Thing.LABEL_DECISION,
        rows=LabelAlert.objects.all,
        table=AlertTable,
        filters=AlertFilters,
        form=AnswerForm,
        adds=False,
        order=55,
    )
)
