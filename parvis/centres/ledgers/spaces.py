"""Rooms and corners of a site, and what stands in them."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.actions import record_equipment, record_space, remove_space
from parvis.centres.enums import EquipmentKind, SpaceKind
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Equipment, Site, Space
from parvis.kernel.keeping import Kept
from parvis.kernel.words import spoken
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, YesColumn
from parvis.ui.filters import FilterSet
from parvis.ui.forms import DateInput
from parvis.ui.tables import NumberColumn

STEP_FREE = (("", _("not stated")), ("true", _("yes")), ("false", _("no")))


class SpaceTable(RowTable):
    """Name, place, what it is, how many it takes."""

    name = NameColumn(verbose_name=_("Space"), orderable=False)
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    site = django_tables2.Column(
        accessor="site__called", order_by="site__code", verbose_name=_("Site")
    )
    kind = django_tables2.Column(verbose_name=_("Kind"))
    capacity = NumberColumn(verbose_name=_("People"))
    step_free = YesColumn(verbose_name=_("Step-free"))
    until = DateColumn(verbose_name=_("Until"))


class SpaceFilters(FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(choices=SpaceKind.choices, label=_("Kind"))


class SpaceForm(RowForm):
    """A space of a site."""

    thing = Thing.CENTRE
    fixed = ("site",)

    site = forms.ModelChoiceField(Site.objects.select_related("centre"), label=_("Site"))
    name = WordsField(label=_("Name"), help_text=_("As the sign on its door says."))
    kind = forms.ChoiceField(choices=SpaceKind.choices, label=_("Kind"))
    capacity = forms.IntegerField(
        label=_("People it takes"), required=False, min_value=0, max_value=5000
    )
    square_metres = forms.DecimalField(
        label=_("Square metres"), required=False, max_digits=7, decimal_places=1
    )
    step_free = forms.TypedChoiceField(
        choices=STEP_FREE,
        coerce=lambda value: {"true": True, "false": False, "True": True, "False": False}[value],
        empty_value=None,
        required=False,
        label=_("Reached without a step"),
    )
    access = WordsField(label=_("How to get in"), required=False, rows=2)
    until = forms.DateField(label=_("Until, last day included"), required=False, widget=DateInput)

    def shown(self, row: Any) -> dict[str, Any]:
        """Yes, no and not stated are three answers."""
        answer = {None: "", True: "true", False: "false"}[row.step_free]
        return super().shown(row) | {"step_free": answer}

    def keep(self, *, seen: str, by: Actor) -> Kept[Space]:
        """Record the space under a code made of its name."""
        typed = self.values()
        code = getattr(self.row, "code", "") or free_code(typed["site"].spaces.all(), typed["name"])
        return record_space(**typed, code=code, seen=seen, by=by)


class EquipmentTable(RowTable):
    """What, where, how many places."""

    kind = NameColumn(verbose_name=_("Equipment"))
    centre = django_tables2.Column(accessor="space__site__centre", verbose_name=_("Centre"))
    space = django_tables2.Column(verbose_name=_("Space"), orderable=False)
    places = NumberColumn(verbose_name=_("Places"))

    def render_space(self, record: Equipment) -> str:
        """Its name in the reader's language."""
        return spoken(record.space.name)[0]


class EquipmentFilters(FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(choices=EquipmentKind.choices, label=_("Kind"))


class EquipmentForm(RowForm):
    """Places of one kind of equipment in a space."""

    thing = Thing.CENTRE
    fixed = ("space", "kind")

    space = forms.ModelChoiceField(Space.objects.select_related("site__centre"), label=_("Space"))
    kind = forms.ChoiceField(choices=EquipmentKind.choices, label=_("Equipment"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=5000)
    note = WordsField(label=_("Note"), required=False)

    def keep(self, *, seen: str, by: Actor) -> Kept[Equipment]:
        """Record it."""
        return record_equipment(**self.values(), seen=seen, by=by)


LEDGERS = (
    Ledger(
        room="centres",
        code="spaces",
        group=OURS,
        title=_("Spaces"),
        add_title=_("Add a space"),
        help_line=_(
            "The rooms and corners of your sites: how many people they take and how one gets in. "
            "Workshops are planned in them."
        ),
        example=_("Workshop room, 14 people, reached without a step"),
        icon="door-open",
        thing=Thing.CENTRE,
        rows=lambda: Space.objects.select_related("site__centre"),
        table=SpaceTable,
        filters=SpaceFilters,
        form=SpaceForm,
        remove=remove_space,
        order=26,
    ),
    Ledger(
        room="centres",
        code="equipment",
        group=OURS,
        title=_("Equipment"),
        add_title=_("Add equipment"),
        help_line=_("What anybody may use in a space, counted in places."),
        example=_("Computers, 6 places, in the documentation room"),
        icon="keyboard",
        thing=Thing.CENTRE,
        rows=lambda: Equipment.objects.select_related("space__site__centre"),
        table=EquipmentTable,
        filters=EquipmentFilters,
        form=EquipmentForm,
        remove=remove_space,
        order=27,
    ),
)
