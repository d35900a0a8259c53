"""What is asked of the public pages: as of which day, in which country, near which commune."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.kernel.dates import BadDate, PartialDate
from parvis.website.queries import Country


class AsOfForm(forms.Form):
    """A day in the past or today; a year or a month stands for its last day, nothing for today."""

    use_required_attribute = False

    as_of = forms.CharField(
        label=_("As of"),
        required=False,
        max_length=40,
        error_messages={
            "max_length": _("This is too long for a date: write 2024, 2024-11 or 2024-11-05.")
        },
    )

    def __init__(self, asked: Any, *, today: datetime.date) -> None:
        self.today = today
        super().__init__(asked)

    def clean_as_of(self) -> datetime.date:
        """The day asked for; refuses what the calendar does not know and what has not come yet."""
        text = self.cleaned_data["as_of"]
        if not text:
            return self.today
        try:
            date = PartialDate.parse(text)
        except BadDate as error:
            raise forms.ValidationError(str(error)) from error
        if date.first > self.today:
            raise forms.ValidationError(
                _("“%(text)s” has not come yet: nobody knows who will belong then."),
                params={"text": text},
            )
        return min(date.last, self.today)


class DirectoryForm(AsOfForm):
    """The same, and a country among those the network was ever in."""

    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        error_messages={
            "invalid_choice": _("“%(value)s” is not a country of this network: choose one below.")
        },
    )

    def __init__(self, asked: Any, *, today: datetime.date, countries: Iterable[Country]) -> None:
        super().__init__(asked, today=today)
        known = [(country.code, country.name) for country in countries]
        self.fields["country"].choices = [("", _("All countries")), *known]  # type: ignore[attr-defined]


class NearForm(forms.Form):
    """A commune, a place, or the name or nickname of a bus."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Your commune, or the name of the bus"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )
