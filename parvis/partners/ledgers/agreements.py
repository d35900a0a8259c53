"""Agreements: their dates, of which their status is read."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.models import Centre
from parvis.charter.models import Version
from parvis.kernel.keeping import Kept
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, Way
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, WordsColumn
from parvis.partners import queries, rules
from parvis.partners.actions import record_agreement, remove
from parvis.partners.enums import AgreementStatus
from parvis.partners.forms import charters, code_of
from parvis.partners.ledgers.groups import PARTNERS as GROUP
from parvis.partners.models import Agreement, Partner
from parvis.ui.calendar import months_after
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput

MONTHS = [
    ("1", _("within a month")),
    ("3", _("within three months")),
    ("6", _("within six months")),
    ("12", _("within a year")),
]


class AgreementTable(RowTable):
    """Who with whom, where it stands, until when."""

    partner = NameColumn(verbose_name=_("Partner"), order_by=("partner__sort_key",))
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    subject = WordsColumn(verbose_name=_("Subject"), orderable=False)
    status = django_tables2.Column(
        verbose_name=_("Status"), orderable=False, empty_values=(), accessor="pk"
    )
    start = DateColumn(verbose_name=_("In force from"))
    end = DateColumn(verbose_name=_("Until"))
    charter = django_tables2.Column(verbose_name=_("Charter"))
    meanings = {"status": _("Where it stands today; read from its dates, never typed.")}

    def render_status(self, record: Agreement) -> str:
        """In words."""
        return str(capfirst(str(queries.status(record, timezone.localdate()).label)))


class AgreementFilters(FilterSet):
    """By centre, partner, status, and what ends soon."""

    partner = WordsFilter(["partner__name"], label=_("Partner"))
    centre = WordsFilter(["centre__name"], label=_("Centre"))
    status = django_filters.ChoiceFilter(
        choices=AgreementStatus.choices, label=_("Status"), method="standing"
    )
    ending = django_filters.ChoiceFilter(
        choices=MONTHS, label=_("Ends, and is not renewed"), method="ends"
    )

    def standing(self, rows: Any, _name: str, value: str) -> Any:
        """Those that stand so today."""
        return rows.filter(queries.standing(value, timezone.localdate()))

    def ends(self, rows: Any, _name: str, value: str) -> Any:
        """Those in force that end within so many months and that nothing follows."""
        today = timezone.localdate()
        return rows.filter(queries.to_renew(today, months_after(today, int(value))))


class AgreementForm(RowForm):
    """What a centre and a partner agree."""

    thing = Thing.AGREEMENT
    fixed = ("partner", "centre")

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        label=_("Partner"),
        help_text=_("Whoever is not in the list is added under Partners first."),
    )
    subject = WordsField(label=_("Subject"), required=False)
    negotiated = forms.DateField(label=_("In negotiation since"), required=False, widget=DateInput)
    signed = forms.DateField(label=_("Convention signed on"), required=False, widget=DateInput)
    charter = forms.ChoiceField(
        label=_("Version of the Charter accepted"),
        required=False,
        help_text=_("Nothing is signed without the Charter."),
    )
    charter_accepted = forms.DateField(
        label=_("Accepted the Charter on"), required=False, widget=DateInput
    )
    start = forms.DateField(label=_("In force from"), required=False, widget=DateInput)
    end = forms.DateField(
        label=_("In force until, last day included"), required=False, widget=DateInput
    )
    review = forms.DateField(label=_("Under review from"), required=False, widget=DateInput)
    note = WordsField(label=_("Note"), required=False, rows=2)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        worlds = {centre.simulated for centre in self.offered("centre", Centre.objects.all())}
        only = self.made_up if self.row is not None else worlds.pop() if len(worlds) == 1 else None
        field: Any = self.fields["charter"]
        field.choices = charters(simulated=only, held=getattr(self.row, "charter", ""))

    def clean(self) -> dict[str, Any]:
        """Dates follow each other, and nothing is signed without the Charter or a beginning."""
        cleaned = super().clean()
        held: dict[str, Any] = {name: cleaned.get(name) for name in self.fields}
        if held["start"] and held["end"] and held["end"] < held["start"]:
            self.add_error("end", gettext("The end comes before the beginning."))
        if held["review"] and held["end"] and held["end"] < held["review"]:
            self.add_error("review", gettext("The review comes before the end."))
        if held["signed"]:
            for name, sentence in (
                ("charter", gettext("Say which version of the Charter was accepted.")),
                ("charter_accepted", gettext("Say when the Charter was accepted.")),
                ("start", gettext("A signed agreement begins on a day: say which.")),
            ):
                if not held[name] and name not in self.errors:
                    self.add_error(name, sentence)
        centre, code = held["centre"], held["charter"]
        known = Version.objects.filter(code=code).values_list("simulated", flat=True)
        if centre and any(simulated != centre.simulated for simulated in known):
            self.add_error("charter", gettext("This Charter is not that of the centre’s network."))
        return cleaned

    def clashes(self) -> list[str]:
        """Another agreement of the same partner and centre at that time."""
        typed = self.values(
            "partner", "centre", "start", "end", "signed", "charter", "charter_accepted"
        )
        return rules.clashes_of_agreement(**typed, was=self.row)

    def keep(self, *, seen: str, by: Actor) -> Kept[Agreement]:
        """Record it under a code made of those who sign."""
        typed = self.values()
        made = Agreement(partner=typed["partner"], centre=typed["centre"])
        code = getattr(self.row, "code", "") or code_of(made, typed["start"])
        renews = getattr(self.row, "renews", None)
        return record_agreement(**typed, code=code, renews=renews, seen=seen, by=by)


AGREEMENTS = Ledger(
    room="partners",
    code="agreements",
    group=GROUP,
    title=_("Agreements"),
    add_title=_("Add an agreement"),
    help_line=_(
        "What your centre and a partner signed, from when until when and under which Charter. "
        "Give the dates: they say where it stands."
    ),
    example=_("Agreement with a training body, in force until 31 December"),
    icon="pencil-line",
    thing=Thing.AGREEMENT,
    rows=queries.agreements,
    table=AgreementTable,
    filters=AgreementFilters,
    form=AgreementForm,
    remove=remove,
    ways=(Way(_("Renew"), lambda row: reverse("partners:renew", kwargs={"pk": row.pk}), "route"),),
    order=41,
)
