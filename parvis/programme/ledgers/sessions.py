"""The programme as a list, and the templates sessions are made from."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.db.models import Case, When
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.centres.enums import Theme
from parvis.centres.models import Centre
from parvis.kernel.keeping import Kept
from parvis.ledgers.ledger import Gesture, Ledger, Way
from parvis.ledgers.tables import NameColumn, RowTable, YesColumn
from parvis.programme import actions, queries
from parvis.programme.enums import Kind, SessionState
from parvis.programme.ledgers.groups import PROGRAMME
from parvis.programme.ledgers.planning import OfferedForm, SessionForm
from parvis.programme.models import Session, Template
from parvis.ui.filters import FilterSet, TickFilter
from parvis.ui.forms import DateInput
from parvis.ui.tables import NumberColumn


def sheet(session: Session) -> str:
    """The page of a session in the office."""
    return reverse("programme:session", args=[session.pk])


def _opens(record: Session) -> str:
    return sheet(record)


class SessionTable(RowTable):
    """What, when, where, with whom; how it stands and what is left."""

    title = NameColumn(
        accessor="entry__title", verbose_name=_("Session"), orderable=False, linkify=_opens
    )
    when = django_tables2.Column(
        accessor="entry__when", verbose_name=_("When"), order_by=("entry__begins", "pk")
    )
    where = django_tables2.Column(accessor="entry__where", verbose_name=_("Place"), orderable=False)
    kind = django_tables2.Column(verbose_name=_("Kind"))
    hosts = django_tables2.Column(
        verbose_name=_("With"), orderable=False, empty_values=(), accessor="pk"
    )
    state = django_tables2.Column(verbose_name=_("State"))
    places = django_tables2.Column(
        verbose_name=_("Places"), orderable=False, empty_values=(), accessor="pk"
    )
    meanings = {
        "when": _("Hours are those of the place."),
        "hosts": _("Organisations that make it, exhibitors left out."),
        "places": _("What is left, as everybody reads it: in words, a number from eleven up."),
    }

    def render_hosts(self, record: Session) -> str:
        """Names, in their order."""
        names = [str(one) for one in record.hosts.all() if one.role != "exhibitor"]
        return ", ".join(names) or "—"

    def render_places(self, record: Session) -> str:
        """In words; of both ways in, where there are two."""
        said = [str(queries.left(one)) for one in record.seats.all() if one.given]
        return ", ".join(dict.fromkeys(said)) or "—"


def _drafts(rows: Any) -> Any:
    return rows.filter(state=SessionState.SCHEDULED)


class SessionFilters(FilterSet):
    """By words, kind, state, theme, between two days; drafts alone."""

    words = django_filters.CharFilter(label=_("Words"), method="searched", max_length=100)
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=SessionState.choices, label=_("State"))
    theme = django_filters.ChoiceFilter(choices=Theme.choices, label=_("Theme"), method="about")
    since = django_filters.DateFilter(
        field_name="entry__ends", lookup_expr="date__gte", label=_("From"), widget=DateInput
    )
    until = django_filters.DateFilter(
        field_name="entry__begins", lookup_expr="date__lte", label=_("Until"), widget=DateInput
    )
    drafts = TickFilter(_drafts, label=_("Not published yet"))

    def searched(self, rows: Any, _name: str, value: str) -> Any:
        """Forgiving accents and one slip, as the public search does."""
        return queries.search(rows, value)

    def about(self, rows: Any, _name: str, value: str) -> Any:
        """Of that theme, among others."""
        return rows.filter(themes__contains=[value])


def _sessions() -> Any:
    """What is to come first, from now on; then what is past."""
    past = Case(When(entry__ends__gte=timezone.now(), then=0), default=1)
    rows = queries.sessions().prefetch_related("hosts__partner", "hosts__centre", "seats")
    return rows.order_by(past, "entry__begins", "pk")


def plans_somewhere(user: Any) -> bool:
    """Whoever plans the sessions of a centre, or those of the network itself."""
    there = queries.centres_planned(user, Act.WRITE).exists()
    return there or can(user, Act.WRITE, Thing.SESSION)


class TemplateTable(RowTable):
    """What it makes, how long, how one joins."""

    title = NameColumn(verbose_name=_("Template"), orderable=False)
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    minutes = NumberColumn(verbose_name=_("Minutes"))
    joining = django_tables2.Column(verbose_name=_("How one joins"))
    capacity = NumberColumn(verbose_name=_("Places on site"))
    retired = YesColumn(verbose_name=_("No longer used"))


class TemplateFilters(FilterSet):
    """By kind; those in use."""

    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    used = TickFilter(lambda rows: rows.filter(retired=False), label=_("Still in use"))


class TemplateForm(OfferedForm):
    """A session that a centre makes again and again: all but when, and with whom."""

    thing = Thing.SESSION
    fixed = ("centre",)
    field_order = ("centre", "kind", "title", "about", "minutes", "set_up", "pack_up")

    centre = forms.ModelChoiceField(Centre.objects.order_by("sort_key"), label=_("Centre"))
    minutes = forms.IntegerField(
        label=_("Lasts, in minutes"), min_value=1, max_value=7 * 24 * 60, initial=120
    )
    retired = forms.BooleanField(label=_("No longer used"), required=False)

    def keep(self, *, seen: str, by: Actor) -> Kept[Template]:
        """Keep it."""
        return actions.keep_template(**self.values(), was=self.row, seen=seen, by=by)


def _plan_from(row: Template) -> str:
    query = urlencode({"template": row.pk})
    return f"{reverse('ledgers:programme-sessions-new')}?{query}"


def _publish(row: Session, by: Actor) -> object:
    return actions.publish(session=row, by=by)


SESSIONS = Ledger(
    room="programme",
    code="sessions",
    group=PROGRAMME,
    title=_("Sessions"),
    add_title=_("Plan a session"),
    help_line=_(
        "Everything that is planned, proposed, published or past: workshops, events, webinars. "
        "What is planned here is a draft until it is published; tick several to publish them "
        "together."
    ),
    example=_("Tuesday 10:00–12:00, participatory workshop “Write your CV”, 12 places"),
    icon="calendar",
    thing=Thing.SESSION,
    rows=_sessions,
    table=SessionTable,
    filters=SessionFilters,
    form=SessionForm,
    form_template="programme/session_form.html",
    sheet=sheet,
    undoes=False,
    tells=lambda row: (row.entry,),
    gestures=(Gesture("publish", _("Publish"), _publish),),
    adds=plans_somewhere,
    order=20,
)
TEMPLATES = Ledger(
    room="programme",
    code="templates",
    group=PROGRAMME,
    title=_("Templates of sessions"),
    add_title=_("Add a template"),
    help_line=_(
        "What a centre does again and again, all but the day: a session planned from a template "
        "starts with everything filled in."
    ),
    example=_("Write your CV: participatory workshop, two hours, 12 places"),
    icon="pencil-line",
    thing=Thing.SESSION,
    rows=lambda: Template.objects.select_related("centre").order_by(
        "retired", "centre__sort_key", "code"
    ),
    table=TemplateTable,
    filters=TemplateFilters,
    form=TemplateForm,
    remove=actions.remove_row,
    ways=(Way(_("Plan a session from it"), _plan_from, "calendar"),),
    adds=lambda user: queries.centres_planned(user, Act.WRITE).exists(),
    order=26,
)
