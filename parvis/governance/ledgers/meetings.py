"""Meetings of the bodies."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.governance.actions import record_meeting, remove
from parvis.governance.enums import MeetingKind
from parvis.governance.ledgers.bodies import BodyField
from parvis.governance.ledgers.groups import BODIES
from parvis.governance.models import Body, Meeting
from parvis.governance.rules import clashes_of_meeting
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import PartialDateField, WordsField
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import NameColumn, RowTable, WordsColumn, YesColumn
from parvis.network.forms import OfNetworkForm
from parvis.sources.enums import Standing
from parvis.ui import calendar
from parvis.ui.filters import FilterSet, TickFilter


class MeetingTable(RowTable):
    """When, which body, where, and whether it took place."""

    date = NameColumn(verbose_name=_("Date"), order_by=("date", "code"))
    body = django_tables2.Column(verbose_name=_("Body"), order_by=("body__order", "body__code"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    prepares = django_tables2.Column(verbose_name=_("Prepares"), order_by=("prepares__date",))
    place = WordsColumn(verbose_name=_("Place"), orderable=False)
    is_online = YesColumn(verbose_name=_("Online"))
    is_announced = YesColumn(verbose_name=_("Announced only"))
    meanings = {"is_announced": _("Announced, and no source says it took place.")}

    def render_date(self, value: Any) -> str:
        """As the reader's language spells it."""
        return calendar.spelled(value)


class MeetingFilters(FilterSet):
    """By body, kind and year."""

    body = django_filters.ModelChoiceFilter(queryset=Body.objects.all(), label=_("Body"))
    kind = django_filters.ChoiceFilter(choices=MeetingKind.choices, label=_("Kind"))
    year = django_filters.CharFilter(
        field_name="date", lookup_expr="startswith", label=_("Year or month"), max_length=10
    )
    announced = TickFilter(
        lambda rows: rows.filter(is_announced=True), label=_("Announced, not yet said to be held")
    )


class MeetingForm(OfNetworkForm):
    """One meeting of a body."""

    thing = Thing.MEETING
    model = Meeting
    fixed = ("body",)
    belongs = {"body": "network", "prepares": "body__network"}
    way = "body__network"

    body = BodyField(label=_("Body"))
    date = PartialDateField(label=_("Date"))
    kind = forms.ChoiceField(choices=MeetingKind.choices, label=_("Kind"))
    prepares = forms.ModelChoiceField(
        Meeting.objects.select_related("body__network").order_by("-date", "code"),
        label=_("The meeting it prepares"),
        required=False,
    )
    place = WordsField(label=_("Place"), required=False)  # type: ignore[assignment]  # a field
    is_online = forms.BooleanField(label=_("Online"), required=False)
    is_announced = forms.BooleanField(
        label=_("Announced only"),
        required=False,
        help_text=_("Untick it once somebody says that it took place."),
    )

    def offered(self, name: str, rows: Any) -> Any:
        """A meeting does not prepare itself."""
        rows = super().offered(name, rows)
        return rows.exclude(pk=self.row.pk) if name == "prepares" and self.row else rows

    def clashes(self) -> list[str]:
        """Whatever else the network has that day, a preparation that comes too late."""
        typed = self.values("body", "date", "kind", "prepares")
        return super().clashes() + clashes_of_meeting(**typed, was=self.row)

    def keep(self, *, seen: str, by: Actor) -> Kept[Meeting]:
        """Record it under a code made of the body and the date."""
        typed = self.values()
        del typed["sources"]
        body = typed["body"]
        code = getattr(self.row, "code", "") or free_code(
            body.meetings.all(), f"{body.code}-{typed['date']}"
        )
        return record_meeting(
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
        code="meetings",
        group=BODIES,
        title=_("Meetings"),
        add_title=_("Add a meeting"),
        help_line=_(
            "The meetings of each body, with a date as far as it is known. One that is only "
            "announced stays marked so until somebody says it took place."
        ),
        example=_("Executive committee, 5 November 2024, online"),
        icon="calendar",
        thing=Thing.MEETING,
        rows=lambda: Meeting.objects.select_related("body__network", "prepares__body").order_by(
            "-date", "code"
        ),
        table=MeetingTable,
        filters=MeetingFilters,
        form=MeetingForm,
        remove=remove,
        order=64,
    ),
)
