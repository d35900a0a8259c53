"""What partners propose, the meetings that decide about it, and who is asked to propose."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre
from parvis.kernel.keeping import Kept
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Ledger, Way
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.programme import actions, queries
from parvis.programme.enums import CoordinationState, Decision
from parvis.programme.ledgers.groups import PROGRAMME
from parvis.programme.models import Coordination, Proposal
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput


def decide(proposal: Proposal) -> str:
    """The page on which a proposal is decided."""
    return reverse("programme:proposal", args=[proposal.pk])


def meeting(coordination: Coordination) -> str:
    """The page of a meeting: what waits, what is decided."""
    return reverse("programme:meeting", args=[coordination.pk])


class ProposalTable(RowTable):
    """Who proposes what, for when, and what was decided."""

    title = NameColumn(
        accessor="session__entry__title",
        verbose_name=_("Session"),
        orderable=False,
        linkify=lambda record: decide(record),
    )
    partner = django_tables2.Column(verbose_name=_("Partner"), order_by=("partner__sort_key",))
    when = django_tables2.Column(
        accessor="session__entry__when",
        verbose_name=_("When"),
        order_by=("session__entry__begins", "pk"),
    )
    centre = django_tables2.Column(
        accessor="session__entry__centre",
        verbose_name=_("Centre"),
        order_by=("session__entry__centre__sort_key",),
    )
    proposed_at = DateColumn(verbose_name=_("Proposed"))
    meeting = DateColumn(accessor="coordination__day", verbose_name=_("Meeting that decides"))
    decision = django_tables2.Column(verbose_name=_("Decision"))


class ProposalFilters(FilterSet):
    """By decision and partner."""

    decision = django_filters.ChoiceFilter(choices=Decision.choices, label=_("Decision"))
    partner = WordsFilter(["partner__name"], label=_("Partner"))


class CoordinationTable(RowTable):
    """When, where, how much it decides about."""

    day = NameColumn(verbose_name=_("Day"), linkify=lambda record: meeting(record))
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    how_many = django_tables2.Column(verbose_name=_("Proposals"), orderable=False)
    state = django_tables2.Column(verbose_name=_("State"))

    def render_day(self, value: Any) -> str:
        """In words."""
        return DateColumn().render(value)


class CoordinationFilters(FilterSet):
    """Those to come."""

    state = django_filters.ChoiceFilter(choices=CoordinationState.choices, label=_("State"))


class CoordinationForm(RowForm):
    """A meeting of the people who build the programme of a centre."""

    thing = Thing.SESSION
    fixed = ("centre",)

    centre = forms.ModelChoiceField(Centre.objects.order_by("sort_key"), label=_("Centre"))
    day = forms.DateField(label=_("Day"), widget=DateInput)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[Coordination]:
        """Plan it; what waits without a meeting is put on its agenda."""
        return actions.plan_coordination(**self.values(), was=self.row, seen=seen, by=by)


def _proposals() -> Any:
    rows = Proposal.objects.select_related(
        "partner",
        "coordination",
        "session__entry__centre",
        "session__entry__site__centre",
        "session__entry__stop",
    )
    return rows.order_by("-proposed_at", "-pk")


PROPOSALS = Ledger(
    room="programme",
    code="proposals",
    group=PROGRAMME,
    title=_("Proposals of partners"),
    add_title=_("Ask partners to propose"),
    help_line=_(
        "What partners propose by their link, without an account. The coordination of the centre "
        "takes it up, puts it off or says why not; taken up, it is a draft of the programme."
    ),
    example=_("An employment service proposes “Prepare an interview” for a Tuesday in March"),
    icon="users",
    thing=Thing.SESSION,
    rows=_proposals,
    table=ProposalTable,
    filters=ProposalFilters,
    order=23,
)
COORDINATIONS = Ledger(
    room="programme",
    code="coordinations",
    group=PROGRAMME,
    title=_("Coordination meetings"),
    add_title=_("Plan a meeting"),
    help_line=_(
        "The meetings of the people who build the programme of a centre. What partners propose "
        "stands on the agenda of the next one; so does what is full and what is not published."
    ),
    example=_("Tuesday 10 March 2026, 4 proposals"),
    icon="landmark",
    thing=Thing.SESSION,
    rows=lambda: (
        Coordination.objects.select_related("centre")
        .annotate(how_many=Count("proposals"))
        .order_by("-day", "centre__sort_key", "pk")
    ),
    table=CoordinationTable,
    filters=CoordinationFilters,
    form=CoordinationForm,
    remove=actions.remove_coordination,
    sheet=meeting,
    undoes=False,
    ways=(Way(_("Agenda"), meeting, "book-open"),),
    adds=lambda user: queries.centres_planned(user, Act.DECIDE).exists(),
    order=24,
)
