"""What is typed to renew an agreement, and about duty."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.charter.models import Version
from parvis.kernel.editing import token
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.partners.actions import renew
from parvis.partners.enums import SAID_BY_PARTNER, Absence
from parvis.partners.models import Agreement, Partner
from parvis.partners.queries import Candidate
from parvis.ui.forms import DateInput, Form, TimeInput


def charters(*, simulated: bool | None, held: str = "") -> list[tuple[str, str]]:
    """The versions of the Charter of a world, by their code; and the one already written."""
    versions = Version.objects.all()
    if simulated is not None:
        versions = versions.filter(simulated=simulated)
    offered = [(version.code, version.title) for version in versions]
    known = {code for code, _title in offered}
    return [("", "—"), *offered, *([(held, held)] if held and held not in known else [])]


def code_of(agreement: Agreement, start: datetime.date | None) -> str:
    """A code for an agreement between these two, that none bears."""
    parts = [agreement.partner.code, agreement.centre.code, str(start.year) if start else ""]
    return free_code(Agreement.objects.all(), "-".join(filter(None, parts)))


class RenewForm(Form):
    """The agreement that follows one: its dates, its signature, the Charter accepted anew."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    start = forms.DateField(label=_("In force from"), widget=DateInput)
    end = forms.DateField(
        label=_("In force until, last day included"), required=False, widget=DateInput
    )
    signed = forms.DateField(label=_("Convention signed on"), widget=DateInput)
    charter = forms.ChoiceField(label=_("Version of the Charter accepted"))
    charter_accepted = forms.DateField(label=_("Accepted the Charter on"), widget=DateInput)

    def __init__(self, agreement: Agreement, data: Any = None) -> None:
        self.agreement = agreement
        after = agreement.end + datetime.timedelta(days=1) if agreement.end else None
        super().__init__(data, initial={"seen": token(agreement), "start": after})
        field: Any = self.fields["charter"]
        field.choices = charters(simulated=agreement.simulated)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("The end comes before the beginning."))
        return cleaned

    def keep(self, *, by: Actor) -> Kept[Agreement]:
        """Sign it. Raises what the action raises."""
        typed = self.cleaned_data
        return renew(
            agreement=self.agreement,
            code=code_of(self.agreement, typed["start"]),
            **typed,
            by=by,
        )


class DutyActForm(Form):
    """What is done with one duty session; `seen` is the sequence that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class DeclineForm(DutyActForm):
    """Nobody can come, and why; another partner may be proposed in the same gesture."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[(one.value, one.label) for one in SAID_BY_PARTNER],
        error_messages={"required": _("Choose a reason.")},
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Another partner that could hold it"),
        required=False,
        empty_label=_("none"),
    )

    def __init__(
        self, able: Sequence[Candidate], *args: Any, missed: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["partner"]
        field.queryset = Partner.objects.filter(pk__in=[one.partner.pk for one in able])
        if missed:
            reasons: Any = self.fields["reason"]
            reasons.choices = [(Absence.MISSED.value, Absence.MISSED.label), *reasons.choices]


class ProposeForm(DutyActForm):
    """Who is asked to hold it instead."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Partner"),
        empty_label=_("choose"),
        error_messages={"required": _("Choose a partner.")},
    )

    def __init__(self, able: Sequence[Candidate], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["partner"]
        field.queryset = Partner.objects.filter(pk__in=[one.partner.pk for one in able])


class MoveForm(DutyActForm):
    """Another day, another hour, another desk."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    begins = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    desk = forms.CharField(
        label=pgettext_lazy("a counsellor’s place", "Desk"), max_length=12, required=False
    )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))
        return cleaned


class CopyForm(Form):
    """The week into which a week is copied."""

    to = forms.DateField(
        label=_("Into the week of"),
        widget=DateInput,
        help_text=_("Any day of that week."),
        error_messages={"required": _("Choose a day of the week to plan.")},
    )

    def monday(self) -> datetime.date:
        """The Monday of the chosen week."""
        day: datetime.date = self.cleaned_data["to"]
        return day - datetime.timedelta(days=day.weekday())
