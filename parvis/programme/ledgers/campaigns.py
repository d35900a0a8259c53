"""Campaigns: several events under one aim, what it wants, whom it reached."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre
from parvis.kernel.keeping import Change, Kept
from parvis.kernel.words import AsText
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import WordsField
from parvis.ledgers.ledger import Ledger, Way
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.network.models import Network
from parvis.programme import actions
from parvis.programme.forms import LinesField, with_the_rest_of
from parvis.programme.ledgers.groups import PROGRAMME
from parvis.programme.ledgers.sessions import plans_somewhere
from parvis.programme.models import Campaign
from parvis.sources.forms import CitedForm
from parvis.tallies.enums import Qualifier
from parvis.ui.filters import FilterSet, TickFilter
from parvis.ui.forms import DateInput
from parvis.ui.tables import NumberColumn

MOST = 20
"""Objectives a campaign may have."""


class CampaignTable(RowTable):
    """Which campaign, of whom, when, whom it reached."""

    title = NameColumn(
        verbose_name=_("Campaign"),
        orderable=False,
        linkify=lambda record: reverse("programme:campaign", args=[record.pk]),
    )
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    first = DateColumn(verbose_name=_("First day"))
    last = DateColumn(verbose_name=_("Last day"))
    reached = NumberColumn(verbose_name=_("People reached"))


class CampaignFilters(FilterSet):
    """By title; those not over."""

    words = django_filters.CharFilter(label=_("Title"), method="titled", max_length=100)
    coming = TickFilter(
        lambda rows: rows.filter(last__gte=timezone.localdate()), label=_("Not over")
    )

    def titled(self, rows: Any, _name: str, value: str) -> Any:
        """Whose title holds these words, in any language."""
        return rows.alias(said=AsText("title")).filter(said__icontains=value)


class CampaignForm(CitedForm):
    """A campaign with its objectives, and its figures as their source says them."""

    thing = Thing.SESSION
    model = Campaign
    fixed = ("centre", "network")

    title = WordsField(label=_("Title"))
    about = WordsField(label=_("In a few sentences"), required=False, rows=3, max_length=2000)
    centre = forms.ModelChoiceField(
        Centre.objects.order_by("sort_key"), label=_("Centre"), required=False
    )
    network = forms.ModelChoiceField(Network.objects.all(), label=_("Network"), required=False)
    first = forms.DateField(label=_("First day"), widget=DateInput)
    last = forms.DateField(label=_("Last day"), widget=DateInput)
    objectives = LinesField(
        label=_("Objectives"),
        help_text=_("One a line; the same line in each language is the same objective."),
    )
    reached = forms.IntegerField(label=_("People reached"), required=False, min_value=0)
    reached_qualifier = forms.ChoiceField(
        label=_("How that number is told"), choices=Qualifier.choices
    )
    public = forms.IntegerField(label=_("People concerned"), required=False, min_value=0)
    public_qualifier = forms.ChoiceField(label=_("How that one is told"), choices=Qualifier.choices)
    public_is = WordsField(label=_("Who is concerned"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        across = can(self.user, Act.WRITE, Thing.SESSION)
        if not across:
            del self.fields["network"]
        self.fields["centre"].required = not across and self.row is None

    def offered(self, name: str, rows: Any) -> Any:
        """Its own place once it is kept; the networks of one world for whoever keeps them."""
        if self.row is not None and name in self.fixed:
            return rows.filter(pk=getattr(self.row, f"{name}_id"))
        if name == "network":
            return rows if self.made_up is None else rows.filter(simulated=self.made_up)
        return super().offered(name, rows)

    def shown(self, row: Any) -> dict[str, Any]:
        """Objectives one a line."""
        said = [one.text for one in row.objectives.all()]
        return super().shown(row) | {"objectives": said}

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and belongs to a centre or to a network."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The end comes before the beginning."))
        if cleaned.get("centre") and cleaned.get("network"):
            self.add_error("network", gettext("Choose a centre or a network, not both."))
        if not (cleaned.get("centre") or cleaned.get("network")) and not self.errors:
            self.add_error("centre", gettext("Say whose campaign it is."))
        if len(cleaned.get("objectives") or ()) > MOST:
            said = gettext("A campaign has %(n)d objectives at most.") % {"n": MOST}
            self.add_error("objectives", said)
        return cleaned

    def place(self) -> tuple[str, str]:
        """The centre or the network."""
        there = self.cleaned_data.get("centre") or self.cleaned_data["network"]
        return there.code, str(there)

    def keep(self, *, seen: str, by: Actor) -> Kept[Campaign]:
        """Keep it, then all that it wants."""
        typed = self.values()
        wanted = typed.pop("objectives") or []
        del typed["sources"]
        code = self.row.code if self.row else free_code(Campaign.objects.all(), typed["title"])
        kept = actions.keep_campaign(
            code=code, **typed, sources=self.cited(by), was=self.row, seen=seen, by=by
        )
        stood = [one.text for one in kept.row.objectives.all()]
        wanted = with_the_rest_of(stood, wanted)
        if stood == wanted:
            return kept
        actions.set_objectives(campaign=kept.row, objectives=wanted, by=by)
        change = Change.CHANGED if kept.change == Change.UNCHANGED else kept.change
        return Kept(kept.row, change, (*kept.columns, "objectives"), kept.theirs)


CAMPAIGNS = Ledger(
    room="programme",
    code="campaigns",
    group=PROGRAMME,
    title=_("Campaigns"),
    add_title=_("Add a campaign"),
    help_line=_(
        "Several events under one aim: a week against illiteracy, with what it wants and whom it "
        "reached of whom it concerns."
    ),
    example=_("National days against illiteracy, 8 objectives, more than 2,000 people"),
    icon="compass",
    thing=Thing.SESSION,
    rows=lambda: (
        Campaign.objects.select_related("centre", "network")
        .prefetch_related("objectives")
        .order_by("-first", "code")
    ),
    table=CampaignTable,
    filters=CampaignFilters,
    form=CampaignForm,
    remove=actions.remove_row,
    undoes=False,
    sheet=lambda row: reverse("programme:campaign", args=[row.pk]),
    ways=(
        Way(_("Overview"), lambda row: reverse("programme:campaign", args=[row.pk]), "book-open"),
    ),
    adds=plans_somewhere,
    order=27,
)
