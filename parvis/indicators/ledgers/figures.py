"""Figures of the network and of its centres: one value at a time, with what explains it."""

from __future__ import annotations

import re
from typing import Any

import django_filters
import django_tables2
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import can, reached
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre
from parvis.governance.models import Body
from parvis.indicators.actions import record_observation, remove_observation, restate
from parvis.indicators.enums import Scope, Status
from parvis.indicators.ledgers.groups import FIGURES
from parvis.indicators.models import Definition, Observation
from parvis.indicators.queries import last_definitions, of_centres, of_the_network
from parvis.indicators.rules import VALUE, chosen_instead, refusals_of_value
from parvis.kernel.keeping import Kept
from parvis.kernel.words import spoken
from parvis.ledgers.codes import free_code
from parvis.ledgers.fields import WordsField
from parvis.ledgers.ledger import Ledger
from parvis.ledgers.tables import NameColumn, RowTable, YesColumn
from parvis.network.forms import OfNetworkForm
from parvis.network.models import Fact, Network
from parvis.sources.enums import Standing
from parvis.tallies.enums import Qualifier
from parvis.ui.calendar import spelled
from parvis.ui.filters import FilterSet, TickFilter, WordsFilter
from parvis.ui.numbers import Figure, sentence

PERIOD = re.compile(r"(19|20)\d\d(/(\d\d|(19|20)\d\d))?")
OF_A_CENTRE = [(one.value, one.label) for one in (Scope.CENTRE, Scope.TERRITORY)]
OF_THE_NETWORK = [(one.value, one.label) for one in Scope if one is not Scope.CENTRE]
SAID = ("qualifier", "value", "high", "words", "answering", "total", "approver", "note")


class ValueColumn(django_tables2.Column):  # type: ignore[misc]
    """The value with the word that says how exact it is."""

    def render(self, record: Observation) -> str:
        """«more than 555,000»."""
        unit = record.indicator.unit
        return sentence(
            Figure(
                qualifier=record.qualifier,
                value=record.value,
                high=record.high,
                words=record.words,
                unit=unit,
            )
        )


class FigureTable(RowTable):
    """What, when, how much, what it covers, where it stands."""

    definition = NameColumn(
        verbose_name=_("Indicator"), order_by=("indicator__code", "year", "code")
    )
    period = django_tables2.Column(verbose_name=_("Period"))
    value = ValueColumn(verbose_name=_("Value"), empty_values=())
    scope = django_tables2.Column(verbose_name=_("Scope"))
    coverage = django_tables2.Column(
        verbose_name=_("Coverage"), orderable=False, empty_values=(), accessor="answering"
    )
    status = django_tables2.Column(verbose_name=_("Status"))
    is_chosen = YesColumn(verbose_name=_("Shown"))
    meanings = {
        "coverage": _("How many centres answered, of those that were asked."),
        "is_chosen": _("Of several values of one figure, one is shown."),
    }

    def render_coverage(self, record: Observation) -> str:
        """«23 of 24»."""
        if record.answering is None and record.total is None:
            return "—"
        unknown = gettext("not stated")
        said = {
            "answering": unknown if record.answering is None else record.answering,
            "total": unknown if record.total is None else record.total,
        }
        return gettext("%(answering)s of %(total)s") % said


class OfNetworkTable(FigureTable):
    """With the body or the event it is about."""

    about = django_tables2.Column(
        verbose_name=_("About"), orderable=False, empty_values=(), accessor="body"
    )

    def render_about(self, record: Observation) -> str:
        """The name of the body or of the event."""
        if record.fact is not None:
            return spoken(record.fact.title)[0]
        return str(record.body or "—")


class OfCentreTable(FigureTable):
    """With the centre."""

    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))

    class Meta:
        sequence = ("definition", "centre", "...")


class FigureFilters(FilterSet):
    """By indicator, year, status; the value that is shown only."""

    indicator = WordsFilter(["said", "indicator__code"], label=_("Indicator"))
    year = django_filters.NumberFilter(label=_("Year"))
    status = django_filters.ChoiceFilter(choices=Status.choices, label=_("Status"))
    shown = TickFilter(lambda rows: rows.filter(is_chosen=True), label=_("Shown values only"))


class OfCentreFilters(FigureFilters):
    """And by centre."""

    centre = WordsFilter(["centre__name"], label=_("Centre"))


class DefinitionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An indicator as it is last defined."""

    def __init__(self) -> None:
        super().__init__(
            Definition.objects.select_related("indicator__network"), label=_("Indicator")
        )


class EventField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A dated fact of the network, by its title."""

    def label_from_instance(self, row: Any) -> str:
        """«Webinar on guidance · 5 November 2024»."""
        return " · ".join(part for part in (spoken(row.title)[0], spelled(row.date)) if part)


class FigureForm(OfNetworkForm):
    """One value of one figure, with how exact it is, what it covers, who says it."""

    model = Observation
    fixed = ("definition", "period", "scope", "centre", "body", "fact")
    belongs = {"definition": "indicator__network"}

    definition = DefinitionField()
    period = forms.CharField(
        label=_("Period"), max_length=20, help_text=_("2024, or 2023/24 for a school year.")
    )
    qualifier = forms.ChoiceField(choices=Qualifier.choices, label=_("How exact it is"))
    value = forms.DecimalField(
        label=_("Value"), required=False, max_digits=14, decimal_places=2, localize=True
    )
    high = forms.DecimalField(
        label=_("Upper bound of a range"),
        required=False,
        max_digits=14,
        decimal_places=2,
        localize=True,
    )
    words = WordsField(
        label=_("As worded"),
        required=False,
        help_text=_("When the source gives words and no number."),
    )
    answering = forms.IntegerField(
        label=_("Centres answering"), required=False, min_value=0, max_value=32767
    )
    total = forms.IntegerField(
        label=_("Centres asked"), required=False, min_value=0, max_value=32767
    )
    status = forms.ChoiceField(choices=Status.choices, label=_("Status"), initial=Status.DRAFT)
    is_chosen = forms.BooleanField(
        label=_("Shown"),
        required=False,
        initial=True,
        help_text=_("Of several values of one figure, one is shown; the others stay beside it."),
    )
    approver = forms.CharField(label=_("Approved by"), max_length=120, required=False)
    note = WordsField(label=_("Note"), required=False, rows=2)
    reason = WordsField(
        label=_("Reason"),
        required=False,
        rows=2,
        help_text=_(
            "Why this value was chosen. When you change a published value, readers are told: "
            "the former one stays beside it."
        ),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields(["definition", "centre", "scope", "body", "fact", "period"])

    def offered(self, name: str, rows: Any) -> Any:
        """Of each indicator, what it means now; on a row, the version it was counted by."""
        rows = super().offered(name, rows)
        if name == "definition" and self.row is None:
            return rows.filter(pk__in=last_definitions()).order_by("indicator__code")
        return rows

    def clean_period(self) -> str:
        """A year, or two that follow each other."""
        period = str(self.cleaned_data["period"]).strip()
        if not PERIOD.fullmatch(period) and not self.fields["period"].disabled:
            raise forms.ValidationError(gettext("Write a year, 2024, or two, 2023/24."))
        return period

    def clean(self) -> dict[str, Any]:
        """The value is one; publishing is for whoever decides."""
        cleaned = super().clean()
        if not {*SAID} & {*self.errors}:
            columns = ("qualifier", "value", "high", "words", "answering", "total")
            said: dict[str, Any] = {name: cleaned.get(name) for name in columns}
            for name, why in refusals_of_value(**said).items():
                self.add_error(name, why)
        if self.errors:
            return cleaned
        published = Status.PUBLISHED in (cleaned["status"], getattr(self.row, "status", None))
        if published and self.changes and not self.decides():
            self.add_error(
                "status", gettext("Your role does not publish figures: record this one as a draft.")
            )
            return cleaned
        asked = self.asked()
        if cleaned["is_chosen"] and not self.restates:
            other = chosen_instead(asked, was=self.row)
            if other is not None:
                self.add_error(
                    "is_chosen",
                    gettext(
                        "Another value is shown for this figure: %(figure)s. Untick this, or "
                        "change that one."
                    )
                    % {"figure": _said(other)},
                )
        return cleaned

    def decides(self) -> bool:
        """Whether this person publishes figures there."""
        raise NotImplementedError

    def asked(self) -> Observation:
        """The row as it would be, for questions about it."""
        names = ("definition", "period", "scope", "centre", "body", "fact", "status")
        typed: dict[str, Any] = {name: self.cleaned_data.get(name) for name in names}
        return Observation(**typed, indicator=typed["definition"].indicator)

    @property
    def changes(self) -> bool:
        """Whether the figure itself is new or another one."""
        return self.row is None or any(
            self.cleaned_data.get(name) != getattr(self.row, name) for name in VALUE
        )

    @property
    def restates(self) -> bool:
        """Whether a published value is given another one, which goes with its reason."""
        row = self.row
        return (
            row is not None
            and row.status == Status.PUBLISHED
            and self.changes
            and (self.cleaned_data["status"] == Status.PUBLISHED)
        )

    def keep(self, *, seen: str, by: Actor) -> Kept[Observation]:
        """Record it under a code made of its indicator and period, or restate it."""
        typed = self.values()
        del typed["sources"]
        definition = typed["definition"]
        standing = getattr(self.row, "standing", Standing.STATED)
        cited = self.cited(by)
        if self.restates:
            return restate(
                observation=self.row,
                **{name: typed[name] for name in (*SAID, "reason")},
                standing=standing,
                sources=cited,
                seen=seen,
                by=by,
            )
        network = definition.indicator.network
        stem = "-".join(
            str(part)
            for part in (
                definition.indicator.code,
                typed["period"],
                getattr(typed.get("centre"), "code", None),
            )
            if part
        )
        code = getattr(self.row, "code", "") or free_code(network.observations.all(), stem)
        return record_observation(
            **typed,
            network=network,
            code=code,
            standing=standing,
            sources=cited,
            seen=seen,
            by=by,
        )


def _said(row: Observation) -> str:
    figure = Figure(qualifier=row.qualifier, value=row.value, high=row.high, words=row.words)
    return sentence(figure)


class OfNetworkFigureForm(FigureForm):
    """A figure of the whole network, of a body or of an event."""

    thing = Thing.CAMPAIGN
    belongs = {"definition": "indicator__network", "body": "network", "fact": "network"}

    scope = forms.ChoiceField(choices=OF_THE_NETWORK, label=_("Scope"))
    body = forms.ModelChoiceField(
        Body.objects.select_related("network"), label=_("Body"), required=False
    )
    fact = EventField(
        Fact.objects.select_related("network").order_by("-date", "code"),
        label=_("Event"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A body or an event is named when the figure is about one."""
        cleaned = super().clean()
        for scope, name in ((Scope.BODY, "body"), (Scope.EVENT, "fact")):
            about = cleaned.get("scope") == scope
            if self.row is None and about != (cleaned.get(name) is not None):
                why = gettext("Say which.") if about else gettext("The scope says another thing.")
                self.add_error(name, why)
        return cleaned

    def decides(self) -> bool:
        """The coordination of the network."""
        return can(self.user, Act.DECIDE, self.thing)


class OfCentreFigureForm(FigureForm):
    """A figure of one centre, which the centre alone writes."""

    thing = Thing.FIGURE

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    scope = forms.ChoiceField(choices=OF_A_CENTRE, label=_("Scope"))

    def networks(self) -> QuerySet[Network]:
        """Of the worlds where this person writes the figures of a centre."""
        mine = reached(Centre.objects.all(), self.user, Act.WRITE, self.thing)
        return super().networks().filter(simulated__in=mine.values("simulated"))

    def place(self) -> tuple[str, str]:
        """The centre's own word."""
        centre = self.cleaned_data["centre"]
        return centre.code, centre.name

    def decides(self) -> bool:
        """The manager of the centre."""
        centre = self.cleaned_data["centre"]
        there = Centre.objects.filter(pk=centre.pk)
        return reached(there, self.user, Act.DECIDE, self.thing).exists()


LEDGERS = (
    Ledger(
        room="indicators",
        code="centre-figures",
        group=FIGURES,
        title=_("Figures of the centres"),
        add_title=_("Add a figure"),
        help_line=_(
            "What each centre counted, by year, with how exact it is and who says it. A published "
            "value is not written over: another one is given, with its reason."
        ),
        example=_("People received in 2024: about 12,400, published"),
        icon="sigma",
        thing=Thing.FIGURE,
        rows=of_centres,
        table=OfCentreTable,
        filters=OfCentreFilters,
        form=OfCentreFigureForm,
        remove=remove_observation,
        order=70,
    ),
    Ledger(
        room="indicators",
        code="network-figures",
        group=FIGURES,
        title=_("Figures of the network"),
        add_title=_("Add a figure"),
        help_line=_(
            "What is counted across the network, by a body or at an event, with how many centres "
            "answered. A published value is not written over: another one is given, with its "
            "reason."
        ),
        example=_("People received in 2024: more than 555,000, 23 centres of 24"),
        icon="sigma",
        thing=Thing.CAMPAIGN,
        rows=of_the_network,
        table=OfNetworkTable,
        filters=FigureFilters,
        form=OfNetworkFigureForm,
        remove=remove_observation,
        of_network=True,
        order=71,
    ),
)
