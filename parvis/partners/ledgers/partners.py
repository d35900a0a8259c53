"""Organisations that work with centres."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import holdings, reached
from parvis.accounts.roles import Act, Reach, Thing
from parvis.centres.models import Centre
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import WordsField
from parvis.ledgers.ledger import Ledger, Way
from parvis.ledgers.tables import NameColumn, RowTable
from parvis.partners import rules
from parvis.partners.actions import record_partner, remove_partner, work_with
from parvis.partners.enums import Field
from parvis.partners.ledgers.groups import PARTNERS as GROUP
from parvis.partners.models import Partner
from parvis.partners.queries import named
from parvis.sources.enums import Standing
from parvis.sources.forms import CitedForm
from parvis.ui import countries
from parvis.ui.filters import FilterSet, WordsFilter

COUNTRIES = sorted(countries.NAMES.items())


def _brings(user: Any) -> bool:
    """Whoever writes the partners of a centre; a partner's own manager adds no other."""
    return reached(Centre.objects.all(), user, Act.WRITE, Thing.PARTNER).exists()


class PartnerTable(RowTable):
    """The organisation, what it works on, where."""

    name = NameColumn(verbose_name=_("Partner"), order_by=("sort_key",))
    field = django_tables2.Column(verbose_name=_("Field"))
    country = django_tables2.Column(verbose_name=_("Country"))
    centres = django_tables2.Column(
        verbose_name=_("Centres"), orderable=False, empty_values=(), accessor="pk"
    )
    meanings = {"centres": _("Those of your centres that name it as one of their partners.")}

    def render_country(self, value: str) -> str:
        """Its name in the reader's language."""
        return str(countries.NAMES.get(value, value))

    @cached_property
    def _told(self) -> tuple[set[int], set[int]]:
        """The centres whose partners this person reads, and the partners that are their own."""
        held = [one for one in holdings(self.user) if one.may(Act.READ, Thing.PARTNER)]
        own = {one.place for one in held if one.place and one.role.reach is Reach.PARTNER}
        there = reached(Centre.objects.all(), self.user, Act.READ, Thing.PARTNER)
        return set(there.values_list("pk", flat=True)), own

    def render_centres(self, record: Partner) -> str:
        """The names of those this person works for; all of them, of their own organisation."""
        there, own = self._told
        names = [
            str(centre) for centre in record.centres.all() if centre.pk in there or record.pk in own
        ]
        return ", ".join(names) or "—"


class PartnerFilters(FilterSet):
    """By name, field and country."""

    name = WordsFilter(["name"], label=_("Name"))
    field = django_filters.ChoiceFilter(choices=Field.choices, label=_("Field"), method="of_field")
    country = django_filters.ChoiceFilter(choices=COUNTRIES, label=_("Country"))

    def of_field(self, rows: Any, _name: str, value: str) -> Any:
        """The first field or another one."""
        return rows.filter(Q(field=value) | Q(other_fields__contains=[value]))


class PartnerForm(CitedForm):
    """An organisation, and those of one's own centres that it works with."""

    thing = Thing.PARTNER
    model = Partner

    name = forms.CharField(label=_("Name"), max_length=200)
    field = forms.ChoiceField(choices=Field.choices, label=_("Field"))
    other_fields = forms.MultipleChoiceField(
        choices=Field.choices,
        label=_("Other fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    country = forms.ChoiceField(choices=[("", "—"), *COUNTRIES], label=_("Country"), required=False)
    centres = forms.ModelMultipleChoiceField(
        Centre.objects.all(),
        label=_("Centres"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        help_text=_("Yours only: other centres say for themselves whether they work with it."),
    )
    about = WordsField(label=_("About"), required=False, rows=2)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.mine:
            del self.fields["centres"]  # a partner's own manager: centres choose their partners

    @property
    def mine(self) -> Any:
        """The centres this person may put it in."""
        field: Any = self.base_fields["centres"]
        return self.offered("centres", field.queryset)

    def clean_other_fields(self) -> list[str]:
        """Without the first field, which is said already."""
        return [one for one in self.cleaned_data["other_fields"] if one != self.data.get("field")]

    def clean(self) -> dict[str, Any]:
        """Centres of one world only."""
        cleaned = super().clean()
        if len({centre.simulated for centre in cleaned.get("centres") or ()}) > 1:
            self.add_error("centres", gettext("These centres are not of the same network."))
        return cleaned

    def centres_kept(self) -> list[Centre]:
        """Those ticked, and those of others, which are not this person's to change."""
        if "centres" not in self.fields:
            return list(self.row.centres.all())
        others = [] if self.row is None else self.row.centres.exclude(pk__in=self.mine)
        return [*others, *self.cleaned_data["centres"]]

    @property
    def simulated(self) -> bool:
        """The world of its centres."""
        held: Any = self.row if self.row is not None else self.cleaned_data["centres"][0]
        return bool(held.simulated)

    def place(self) -> tuple[str, str]:
        """The word of one's own centre; of the partner itself, from its own manager."""
        ticked = self.cleaned_data.get("centres")
        if ticked:
            return ticked[0].code, ticked[0].name
        return self.row.code, self.cleaned_data["name"]

    def clashes(self) -> list[str]:
        """Another one of the same name."""
        same = rules.clashes_of_partner(
            self.cleaned_data["name"], simulated=self.simulated, was=self.row
        )
        return [*same, *super().clashes()]

    def keep(self, *, seen: str, by: Actor) -> Kept[Partner]:
        """Record it under a code made of its name; one already recorded is joined."""
        name = self.cleaned_data["name"]
        known = named(name, simulated=self.simulated) if self.row is None else None
        if known is not None:
            return work_with(partner=known, centres=self.centres_kept(), by=by)
        typed = self.values("name", "field", "other_fields", "country", "about")
        code = getattr(self.row, "code", "") or free_code(Partner.objects.all(), typed["name"])
        return record_partner(
            **typed,
            code=code,
            simulated=self.simulated,
            centres=self.centres_kept(),
            standing=getattr(self.row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


def _balance(row: Partner) -> str:
    year = timezone.localdate().year
    return reverse("partners:balance", kwargs={"pk": row.pk, "year": year})


PARTNERS = Ledger(
    room="partners",
    code="partners",
    group=GROUP,
    title=_("Partners"),
    add_title=_("Add a partner"),
    help_line=_(
        "The organisations your centre works with. The directory shows them under their field; "
        "what you signed with each stands under Agreements."
    ),
    example=_("An employment service, a training body, a trade union"),
    icon="briefcase-business",
    thing=Thing.PARTNER,
    rows=lambda: Partner.objects.prefetch_related("centres"),
    table=PartnerTable,
    filters=PartnerFilters,
    form=PartnerForm,
    remove=remove_partner,
    ways=(Way(_("Balance sheet"), _balance, "scale"),),
    adds=_brings,
    order=40,
)
