"""What is asked of the public pages (day, country, commune) and where one writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.queries import reached
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre
from parvis.kernel.dates import BadDate, PartialDate
from parvis.kernel.words import spoken
from parvis.network.models import Network
from parvis.website.models import Home
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


class PlaceForm(forms.Form):
    """A network or a centre that has no pages yet, among those where this person writes."""

    place = forms.ChoiceField(label=_("Place"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = reached(Network.objects.order_by("pk"), user, Act.WRITE, Thing.PAGE)
        centres = reached(Centre.objects.order_by("sort_key"), user, Act.WRITE, Thing.PAGE)
        taken = list(Home.objects.values_list("network", "centre"))
        self.places: dict[str, Network | Centre] = {
            **{
                f"network-{row.pk}": row
                for row in networks.exclude(pk__in=[n for n, _c in taken if n])
            },
            **{
                f"centre-{row.pk}": row
                for row in centres.exclude(pk__in=[c for _n, c in taken if c])
            },
        }
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (key, str(row) if isinstance(row, Centre) else spoken(row.short_name)[0])
            for key, row in self.places.items()
        ]

    def clean_place(self) -> Network | Centre:
        """The row chosen."""
        return self.places[self.cleaned_data["place"]]


class NearForm(forms.Form):
    """A commune, a place, or the name or nickname of a bus."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Your commune, or the name of the bus"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )
