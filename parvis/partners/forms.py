"""What is typed to renew an agreement."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.charter.models import Version
from parvis.kernel.editing import token
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.partners.actions import renew
from parvis.partners.models import Agreement
from parvis.ui.forms import DateInput, Form


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
