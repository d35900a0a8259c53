"""What happened, when, and who says so."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.conf import settings
from django.db.models import TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.centres.models import Centre, Site
from parvis.kernel.keeping import Kept
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import PartialDateField, WordsField
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import DateColumn, NameColumn, RowTable, YesColumn
from parvis.network.actions import record_fact, remove
from parvis.network.enums import FactKind
from parvis.network.ledgers.shared import GROUP, OfNetwork
from parvis.network.models import Fact, Reading
from parvis.sources.enums import Standing
from parvis.ui import countries
from parvis.ui.filters import FilterSet, WordsFilter

COUNTRIES = sorted(countries.NAMES.items())


class SpokenFilter(WordsFilter):
    """Rows of which a line in one of the interface's languages holds every word typed."""

    def filter(self, rows: Any, value: str) -> Any:
        """As every filter of words, over the lines of each column put end to end."""
        lines = [
            part
            for column in self.columns
            for code, _name in settings.LANGUAGES
            for part in (KT(f"{column}__{code}"), Value(" "))
        ]
        spoken = rows.annotate(spoken=Concat(*lines, output_field=TextField()))
        return WordsFilter(["spoken"]).filter(spoken, value) if value else rows


class FactTable(RowTable):
    """What happened, of what kind, when, where."""

    title = NameColumn(verbose_name=_("Title"), orderable=False)
    kind = django_tables2.Column(verbose_name=_("Kind"))
    date = DateColumn(verbose_name=_("Date"))
    end = DateColumn(verbose_name=_("Until"))
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    is_announced = YesColumn(verbose_name=_("Only announced"))


class FactFilters(FilterSet):
    """By words, kind, year and centre."""

    words = SpokenFilter(["title", "about", "place"], label=_("Words"))
    kind = django_filters.ChoiceFilter(choices=FactKind.choices, label=_("Kind"))
    year = django_filters.NumberFilter(field_name="date", lookup_expr="startswith", label=_("Year"))
    centre = WordsFilter(["centre__name"], label=_("Centre"))


class FactForm(OfNetwork):
    """Something that happened, as precisely as it is known."""

    thing = Thing.DIRECTORY
    model = Fact

    title = WordsField(label=_("Title"))
    kind = forms.ChoiceField(choices=FactKind.choices, label=_("Kind"))
    date = PartialDateField(label=_("Date"), required=False)
    end = PartialDateField(label=_("Until"), required=False)
    is_announced = forms.BooleanField(
        label=_("announced, and no source says it took place"), required=False
    )
    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"), required=False)
    site = forms.ModelChoiceField(
        Site.objects.select_related("centre"), label=_("Site"), required=False
    )
    topic = forms.ModelChoiceField(
        Fact.objects.all(),
        label=_("Part of"),
        required=False,
        help_text=_("The project, the seminar or the campaign it belongs to."),
    )
    # A field of a form is no attribute of its class: the method of this name stays.
    place = WordsField(label=_("Place"), required=False)  # type: ignore[assignment]
    countries = forms.MultipleChoiceField(
        choices=COUNTRIES,
        label=_("Countries"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    about = WordsField(label=_("About"), required=False, rows=2, max_length=2000)

    def offered(self, name: str, rows: Any) -> Any:
        """What it may be part of: what has parts by its kind, or has some already."""
        rows = super().offered(name, rows)
        if name == "topic":
            rows = rows.filter(kind__in=(FactKind.PROJECT, FactKind.SEMINAR, FactKind.CAMPAIGN))
            if self.row is not None:
                rows = rows.filter(network=self.row.network_id).exclude(pk=self.row.pk)
        return rows

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and what it is part of is of the same network."""
        cleaned = super().clean()
        date, end = cleaned.get("date"), cleaned.get("end")
        if date is not None and end is not None and end < date:
            self.add_error("end", gettext("The end comes before the beginning."))
        topic = cleaned.get("topic")
        if topic is not None and topic.network != cleaned.get("network"):
            self.add_error("topic", gettext("This is not of the same network."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[Fact]:
        """Record it under a code made of its title; what sources print otherwise stays."""
        typed = self.values()
        del typed["sources"]
        row: Any = self.row
        code = getattr(row, "code", "") or free_code(typed["network"].facts.all(), typed["title"])
        return record_fact(
            **typed,
            code=code,
            order=getattr(row, "order", None),
            standing=getattr(row, "standing", Standing.STATED),
            sources=self.cited(by),
            seen=seen,
            by=by,
        )


FACTS = Ledger(
    room="network",
    code="facts",
    group=GROUP,
    title=_("Dated facts"),
    add_title=_("Add a fact"),
    help_line=_(
        "What happened, when and where: openings, seminars, projects, awards. The timelines and "
        "the annual report are made of it; a date is never more precise than what is known."
    ),
    example=_("Webinar on guidance, 5 November 2024"),
    icon="clock",
    thing=Thing.DIRECTORY,
    rows=lambda: Fact.objects.select_related("centre", "network").order_by("-date", "order", "pk"),
    table=FactTable,
    filters=FactFilters,
    form=FactForm,
    remove=remove,
    along=(Reading,),
    order=51,
)
