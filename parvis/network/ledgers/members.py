"""Who belongs to a network, from when until when."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.models import Centre
from parvis.kernel.keeping import Kept
from parvis.ledgers.fields import PartialDateField, WordsField
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, WordsColumn
from parvis.network import rules
from parvis.network.actions import record_membership, remove
from parvis.network.enums import MemberKind
from parvis.network.ledgers.shared import GROUP, OfNetwork
from parvis.network.models import CharterAcceptance, Membership
from parvis.sources.enums import Standing
from parvis.ui import countries
from parvis.ui.filters import FilterSet, TickFilter, WordsFilter


class MembershipTable(RowTable):
    """Which centre, as what, from when until when."""

    centre = NameColumn(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    country = django_tables2.Column(accessor="centre__country", verbose_name=_("Country"))
    network = WordsColumn(accessor="network__name", verbose_name=_("Network"), orderable=False)
    kind = django_tables2.Column(verbose_name=_("Kind"))
    start = DateColumn(verbose_name=_("Joined"))
    end = DateColumn(verbose_name=_("No longer a member from"))
    attested = DateColumn(verbose_name=_("First shown as a member"))
    last_attested = DateColumn(verbose_name=_("Last shown as a member"))

    def render_country(self, value: str) -> str:
        """Its name in the reader's language."""
        return str(countries.NAMES.get(value, value))


class MembershipFilters(FilterSet):
    """By centre, kind, and members of today."""

    centre = WordsFilter(["centre__name", "centre__city"], label=_("Centre or city"))
    kind = django_filters.ChoiceFilter(choices=MemberKind.choices, label=_("Kind"))
    now = TickFilter(lambda rows: rows.on(timezone.localdate()), label=_("Members today"))


class MembershipForm(OfNetwork):
    """A centre belongs to a network, as far as it is known."""

    thing = Thing.DIRECTORY
    model = Membership
    fixed = ("network", "centre")

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    kind = forms.ChoiceField(
        choices=MemberKind.choices,
        label=_("Kind"),
        help_text=_("Associate members are counted apart, always."),
    )
    start = PartialDateField(label=_("Joined"), required=False)
    attested = PartialDateField(
        label=_("First shown as a member"),
        required=False,
        help_text=_("When nobody knows when it joined: 2024, 2024-11 or 2024-11-05."),
    )
    end = PartialDateField(label=_("First day no longer a member"), required=False)
    last_attested = PartialDateField(
        label=_("Last shown as a member"),
        required=False,
        help_text=_("When nobody knows when it left: 2024, 2024-11 or 2024-11-05."),
    )
    end_reason = WordsField(label=_("Why it ended"), required=False)
    note = WordsField(label=_("Note"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """It began some day, or was shown, and ends after that."""
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start is not None and end is not None and end < start:
            self.add_error("end", gettext("The end comes before the beginning."))
        if not {"start", "attested"} & set(self.errors) and not (start or cleaned.get("attested")):
            self.add_error(
                "start", gettext("Say when it joined, or when it is first shown as a member.")
            )
        return cleaned

    def clashes(self) -> list[str]:
        """Another membership of the same centre at that time."""
        typed = self.cleaned_data
        end = typed["end"]
        told = rules.clashes_of_membership(
            network=typed["network"],
            centre=typed["centre"],
            start=(typed["start"] or typed["attested"]).first,
            end=end and end.last,
            was=self.row,
        )
        return [*told, *super().clashes()]

    def keep(self, *, seen: str, by: Actor) -> Kept[Membership]:
        """Record it; a beginning that was wrong moves."""
        typed = self.values()
        del typed["sources"]
        return record_membership(
            **typed,
            standing=getattr(self.row, "standing", Standing.STATED),
            sources=self.cited(by),
            was=self.row,
            seen=seen,
            by=by,
        )


MEMBERS = Ledger(
    room="network",
    code="members",
    group=GROUP,
    title=_("Memberships"),
    add_title=_("Add a membership"),
    help_line=_(
        "Which centre belongs to the network, from when until when, as far as documents say. The "
        "directory and the counts of members are made of it."
    ),
    example=_("A centre, member since November 2019"),
    icon="landmark",
    thing=Thing.DIRECTORY,
    rows=lambda: Membership.objects.select_related("centre", "network").order_by(
        "centre__sort_key", "start", "pk"
    ),
    table=MembershipTable,
    filters=MembershipFilters,
    form=MembershipForm,
    remove=remove,
    along=(CharterAcceptance,),
    order=50,
)
