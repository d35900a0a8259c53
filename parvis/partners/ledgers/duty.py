"""Duty: what comes again, each session of it, and who is asked at each partner."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
import django_tables2
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import reached
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre, Pole, Site
from parvis.kernel.keeping import Kept
from parvis.kernel.recurrence import described
from parvis.kernel.words import LANGUAGES, spoken
from parvis.ledgers.forms import RecurringForm, RowForm
from parvis.ledgers.ledger import Gesture, Ledger, Way
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.partners import queries, rules
from parvis.partners.actions import (
    record_contact,
    record_duty,
    remove_contact,
    remove_duty,
    revoke_links,
    send_link,
)
from parvis.partners.enums import DutyState
from parvis.partners.models import Duty, DutyContact, DutySession, Partner
from parvis.ui import calendar
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput

DUTY = _("Duty")
MORE_TONGUES = ("uk", "tr", "fa", "ru", "ro", "pl")
TONGUES = [(code, LANG_INFO[code]["name_local"]) for code in (*LANGUAGES, *MORE_TONGUES)]


class HeldTable(RowTable):
    """What a duty and its sessions show alike."""

    def render_pole(self, value: Pole) -> str:
        """Its name in the reader's language."""
        return spoken(value.name)[0] or str(capfirst(value.get_need_display()))

    def render_site(self, value: Site) -> str:
        """Its name, or what it is."""
        return spoken(value.name)[0] or str(capfirst(value.get_kind_display()))

    def render_hours(self, value: str) -> str:
        """As they stand on the wall."""
        return value


class DutyTable(HeldTable):
    """Who, where, when, how often."""

    hours = NameColumn(verbose_name=_("Hours"), order_by=("begins",))
    repeats = django_tables2.Column(
        verbose_name=_("Repeats"), accessor="rule", orderable=False, empty_values=()
    )
    partner = django_tables2.Column(verbose_name=_("Partner"), order_by=("partner__sort_key",))
    pole = django_tables2.Column(verbose_name=_("Pole"), orderable=False)
    site = django_tables2.Column(verbose_name=_("Site"), orderable=False)
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    first = DateColumn(verbose_name=_("First day"))
    last = DateColumn(verbose_name=_("Last day"))

    def render_repeats(self, record: Duty) -> str:
        """In words."""
        return described(record.rule, record.first) or "—"


class DutyFilters(FilterSet):
    """By partner, by pole, still in force."""

    partner = WordsFilter(["partner__name"], label=_("Partner"))
    since = django_filters.DateFilter(label=_("Still held on"), method="held_on", widget=DateInput)

    def held_on(self, rows: Any, _name: str, value: datetime.date) -> Any:
        """Begun and not ended that day."""
        return rows.filter(Q(last__isnull=True) | Q(last__gte=value), first__lte=value)


class DutyForm(RecurringForm):
    """A duty that comes again, or once: its sessions are made from it."""

    thing = Thing.DUTY
    fixed = ("site",)
    field_order = (
        "site",
        "pole",
        "partner",
        "paired",
        "desk",
        "languages",
        "first",
        "begins",
        "ends",
        "repeats",
        "last",
    )

    site = forms.ModelChoiceField(Site.objects.select_related("centre"), label=_("Site"))
    pole = forms.ModelChoiceField(Pole.objects.select_related("centre"), label=_("Pole"))
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        label=_("Partner"),
        required=False,
        help_text=_("Empty: nobody yet. It is a gap until somebody holds it."),
    )
    paired = forms.BooleanField(
        label=_("Held by two counsellors, from different houses"), required=False
    )
    desk = forms.CharField(
        label=pgettext_lazy("a counsellor’s place", "Desk"), max_length=12, required=False
    )
    languages = forms.MultipleChoiceField(
        choices=TONGUES,
        label=_("Languages spoken"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )

    def offered(self, name: str, rows: Any) -> Any:
        """Sites and poles where this person plans, and the partners of those centres."""
        if name == "partner":
            centres = reached(Centre.objects.all(), self.user, Act.WRITE, self.thing)
            rows = rows.filter(centres__in=centres).distinct()
            return rows if self.made_up is None else rows.filter(simulated=self.made_up)
        rows = super().offered(name, rows)
        if name == "pole" and self.row is not None:
            rows = rows.filter(centre=self.row.site.centre_id)
        return rows.filter(end__isnull=True) if name == "site" else rows

    def plan(self) -> rules.Plan:
        """What was typed, as the rules look at it."""
        typed = self.values(
            "site", "pole", "partner", "desk", "begins", "ends", "paired", "first", "last"
        )
        return rules.Plan(**typed, rule=self.rule)

    def clashes(self) -> list[str]:
        """Closed days, hours outside the opening, partners and desks taken, pairs, agreements."""
        plan = self.plan()
        own = None if self.row is None else Q(duty=self.row)
        today = timezone.localdate(timezone=plan.site.zone)
        return rules.clashes_of_plan(plan, today, own=own)

    def keep(self, *, seen: str, by: Actor) -> Kept[Duty]:
        """Record it and make its sessions."""
        typed = self.values()
        del typed["repeats"]
        return record_duty(**typed, rule=self.rule, was=self.row, seen=seen, by=by)


class SessionTable(HeldTable):
    """One line a duty session; it opens on a screen of its own."""

    day = NameColumn(
        verbose_name=_("Day"), linkify=lambda record: reverse("partners:session", args=[record.pk])
    )
    hours = django_tables2.Column(verbose_name=_("Hours"), order_by=("begins",))
    pole = django_tables2.Column(verbose_name=_("Pole"), orderable=False)
    partner = django_tables2.Column(verbose_name=_("Partner"), order_by=("partner__sort_key",))
    site = django_tables2.Column(verbose_name=_("Site"), orderable=False)
    centre = django_tables2.Column(accessor="site__centre", verbose_name=_("Centre"))
    state = django_tables2.Column(verbose_name=_("State"))
    reason = django_tables2.Column(verbose_name=_("Reason"), orderable=False)
    half_days = django_tables2.Column(verbose_name=_("Half-days"), orderable=False)
    meanings = {"half_days": _("Up to five hours count as one half-day, more as two.")}

    def render_day(self, value: datetime.date) -> str:
        """With its weekday."""
        return calendar.weekday(value)


class SessionFilters(FilterSet):
    """By partner and state, between two days."""

    partner = WordsFilter(["partner__name"], label=_("Partner"))
    state = django_filters.ChoiceFilter(choices=DutyState.choices, label=_("State"))
    since = django_filters.DateFilter(
        field_name="day", lookup_expr="gte", label=_("From"), widget=DateInput
    )
    until = django_filters.DateFilter(
        field_name="day", lookup_expr="lte", label=_("Until"), widget=DateInput
    )


class ContactTable(RowTable):
    """Who is asked, for whom, where."""

    name = NameColumn(verbose_name=_("Name"))
    partner = django_tables2.Column(verbose_name=_("Partner"), order_by=("partner__sort_key",))
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    email = django_tables2.Column(verbose_name=_("Professional e-mail"))
    language = django_tables2.Column(verbose_name=_("Language of the messages"))

    def render_language(self, value: str) -> str:
        """In itself."""
        return str(LANG_INFO[value]["name_local"]) if value in LANG_INFO else value


class ContactFilters(FilterSet):
    """By partner or name."""

    words = WordsFilter(["partner__name", "name", "email"], label=_("Partner or name"))


class ContactForm(RowForm):
    """Who is asked at a partner."""

    thing = Thing.DUTY
    fixed = ("centre", "partner")

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    partner = forms.ModelChoiceField(Partner.objects.all(), label=_("Partner"))
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("Professional e-mail"),
        help_text=_("Used to ask for duty, never shown in public."),
    )
    language = forms.ChoiceField(label=_("Language of the messages"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """The partner is one of the centre's."""
        cleaned = super().clean()
        centre, partner = cleaned.get("centre"), cleaned.get("partner")
        if centre and partner and not partner.centres.filter(pk=centre.pk).exists():
            self.add_error("partner", gettext("This partner is none of that centre’s."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[DutyContact]:
        """Record it."""
        return record_contact(**self.values(), was=self.row, seen=seen, by=by)


def _sessions() -> Any:
    """What is to come first, from today on; then what is past."""
    past = Case(When(day__gte=timezone.localdate(), then=0), default=1)
    rows = DutySession.objects.select_related("site__centre", "pole__centre", "partner")
    return rows.order_by(past, "day", "begins", "pk")


def _calendar(row: DutyContact) -> str:
    return queries.calendar_link(row)


def _week(row: Duty) -> str:
    day = max(row.first, timezone.localdate(timezone=row.site.zone))
    year, number, _weekday = day.isocalendar()
    return reverse("partners:week", args=[row.site_id, year, number])


def _send(row: Any, by: Actor) -> object:
    return send_link(contact=row, by=by)


def _revoke(row: Any, by: Actor) -> object:
    return revoke_links(contact=row, by=by)


LEDGERS = (
    Ledger(
        room="partners",
        code="duties",
        group=DUTY,
        title=_("Recurring duties"),
        add_title=_("Plan a duty"),
        help_line=_(
            "Which partner holds which pole, on which day and how often. The sessions of the three "
            "months ahead are made from it; closed days get none."
        ),
        example=_("Every Tuesday from 9:00 to 12:30, pole “Find a job”, an employment service"),
        icon="calendar",
        thing=Thing.DUTY,
        rows=lambda: Duty.objects.select_related(
            "site__centre", "pole__centre", "partner"
        ).order_by("site__centre__sort_key", "site", "begins", "pk"),
        table=DutyTable,
        filters=DutyFilters,
        form=DutyForm,
        remove=remove_duty,
        ways=(Way(_("Week"), _week, "calendar"),),
        along=(DutySession,),
        order=31,
    ),
    Ledger(
        room="partners",
        code="sessions",
        group=DUTY,
        title=_("Duty sessions"),
        add_title=_("Plan a duty"),
        help_line=_(
            "Every duty session, with its answer: filter it by partner, state and days, and open "
            "one to confirm it, to say that nobody comes, or to find somebody else."
        ),
        example=_("Tuesday 9:00–12:30, an employment service, confirmed"),
        icon="clock",
        thing=Thing.DUTY,
        rows=_sessions,
        table=SessionTable,
        filters=SessionFilters,
        order=32,
    ),
    Ledger(
        room="partners",
        code="contacts",
        group=DUTY,
        title=_("Who is asked"),
        add_title=_("Add somebody to ask"),
        help_line=_(
            "The person at each partner who is asked to confirm duty, by a link that needs no "
            "account. Their address is never shown in public."
        ),
        example=_("The secretary of a training body, asked in French"),
        icon="mail",
        thing=Thing.DUTY,
        rows=lambda: DutyContact.objects.select_related("centre", "partner").order_by(
            "partner__sort_key", "name", "pk"
        ),
        table=ContactTable,
        filters=ContactFilters,
        form=ContactForm,
        remove=remove_contact,
        gestures=(
            Gesture("send-link", _("Send a new link"), _send),
            Gesture("revoke", _("Make links and calendars invalid"), _revoke),
        ),
        ways=(Way(_("Calendar (iCalendar)"), _calendar, "calendar"),),
        adds=lambda user: reached(Centre.objects.all(), user, Act.WRITE, Thing.DUTY).exists(),
        order=33,
    ),
)
