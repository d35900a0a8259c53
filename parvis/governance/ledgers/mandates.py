"""Role-holders and their mandates."""

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
from parvis.governance.actions import record_mandate, record_person, remove
from parvis.governance.ledgers.bodies import BodyField
from parvis.governance.ledgers.groups import BODIES
from parvis.governance.models import Body, Mandate, Office, Person
from parvis.governance.rules import clashes_of_mandate, refusal_of_period
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import NamedField, PartialDateField, SeveralField, WordsField
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, WordsColumn
from parvis.network.forms import OfNetworkForm
from parvis.network.models import Network
from parvis.sources.enums import Standing
from parvis.sources.models import OFFICE
from parvis.ui.filters import FilterSet, TickFilter, WordsFilter


class PersonTable(RowTable):
    """The name, its spellings, where the person comes from."""

    name = NameColumn(verbose_name=_("Name"), order_by=("sort_key",))
    affiliation = WordsColumn(verbose_name=_("Affiliation"), orderable=False)
    variants = django_tables2.Column(verbose_name=_("Other spellings"), orderable=False)

    def render_variants(self, value: list[str]) -> str:
        """On one line."""
        return ", ".join(value)


class PersonFilters(FilterSet):
    """By name."""

    name = WordsFilter(["name"], label=_("Name"))


class PersonForm(OfNetworkForm):
    """A public role-holder, without anything to reach them by."""

    thing = Thing.MANDATE
    model = Person
    fixed = ("network",)
    belongs = {"network": ""}

    network = NamedField(Network.objects.all(), label=_("Network"), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=120)
    sort_name = forms.CharField(
        label=_("Name as lists sort it"),
        max_length=120,
        required=False,
        help_text=_("The family name first. Empty: as it is written above."),
    )
    variants = SeveralField(label=_("Other spellings"))
    affiliation = WordsField(label=_("Affiliation, as printed"), required=False)

    def clashes(self) -> list[str]:
        """Another row of the same name."""
        network, name = self.subject, self.cleaned_data["name"]
        same = Person.objects.filter(network=network, name__iexact=name)
        if self.row is not None:
            same = same.exclude(pk=self.row.pk)
        told = [gettext("%(name)s is already recorded.") % {"name": one} for one in same]
        return super().clashes() + told

    def keep(self, *, seen: str, by: Actor) -> Kept[Person]:
        """Record the person under a code made of the name."""
        typed = self.values("network", "name", "variants", "affiliation", "sort_name")
        row: Any = self.row
        if not typed["sort_name"] and row is not None and row.name == typed["name"]:
            typed["sort_name"] = row.sort_key
        code = getattr(row, "code", "") or free_code(typed["network"].people.all(), typed["name"])
        return record_person(
            **typed,
            code=code,
            standing=getattr(row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


class MandateTable(RowTable):
    """Who, which seat of which body, from when until when."""

    person = NameColumn(verbose_name=_("Who"), order_by=("person__sort_key",))
    office = django_tables2.Column(
        verbose_name=_("Seat"), order_by=("office__order", "office__code")
    )
    body = django_tables2.Column(verbose_name=_("Body"), order_by=("body__order", "body__code"))
    start = DateColumn(verbose_name=_("From"))
    attested = DateColumn(verbose_name=_("First shown"))
    last_attested = DateColumn(verbose_name=_("Last shown"))
    end = DateColumn(verbose_name=_("Until"))


class MandateFilters(FilterSet):
    """By name and body, and in force today."""

    person = WordsFilter(["person__name"], label=_("Name"))
    body = django_filters.ModelChoiceFilter(queryset=Body.objects.all(), label=_("Body"))
    now = TickFilter(lambda rows: rows.on(timezone.localdate()), label=_("In office today"))


class SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A seat, after its body."""

    def label_from_instance(self, row: Any) -> str:
        """«Executive committee · President»."""
        return f"{row.body} · {row}"


class MandateForm(OfNetworkForm):
    """Someone sits in a body for a time."""

    thing = Thing.MANDATE
    model = Mandate
    belongs = {
        "body": "network",
        "office": "body__network",
        "person": "network",
        "elected_by": "network",
    }
    way = "body__network"

    person = forms.ModelChoiceField(Person.objects.select_related("network"), label=_("Who"))
    body = BodyField(label=_("Body"))
    office = SeatField(
        Office.objects.select_related("body__network"),
        label=_("Seat"),
        required=False,
        help_text=_("Empty: a member, no seat is stated."),
    )
    title = WordsField(label=_("Role, as printed"), required=False)
    start = PartialDateField(label=_("From"), required=False)
    end = PartialDateField(label=_("Until, last day included"), required=False)
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
    elected_by = BodyField(label=_("Elected by"), required=False)
    note = WordsField(label=_("Note"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """A mandate has a date, ends after it begins, and its seat is one of the body."""
        cleaned = super().clean()
        if (why := refusal_of_period(cleaned.get("start"), cleaned.get("end"))) is not None:
            self.add_error("end", why)
        if not ({"start", "attested"} & {*self.errors}) and not (
            cleaned.get("start") or cleaned.get("attested")
        ):
            self.add_error("start", gettext("Say from when, or when a source first shows it."))
        body, office = cleaned.get("body"), cleaned.get("office")
        if body is not None and office is not None and office.body_id != body.pk:
            self.add_error("office", gettext("This seat is not one of that body."))
        return cleaned

    @property
    def on_a_document(self) -> bool:
        """Whether a document says it: it is then recorded as printed, two holders included."""
        return any(one.collection != OFFICE for one in self.cleaned_data["sources"])

    def clashes(self) -> list[str]:
        """Who holds the seat, where the person sits already, a seat that has ended."""
        typed = self.values()
        del typed["sources"]
        return super().clashes() + clashes_of_mandate(
            Mandate(**{name: value for name, value in typed.items() if value is not None}),
            was=self.row,
        )

    def keep(self, *, seen: str, by: Actor) -> Kept[Mandate]:
        """Record it; on the network's own word, a seat has one holder at a time."""
        typed = self.values()
        del typed["sources"]
        return record_mandate(
            **typed,
            standing=getattr(self.row, "standing", Standing.STATED),
            one_holder=not self.on_a_document,
            sources=self.cited(by),
            was=self.row,
            seen=seen,
            by=by,
        )


LEDGERS = (
    Ledger(
        room="governance",
        code="mandates",
        group=BODIES,
        title=_("Mandates"),
        add_title=_("Add a mandate"),
        help_line=_(
            "Who holds which seat of which body, from when until when. On the network’s own word "
            "a seat has one holder at a time; what a document prints is recorded as printed."
        ),
        example=_("A treasurer, elected by the assembly on 20 June 2025"),
        icon="scale",
        thing=Thing.MANDATE,
        rows=lambda: Mandate.objects.select_related(
            "person", "office", "body__network", "elected_by"
        ).order_by("body__order", "body__code", "office__order", "-start", "pk"),
        table=MandateTable,
        filters=MandateFilters,
        form=MandateForm,
        remove=remove,
        order=62,
    ),
    Ledger(
        room="governance",
        code="people",
        group=BODIES,
        title=_("Role-holders"),
        add_title=_("Add a role-holder"),
        help_line=_(
            "The people who hold a public role in the network, by name. Nothing that reaches them "
            "is kept here; accounts are under People."
        ),
        example=_("The name of the president, and how older reports spell it"),
        icon="user-round",
        thing=Thing.MANDATE,
        rows=lambda: Person.objects.select_related("network"),
        table=PersonTable,
        filters=PersonFilters,
        form=PersonForm,
        remove=remove,
        order=63,
    ),
)
