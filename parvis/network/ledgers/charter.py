"""Which member accepted which version of the Charter, on which day."""

from __future__ import annotations

import django_tables2
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.charter.models import Version
from parvis.kernel.keeping import Kept
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.network.actions import record_charter_acceptance, remove
from parvis.network.ledgers.shared import GROUP
from parvis.network.models import CharterAcceptance, Membership
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput


class AcceptanceTable(RowTable):
    """The member, the version, the day."""

    centre = NameColumn(
        accessor="membership__centre",
        verbose_name=_("Centre"),
        order_by=("membership__centre__sort_key",),
    )
    version = django_tables2.Column(verbose_name=_("Version"))
    on = DateColumn(verbose_name=_("Accepted on"))


class AcceptanceFilters(FilterSet):
    """By centre."""

    centre = WordsFilter(["membership__centre__name"], label=_("Centre"))


class AcceptanceForm(RowForm):
    """A member accepted a version on a day."""

    thing = Thing.DIRECTORY
    fixed = ("membership", "version")

    membership = forms.ModelChoiceField(
        Membership.objects.select_related("centre", "network"), label=_("Member")
    )
    version = forms.ModelChoiceField(Version.objects.all(), label=_("Version"))
    on = forms.DateField(label=_("Accepted on"), widget=DateInput)

    def keep(self, *, seen: str, by: Actor) -> Kept[CharterAcceptance]:
        """Record it."""
        return record_charter_acceptance(**self.values(), seen=seen, by=by)


CHARTER = Ledger(
    room="network",
    code="charter",
    group=GROUP,
    title=_("Acceptances of the Charter by members"),
    add_title=_("Add an acceptance"),
    help_line=_("Which member accepted which version of the Charter, on which day."),
    example=_("A centre, the Charter of 2024, 5 November 2024"),
    icon="book-open",
    thing=Thing.DIRECTORY,
    rows=lambda: CharterAcceptance.objects.select_related(
        "membership__centre", "membership__network", "version"
    ).order_by("-on", "pk"),
    table=AcceptanceTable,
    filters=AcceptanceFilters,
    form=AcceptanceForm,
    remove=remove,
    order=53,
)
