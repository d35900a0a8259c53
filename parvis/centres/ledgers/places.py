"""Centres, their sites, poles and names."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import django_filters
import django_tables2
from django import forms
from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.actions import (
    record_alias,
    record_centre,
    record_name,
    record_pole,
    record_site,
    remove,
    remove_pole,
    watch_pole,
)
from parvis.centres.enums import Access, Need, OfferKind, PersonalDatum, SiteKind, SiteNature
from parvis.centres.enums import SiteStage as Stage
from parvis.centres.ledgers.groups import OURS
from parvis.centres.models import Alias, Centre, Name, Pole, Site
from parvis.centres.rules import clashes
from parvis.kernel.keeping import Kept
from parvis.kernel.words import LANGUAGES
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import PartialDateField, WordsField
from parvis.ledgers.ledger import Ledger, Way
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable
from parvis.sources.enums import Standing
from parvis.sources.forms import CitedForm
from parvis.ui import countries
from parvis.ui.filters import FilterSet, WordsFilter

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone]
TONGUES = [(code, LANG_INFO[code]["name_local"]) for code in LANGUAGES]
COUNTRIES = sorted(countries.NAMES.items())


class CentreTable(RowTable):
    """Name, city, country."""

    name = NameColumn(verbose_name=_("Centre"), order_by=("sort_key",))
    city = django_tables2.Column(verbose_name=_("City"))
    country = django_tables2.Column(verbose_name=_("Country"))
    time_zone = django_tables2.Column(verbose_name=_("Time zone"))

    def render_country(self, value: str) -> str:
        """Its name in the reader's language."""
        return str(countries.NAMES.get(value, value))


class CentreFilters(FilterSet):
    """By name or city, by country."""

    name = WordsFilter(["name", "city"], label=_("Name or city"))
    country = django_filters.ChoiceFilter(choices=COUNTRIES, label=_("Country"))


class CentreForm(CitedForm):
    """What is true of a whole centre; a new one is founded on a screen of its own."""

    thing = Thing.CENTRE
    model = Centre

    name = forms.CharField(label=_("Name"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=120)
    country = forms.ChoiceField(choices=COUNTRIES, label=_("Country"))
    time_zone = forms.ChoiceField(choices=ZONES, label=_("Time zone"))
    languages = forms.MultipleChoiceField(
        choices=TONGUES,
        label=_("Languages spoken there"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    bearer = WordsField(label=_("Bearer: the organisation that carries the centre"), required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180
    )

    def place(self) -> tuple[str, str]:
        """The centre's own word."""
        return self.row.code, self.cleaned_data["name"]

    def keep(self, *, seen: str, by: Actor) -> Kept[Centre]:
        """Record it; a position moved by hand is stated, not inferred."""
        row: Any = self.row
        typed = self.values(
            "name", "city", "country", "time_zone", "languages", "bearer", "latitude", "longitude"
        )
        moved = (typed["latitude"], typed["longitude"]) != (row.latitude, row.longitude)
        return record_centre(
            **typed,
            code=row.code,
            simulated=row.simulated,
            overseas=row.overseas,
            city_standing=row.city_standing if typed["city"] == row.city else Standing.STATED,
            position_standing=Standing.STATED if moved else row.position_standing,
            position_note=None if moved else row.position_note,
            standing=row.standing,
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


def _week(site: Site) -> str:
    return reverse("office:week", kwargs={"pk": site.pk})


class SiteTable(RowTable):
    """The place, its kind and stage, where it lies."""

    name = NameColumn(verbose_name=_("Site"), orderable=False, empty_values=())
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    stage = django_tables2.Column(verbose_name=_("Stage"))
    city = django_tables2.Column(verbose_name=_("City"))
    start = DateColumn(verbose_name=_("From"))
    end = DateColumn(verbose_name=_("Until"))

    def render_name(self, record: Site) -> str:
        """Its name, or what it is."""
        return str(record).partition(" · ")[2]


class SiteFilters(FilterSet):
    """By centre or city, by kind and stage."""

    name = WordsFilter(["centre__name", "city"], label=_("Centre or city"))
    kind = django_filters.ChoiceFilter(choices=SiteKind.choices, label=_("Kind"))
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"))


class OfCentre(CitedForm):
    """A fact of one centre, on the centre's own word unless a document is ticked."""

    thing = Thing.CENTRE
    fixed = ("centre",)

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))

    def place(self) -> tuple[str, str]:
        """The centre's own word."""
        centre = self.cleaned_data["centre"]
        return centre.code, centre.name


class SiteForm(OfCentre):
    """A place where a centre meets its public."""

    model = Site

    kind = forms.ChoiceField(choices=SiteKind.choices, label=_("Kind"))
    name = WordsField(label=_("Name"), required=False)
    stage = forms.ChoiceField(choices=Stage.choices, label=_("Stage"))
    nature = forms.ChoiceField(choices=SiteNature.choices, label=_("Nature"))
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    country = forms.ChoiceField(
        choices=[("", _("that of the centre")), *COUNTRIES], label=_("Country"), required=False
    )
    region = forms.CharField(
        label=_("Region whose public holidays it keeps"),
        max_length=12,
        required=False,
        help_text=_("ISO 3166-2 without the country: 974 for Réunion, GE for Geneva."),
    )
    time_zone = forms.ChoiceField(
        choices=[("", _("that of the centre")), *ZONES], label=_("Time zone"), required=False
    )
    closes_on_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180
    )
    start = PartialDateField(label=_("From"), required=False)
    end = PartialDateField(label=_("Until"), required=False)
    note = WordsField(label=_("Note"), required=False, rows=2)

    def keep(self, *, seen: str, by: Actor) -> Kept[Site]:
        """Record it under a code made of its name or kind."""
        typed = self.values()
        del typed["sources"]
        own = typed.pop("time_zone")
        code = getattr(self.row, "code", "") or free_code(
            typed["centre"].sites.all(), typed["name"] or typed["kind"]
        )
        return record_site(
            **typed,
            own_time_zone=own,
            code=code,
            standing=getattr(self.row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


class PoleTable(RowTable):
    """The need, its sign, how one comes to it."""

    name = NameColumn(verbose_name=_("Pole"), orderable=False, empty_values=())
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    need = django_tables2.Column(verbose_name=_("Need"))
    letter = django_tables2.Column(verbose_name=_("Letter"))
    access = django_tables2.Column(verbose_name=_("Access"))

    def render_name(self, record: Pole) -> str:
        """Its name, or its need."""
        return str(record).partition(" · ")[2]


class PoleFilters(FilterSet):
    """By centre, need and access."""

    centre = WordsFilter(["centre__name"], label=_("Centre"))
    need = django_filters.ChoiceFilter(choices=Need.choices, label=_("Need"))
    access = django_filters.ChoiceFilter(choices=Access.choices, label=_("Access"))


class PoleForm(OfCentre):
    """A counselling area named by a need (rule R05)."""

    model = Pole

    need = forms.ChoiceField(choices=Need.choices, label=_("Need"))
    name = WordsField(
        label=_("Name"),
        required=False,
        help_text=_("What people come for, never the name of an organisation."),
    )
    letter = forms.CharField(
        label=_("Letter of the sign"),
        max_length=1,
        required=False,
        help_text=_("One capital from A to Z but I, O and Q; tickets bear it."),
    )
    kinds = forms.MultipleChoiceField(
        choices=OfferKind.choices,
        label=_("What is offered there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access = forms.ChoiceField(choices=Access.choices, label=_("Access"))
    price = forms.CharField(label=_("Price asked"), max_length=60, required=False)
    asks = forms.MultipleChoiceField(
        choices=PersonalDatum.choices,
        label=_("Personal data required of visitors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reserved_for = WordsField(label=_("Reserved for"), required=False)

    def clean_letter(self) -> str:
        """A capital, whatever was typed."""
        return str(self.cleaned_data["letter"]).upper()

    def clashes(self) -> list[str]:
        """A letter already taken, and the rule of the Charter it would break."""
        typed = self.values()
        del typed["sources"]
        pole = Pole(**typed, pk=getattr(self.row, "pk", None))
        return [*clashes.of_pole(pole), *super().clashes()]

    def keep(self, *, seen: str, by: Actor) -> Kept[Pole]:
        """Record it; what departs from the principles is put before the label authority."""
        typed = self.values()
        del typed["sources"]
        code = getattr(self.row, "code", "") or free_code(
            typed["centre"].poles.all(), typed["name"] or typed["need"]
        )
        return record_pole(
            **typed,
            code=code,
            standing=getattr(self.row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


class NameTable(RowTable):
    """A name and when it was borne."""

    name = NameColumn(verbose_name=_("Name"))
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    start = DateColumn(verbose_name=_("From"))
    end = DateColumn(verbose_name=_("Until"))


class NameForm(OfCentre):
    """A name the centre bore for a time."""

    model = Name

    name = forms.CharField(label=_("Name"), max_length=200)
    start = PartialDateField(label=_("From"), required=False)
    end = PartialDateField(label=_("Until"), required=False)

    def keep(self, *, seen: str, by: Actor) -> Kept[Name]:
        """Record it."""
        typed = self.values("centre", "name", "start", "end")
        standing = getattr(self.row, "standing", Standing.STATED)
        cited = self.cited(by)
        return record_name(
            **typed, standing=standing, sources=cited, was=self.row, seen=seen, by=by
        )


class AliasTable(RowTable):
    """A spelling and its language."""

    text = NameColumn(verbose_name=_("Spelling"))
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    language = django_tables2.Column(verbose_name=_("Language"))


class AliasForm(OfCentre):
    """Another spelling of a centre, so that searches and sources find it."""

    model = Alias

    text = forms.CharField(label=_("Spelling"), max_length=200)
    language = forms.ChoiceField(
        choices=[("", _("none in particular")), *TONGUES], label=_("Language"), required=False
    )

    def keep(self, *, seen: str, by: Actor) -> Kept[Alias]:
        """Record it."""
        typed = self.values("centre", "text", "language")
        standing = getattr(self.row, "standing", Standing.STATED)
        cited = self.cited(by)
        return record_alias(
            **typed, standing=standing, sources=cited, was=self.row, seen=seen, by=by
        )


class ByCentre(FilterSet):
    """By centre."""

    centre = WordsFilter(["centre__name"], label=_("Centre"))


LEDGERS = (
    Ledger(
        room="centres",
        code="centres",
        group=OURS,
        title=_("Centres"),
        add_title=_("Found a centre"),
        help_line=_("What is true of a whole centre: its name, where it lies, who carries it."),
        example=_("Cité des métiers of a city, its country and its time zone"),
        icon="landmark",
        thing=Thing.CENTRE,
        rows=Centre.objects.all,
        table=CentreTable,
        filters=CentreFilters,
        form=CentreForm,
        adds=False,
        order=20,
    ),
    Ledger(
        room="centres",
        code="sites",
        group=OURS,
        title=_("Sites"),
        add_title=_("Add a site"),
        help_line=_(
            "The places where the public comes: the main site, associated centres, relay points, "
            "the bus. Hours belong to a site."
        ),
        example=_("Main site, open, in the city"),
        icon="map-pin",
        thing=Thing.CENTRE,
        rows=lambda: Site.objects.select_related("centre"),
        table=SiteTable,
        filters=SiteFilters,
        form=SiteForm,
        remove=remove,
        ways=(Way(_("Hours of the week"), _week, "clock"),),
        order=21,
    ),
    Ledger(
        room="centres",
        code="poles",
        group=OURS,
        title=_("Poles"),
        add_title=_("Add a pole"),
        help_line=_(
            "What people come for, each with its letter. A price, an appointment imposed or a "
            "name asked is put before the label authority, with the rule it touches."
        ),
        example=_("A · choose a direction · walk in"),
        icon="compass",
        thing=Thing.CENTRE,
        rows=lambda: Pole.objects.select_related("centre"),
        table=PoleTable,
        filters=PoleFilters,
        form=PoleForm,
        remove=lambda *, row, seen, by: remove_pole(pole=row, seen=seen, by=by),
        after_undo=lambda row, by: watch_pole(pole=row, by=by),
        order=22,
    ),
    Ledger(
        room="centres",
        code="names",
        group=OURS,
        title=_("Names through time"),
        add_title=_("Add a name"),
        help_line=_("The official names a centre bore, each with the time it bore it."),
        example=_("The name borne from 2009 until 2015"),
        icon="history",
        thing=Thing.CENTRE,
        rows=lambda: Name.objects.select_related("centre").order_by("centre__sort_key", "pk"),
        table=NameTable,
        filters=ByCentre,
        form=NameForm,
        remove=remove,
        order=29,
    ),
    Ledger(
        room="centres",
        code="aliases",
        group=OURS,
        title=_("Other spellings"),
        add_title=_("Add a spelling"),
        help_line=_("How sources and people also write the centre: searches then find it."),
        example=_("Its name in another language, or its initials"),
        icon="languages",
        thing=Thing.CENTRE,
        rows=lambda: Alias.objects.select_related("centre").order_by("centre__sort_key", "pk"),
        table=AliasTable,
        filters=ByCentre,
        form=AliasForm,
        remove=remove,
        order=30,
    ),
)
