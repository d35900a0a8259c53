"""What is typed to found a centre, and the part of a form that says which network it is of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.centres.enums import Need
from parvis.centres.forms import SpansField
from parvis.centres.models.opening import validate_openings
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import sort_key, spoken
from parvis.kernel.zones import only_zone, zones
from parvis.ledgers.fields import PartialDateField, WordsField
from parvis.network.enums import MemberKind
from parvis.network.models import Membership, Network
from parvis.sources.forms import CitedForm
from parvis.sources.models import OFFICE
from parvis.ui import countries
from parvis.ui.forms import Form

POLES = 3
COUNTRIES = sorted(countries.NAMES.items())


class FoundForm(Form):
    """A centre on one page: what it is called, where, when it opens, what people come for."""

    network = forms.ModelChoiceField(
        Network.objects.order_by("simulated", "pk"), label=_("Network")
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=120)
    country = forms.ChoiceField(choices=COUNTRIES, label=_("Country"), initial="FR")
    time_zone = forms.ChoiceField(
        choices=[
            ("", _("that of the country")),
            *((zone, zone.replace("_", " ")) for zone in sorted(sum(zones().values(), ()))),
        ],
        label=_("Time zone"),
        required=False,
    )
    kind = forms.ChoiceField(choices=MemberKind.choices, label=_("Belongs as"))
    since = PartialDateField(label=_("Since"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["since"].initial = str(timezone.localdate())
        for weekday in range(1, 8):
            name = capfirst(WEEKDAYS[weekday - 1])
            self.fields[f"open-{weekday}"] = SpansField(label=name, help_text="")
        for number in range(1, POLES + 1):
            self.fields[f"need-{number}"] = forms.ChoiceField(
                choices=[("", gettext("none")), *Need.choices],
                label=gettext("Pole %(n)d") % {"n": number},
                required=False,
            )
            self.fields[f"pole-{number}"] = WordsField(
                label=gettext("Name of pole %(n)d, as on its sign") % {"n": number}, required=False
            )

    def days(self) -> list[forms.BoundField]:
        """The line of each weekday."""
        return [self[f"open-{day}"] for day in range(1, 8)]

    def poles(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The need and the name of each pole."""
        return [(self[f"need-{n}"], self[f"pole-{n}"]) for n in range(1, POLES + 1)]

    def clean(self) -> dict[str, Any]:
        """One zone, openings that follow one another, a need once, a name for each need."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("time_zone") and "country" in cleaned:
            cleaned["time_zone"] = only_zone(cleaned["country"])
            if not cleaned["time_zone"]:
                self.add_error(
                    "time_zone", gettext("This country has several time zones: choose one.")
                )
        for day in range(1, 8):
            try:
                validate_openings(sorted(cleaned.get(f"open-{day}", [])))
            except ValidationError as wrong:
                self.add_error(f"open-{day}", wrong)
        needs = [cleaned.get(f"need-{n}") for n in range(1, POLES + 1)]
        for n, need in enumerate(needs, start=1):
            if need and needs.index(need) != n - 1:
                self.add_error(f"need-{n}", gettext("Another pole answers this need already."))
            if cleaned.get(f"pole-{n}") and not need:
                self.add_error(f"need-{n}", gettext("Choose the need this pole answers."))
        return cleaned

    def clashes(self) -> list[str]:
        """A member of the same network that bears this name or lies in this city."""
        network, name = self.cleaned_data["network"], self.cleaned_data["name"]
        city = self.cleaned_data["city"]
        members = Membership.objects.filter(network=network).select_related("centre")
        found = {one.centre for one in members}
        same = [one for one in found if one.sort_key == sort_key(name)]
        near = [one for one in found if sort_key(one.city) == sort_key(city) and one not in same]
        return [
            *(gettext("“%(centre)s” bears this name already.") % {"centre": one} for one in same),
            *(
                gettext("“%(centre)s” lies in the same city.") % {"centre": one}
                for one in sorted(near, key=str)
            ),
        ]

    def week(self) -> dict[int, list[tuple[datetime.time, datetime.time]]]:
        """The openings typed, by weekday, Monday is 1."""
        time = datetime.time.fromisoformat
        return {
            day: [(time(opens), time(closes)) for opens, closes in self.cleaned_data[f"open-{day}"]]
            for day in range(1, 8)
        }

    def needs(self) -> list[tuple[str, dict[str, str]]]:
        """The poles typed: the need and the name."""
        found = ((f"need-{n}", f"pole-{n}") for n in range(1, POLES + 1))
        return [
            (self.cleaned_data[need], self.cleaned_data[pole])
            for need, pole in found
            if self.cleaned_data[need]
        ]

    @property
    def start(self) -> PartialDate:
        """Since when it belongs."""
        start: PartialDate = self.cleaned_data["since"]
        return start


class OfNetworkForm(CitedForm):
    """The form of a fact of one network: what it may name and cite is of that network too."""

    belongs: ClassVar[Mapping[str, str]] = {}
    """Fields that name rows of a network, with the way from such a row to its network; the first
    one that is filled says which network the fact is about."""
    way = "network"
    """The way from the row itself to its network."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.row is None and "network" in self.fields:
            self.initial.setdefault("network", self.networks().first())

    def networks(self) -> QuerySet[Network]:
        """The network of the row; for a new one, those of the world it is begun in."""
        rows = Network.objects.order_by("simulated", "pk")
        if self.row is not None:
            return rows.filter(pk=_followed(self.row, self.way).pk)
        return rows if self.made_up is None else rows.filter(simulated=self.made_up)

    def offered(self, name: str, rows: Any) -> Any:
        """Rows and documents of these networks only."""
        if name == "sources":
            own = Q(pk__in=self.row.sources.all()) if self.row is not None else Q(pk__in=[])
            return rows.filter(Q(collection__in=self.networks().values("code")) | own).order_by(
                "collection", "title"
            )
        if name in self.belongs:
            way = self.belongs[name]
            keys = self.networks().values("pk")
            return rows.filter(**{f"{way}__in" if way else "pk__in": keys})
        return super().offered(name, rows)

    def clean(self) -> dict[str, Any]:
        """Nothing of another network is named or cited."""
        cleaned = super().clean()
        network = self.subject
        if network is None:
            return cleaned
        for name, way in self.belongs.items():
            chosen = cleaned.get(name)
            if chosen is not None and _followed(chosen, way) != network:
                self.add_error(name, gettext("This belongs to another network."))
        strange = [
            one
            for one in cleaned.get("sources") or ()
            if one.collection not in (network.code, OFFICE)
        ]
        if strange:
            self.add_error(
                "sources", gettext("“%(title)s” is about another network.") % {"title": strange[0]}
            )
        return cleaned

    @property
    def subject(self) -> Any:
        """The network the fact is about, once something typed says so."""
        for name, way in self.belongs.items():
            if (chosen := self.cleaned_data.get(name)) is not None:
                return _followed(chosen, way)
        return None

    def place(self) -> tuple[str, str]:
        """The network's own word."""
        return self.subject.code, spoken(self.subject.name)[0]


def _followed(row: Any, way: str) -> Any:
    for step in way.split("__") if way else ():
        row = getattr(row, step)
    return row
