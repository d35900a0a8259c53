"""What the gallery shows in the components: nothing of a real centre, and it says so."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import django_tables2
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from parvis.ui.filters import Chip, FilterForm
from parvis.ui.forms import DateInput, Form, TimeInput
from parvis.ui.numbers import Figure
from parvis.ui.signs import SHAPES
from parvis.ui.tables import NumberColumn, Table, laid_out
from parvis.ui.ways import Group, Way

STEPS = [
    ("planned", _("planned")),
    ("open", _("open")),
    ("closed", _("closed for works")),
]

NEEDS = {
    "a": _("choose a direction"),
    "b": _("find a training"),
    "c": _("find a job"),
    "d": _("change one's working life"),
    "e": _("create one's activity"),
    "i": _("quick information"),
}
"""What each sign stands for; the five needs are common to the network, a centre words its poles."""


class SampleForm(Form):
    """One field of every kind; the second page of the gallery sends it for good."""

    name = forms.CharField(
        label=_("Name of the place"),
        max_length=60,
        help_text=_("As it is written over the door."),
        error_messages={"required": _("Write the name of the place.")},
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        error_messages={
            "required": _("Say how many seats there are."),
            "invalid": _("Write the number of seats in figures, such as 12."),
        },
    )
    opened = forms.DateField(label=_("Open since"), widget=DateInput, required=False)
    begins = forms.TimeField(label=_("Opens at"), widget=TimeInput, required=False)
    step = forms.ChoiceField(
        label=_("Step"),
        choices=[("", _("Choose a step")), *STEPS],
        error_messages={"required": _("Choose a step.")},
    )
    access = forms.ChoiceField(
        label=_("Step-free access"),
        choices=[("yes", _("yes")), ("help", _("with help")), ("no", _("no"))],
        widget=forms.RadioSelect,
        help_text=_("From the street to the desk."),
        error_messages={"required": _("Say how one gets in.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs answered there"),
        choices=[(letter, words) for letter, words in NEEDS.items() if letter != "i"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = forms.CharField(
        label=_("In a few sentences"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    plan = forms.FileField(
        label=_("Plan"), required=False, help_text=_("PDF, PNG or JPEG, 10 MB at most.")
    )
    free = forms.BooleanField(
        label=_("Everything there is free"),
        help_text=_("A price is a departure from the Charter."),
        error_messages={"required": _("Say that everything there is free.")},
    )
    code = forms.CharField(label=_("Code"), initial="A-17", disabled=True, required=False)


class SampleFilters(FilterForm):
    """The form of a list of places, narrowed by its name and its step."""

    q = forms.CharField(
        label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    step = forms.ChoiceField(label=_("Step"), required=False, choices=[("", _("all")), *STEPS])


class SampleTable(Table):
    """A list of places that do not exist."""

    caption = _("Places of an example")

    place = django_tables2.Column(verbose_name=_("Place"))
    step = django_tables2.Column(verbose_name=_("Step"))
    visits = NumberColumn(verbose_name=_("Visits"))
    note = django_tables2.Column(verbose_name=_("Note"), orderable=False)


@dataclass(frozen=True)
class Told:
    """A dated fact of the example."""

    date: str
    title: str
    about: str = ""
    end: str = ""


@dataclass(frozen=True)
class Sample:
    """All that the pages of the gallery show."""

    form: SampleForm
    wrong_form: SampleForm
    table: Table
    empty_table: Table
    filters: SampleFilters
    chips: list[Chip] = field(default_factory=list)

    @property
    def needs(self) -> list[tuple[str, Any, str]]:
        """Letter, words and drawing of each sign."""
        return [(letter, NEEDS[letter], shape) for letter, shape in SHAPES.items()]

    @property
    def figures(self) -> dict[str, Figure]:
        """A figure in each of its states."""
        return {
            "exact": Figure("exact", 24, unit={"fr": " lieux", "en": " places"}),
            "about": Figure("about", 12500, unit={"fr": " visites", "en": " visits"}),
            "range": Figure("range", 14, high=90),
            "share": Figure("exact", 60, unit={"fr": "%", "en": "%"}),
            "words": Figure("words", words={"fr": "plusieurs dizaines", "en": "several dozen"}),
            "unsaid": Figure("exact"),
            "inferred": Figure("exact", 7, standing="inferred"),
            "card": Figure(
                "more_than", 555000, unit={"fr": " usagers", "en": " users"}, url="#map"
            ),
        }

    @property
    def facts(self) -> list[Told]:
        """Dates of each precision: a day, a month, a year, none."""
        return [
            Told("2024-04-25", gettext("The doors open"), gettext("In premises lent by the town.")),
            Told("2024-11", gettext("A second place follows")),
            Told("2025", gettext("The label is renewed")),
            Told("", gettext("The garden is planted")),
        ]

    @property
    def tabs(self) -> list[Way]:
        """Three tabs, one with what waits there."""
        return [
            Way(gettext("Facts"), "#tabs", is_current=True),
            Way(gettext("Teams"), "#tabs"),
            Way(gettext("Questions"), "#tabs", count=3),
        ]

    @property
    def steps(self) -> list[Way]:
        """One step done, one on the way, one to come."""
        return [
            Way(gettext("Choose the file"), "#steps"),
            Way(gettext("Look it over"), is_current=True),
            Way(gettext("Write it down")),
        ]

    @property
    def menu(self) -> list[Group]:
        """The menu of somebody who may open five screens."""
        return [
            Group(
                gettext("Today"),
                [
                    Way(gettext("The day at a glance"), "?", icon="house"),
                    Way(gettext("What needs me"), "?need=1", icon="bell", count=3),
                ],
            ),
            Group(
                gettext("My centre"),
                [
                    Way(gettext("Places"), "?places=1", is_current=True, icon="map-pin"),
                    Way(gettext("Team and posts"), "?team=1", icon="users"),
                    Way(gettext("Opening hours"), "?hours=1", icon="clock"),
                ],
            ),
        ]

    @property
    def told(self) -> list[tuple[Message, str]]:
        """A toast that can be undone, and a warning."""
        return [
            (Message(constants.SUCCESS, gettext("The opening hours are saved.")), "#toast"),
            (Message(constants.WARNING, gettext("Two mandates overlap in June.")), ""),
        ]

    @property
    def places(self) -> list[str]:
        """The list beside the map: equal to it, for whoever does not see it."""
        return [gettext("First place"), gettext("Second place"), gettext("Third place")]

    @property
    def drawing(self) -> SafeString:
        """A square with three doors on it, in place of a real map (`parvis.papers.map`)."""
        points = [(90, 80, 1), (170, 130, 2), (240, 90, 3)]
        label = gettext("Three places on a square")
        return render_to_string("ui/gallery/square.svg", {"points": points, "label": label})

    @property
    def waiting(self) -> list[tuple[str, int, Any, int, bool]]:
        """Letter, number, need, minutes and whether it is late, for the line at the desk."""
        line = [("d", 7, 26), ("b", 19, 21), ("c", 13, 9), ("b", 20, 7), ("a", 11, 4)]
        return [(letter, n, NEEDS[letter], wait, wait > 20) for letter, n, wait in line]


def sample(request: HttpRequest) -> Sample:
    """Components filled with what stands in the address: it orders, pages and narrows for good."""
    filters = SampleFilters(request.GET or None)
    kept = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    rows = [
        row
        for row in _rows()
        if kept.get("q", "").casefold() in row["place"].casefold()
        if kept.get("step", "") in ("", row["code"])
    ]
    return Sample(
        form=SampleForm(initial={"name": gettext("Place of the Example"), "access": "yes"}),
        wrong_form=_wrong(),
        table=laid_out(SampleTable(rows), request, per_page=6),
        empty_table=SampleTable([]),
        filters=filters,
        chips=list(_chips(request.GET, kept)),
    )


def _rows() -> Iterator[dict[str, Any]]:
    for n in range(1, 27):
        code, step = STEPS[n % 3]
        yield {
            "place": gettext("Place %(n)s") % {"n": n},
            "code": code,
            "step": str(step),
            "visits": n * 731 % 2000,
            "note": ngettext("%(n)s seat", "%(n)s seats", n) % {"n": n}
            if n != 4
            else gettext(
                "A long note, to see a line wrap: the entrance is in the courtyard, behind the "
                "library, and the lift stops at the second floor only."
            ),
        }


def _chips(query: QueryDict, kept: dict[str, Any]) -> Iterator[Chip]:
    names = dict(STEPS)
    for name, value in kept.items():
        if value:
            without = query.copy()
            without.pop(name)
            without.pop("page", None)
            label = str(SampleFilters.base_fields[name].label)
            yield Chip(label, str(names.get(value, value)), f"?{without.urlencode()}")


def _wrong() -> SampleForm:
    typed = {"name": "", "seats": gettext("twelve"), "step": "open", "access": "yes", "free": "on"}
    return SampleForm({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")


TODAY = datetime.date(2030, 3, 5)
"""The day of the example, so that its pages are the same each time."""
