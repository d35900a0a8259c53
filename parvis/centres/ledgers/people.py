"""The team of a centre, and what each person agreed to show."""

from __future__ import annotations

from typing import Any

import django_tables2
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.actions import record_member, remove_member
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Centre, TeamMember
from parvis.centres.rules import clashes
from parvis.kernel.editing import token
from parvis.kernel.keeping import Kept
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Gesture, Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, WordsColumn
from parvis.ui.filters import FilterSet, TickFilter, WordsFilter
from parvis.ui.forms import DateInput


def _in_team(rows: Any) -> Any:
    today = timezone.localdate()
    return rows.filter(Q(until__isnull=True) | Q(until__gte=today), start__lte=today)


class MemberTable(RowTable):
    """Who, what for, since when, what is shown."""

    name = NameColumn(verbose_name=_("Name"), order_by=("sort_key",))
    centre = django_tables2.Column(verbose_name=_("Centre"))
    function = WordsColumn(verbose_name=_("Function"), orderable=False)
    start = DateColumn(verbose_name=_("From"))
    until = DateColumn(verbose_name=_("Until"))
    shown = django_tables2.Column(
        verbose_name=_("Shown in public"), orderable=False, empty_values=(), accessor="pk"
    )
    meanings = {"shown": _("What the person agreed to show in the public directory.")}

    def render_shown(self, record: TeamMember) -> str:
        """What the person agreed to, in words."""
        agreed = (
            (record.name_agreed, gettext("name")),
            (record.email_agreed, gettext("e-mail")),
            (record.phone_agreed, gettext("telephone")),
        )
        return ", ".join(word for day, word in agreed if day) or gettext("nothing")


class MemberFilters(FilterSet):
    """By name, and in the team today."""

    name = WordsFilter(["name"], label=_("Name"))
    now = TickFilter(_in_team, label=_("In the team today"))


class MemberForm(RowForm):
    """Someone of the team."""

    thing = Thing.STAFF
    fixed = ("centre",)

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    name = forms.CharField(label=_("Name"), max_length=120)
    function = WordsField(label=_("Function"), required=False)
    start = forms.DateField(label=_("From"), widget=DateInput)
    until = forms.DateField(
        label=_("Until, last day included"),
        required=False,
        widget=DateInput,
        help_text=_("It takes effect by itself: nothing else is to be done that day."),
    )
    email = forms.EmailField(label=_("Professional e-mail"), required=False)
    phone = forms.CharField(label=_("Professional telephone"), max_length=30, required=False)
    shows_name = forms.BooleanField(label=_("agrees to show the name in public"), required=False)
    shows_email = forms.BooleanField(label=_("agrees to show the e-mail in public"), required=False)
    shows_phone = forms.BooleanField(
        label=_("agrees to show the telephone in public"), required=False
    )

    def shown(self, row: Any) -> dict[str, Any]:
        """Consent is a day in the record and a tick on the form."""
        return super().shown(row) | {
            f"shows_{what}": getattr(row, f"{what}_agreed") is not None
            for what in ("name", "email", "phone")
        }

    def clean(self) -> dict[str, Any]:
        """A stay ends after it begins; what is shown exists."""
        cleaned = super().clean()
        start, until = cleaned.get("start"), cleaned.get("until")
        if start and until and until < start:
            self.add_error("until", gettext("The end comes before the beginning."))
        for what in ("email", "phone"):
            if cleaned.get(f"shows_{what}") and not cleaned.get(what):
                self.add_error(f"shows_{what}", gettext("There is nothing to show."))
        return cleaned

    def clashes(self) -> list[str]:
        """Somebody of the same name at the same time."""
        typed = self.values()
        return clashes.of_member(
            typed["centre"],
            typed["name"],
            typed["start"],
            typed["until"],
            self.row,
        )

    def keep(self, *, seen: str, by: Actor) -> Kept[TeamMember]:
        """Record it; a consent keeps the day it was first given, taking it back empties it."""
        typed = self.values("centre", "name", "function", "start", "until", "email", "phone")
        today = timezone.localdate()
        agreed: dict[str, Any] = {
            f"{what}_agreed": (getattr(self.row, f"{what}_agreed", None) or today)
            if self.cleaned_data.get(f"shows_{what}")
            else None
            for what in ("name", "email", "phone")
        }
        return record_member(
            **typed, **agreed, user=getattr(self.row, "user", None), was=self.row, seen=seen, by=by
        )


def _ends_today(row: Any, by: Actor) -> object:

    return record_member(
        centre=row.centre,
        name=row.name,
        start=row.start,
        function=row.function,
        until=timezone.localdate(),
        sort_name=row.sort_key,
        user=row.user,
        email=row.email,
        phone=row.phone,
        name_agreed=row.name_agreed,
        email_agreed=row.email_agreed,
        phone_agreed=row.phone_agreed,
        was=row,
        seen=token(row),
        by=by,
    )


LEDGERS = (
    Ledger(
        room="centres",
        code="team",
        group=OURS,
        title=_("Team"),
        add_title=_("Add someone to the team"),
        help_line=_(
            "Who works here, from when until when, and what each person agreed to show in public. "
            "Accounts and roles are under People."
        ),
        example=_("An information officer since 1 September, who shows the name only"),
        icon="users",
        thing=Thing.STAFF,
        rows=lambda: TeamMember.objects.select_related("centre", "user"),
        table=MemberTable,
        filters=MemberFilters,
        form=MemberForm,
        remove=lambda *, row, seen, by: remove_member(member=row, seen=seen, by=by),
        gestures=(Gesture("end", _("Today is their last day"), _ends_today),),
        order=28,
    ),
)
