"""The lists of the room in the office: dates of the network and of Europe, levels of clashes."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import django_filters
import django_tables2
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Thing
from parvis.agenda import shapes
from parvis.agenda.actions import (
    announce,
    announce_again,
    cancel,
    change,
    hold,
    put,
    remove_draft,
    set_level,
    unset_level,
)
from parvis.agenda.bodies import bodies
from parvis.agenda.enums import LEVELS, NEXT, ClashKind, EntryState, Layer, Level, Presence
from parvis.agenda.models import ClashLevel, Entry, Hold
from parvis.agenda.queries import Planned, clashes, entries, needs_of, zone_of
from parvis.agenda.shapes import Needs
from parvis.centres.ledgers.groups import OURS
from parvis.centres.ledgers.places import TONGUES
from parvis.centres.models import Centre, Site
from parvis.kernel.keeping import Change, Kept
from parvis.kernel.words import AsText, spoken
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Gesture, Ledger, keep_ledger
from parvis.ledgers.tables import NameColumn, RowTable
from parvis.ui.filters import FilterSet
from parvis.ui.forms import DateInput, TimeInput

SHARED = (Layer.NETWORK, Layer.EUROPE)
LAYERS = [(layer.value, layer.label) for layer in SHARED]
"""Layers kept here; a centre keeps its own dates with what they are for."""


class DateTable(RowTable):
    """What, when, where, in which layer, whether it is announced."""

    title = NameColumn(verbose_name=_("Date"), orderable=False)
    when = django_tables2.Column(verbose_name=_("When"), order_by=("begins", "pk"))
    where = django_tables2.Column(verbose_name=_("Place"), orderable=False)
    layer = django_tables2.Column(verbose_name=_("Layer"))
    state = django_tables2.Column(verbose_name=_("State"))
    meanings = {"when": _("Hours are those of the place.")}

    def render_title(self, value: dict[str, str]) -> str:
        """In the reader's language."""
        return spoken(value)[0]


class DateFilters(FilterSet):
    """By words of the title, layer, state, and what is still to come on a day."""

    words = django_filters.CharFilter(label=_("Title"), method="titled", max_length=100)
    layer = django_filters.ChoiceFilter(choices=LAYERS, label=_("Layer"))
    state = django_filters.ChoiceFilter(choices=EntryState.choices, label=_("State"))
    since = django_filters.DateFilter(
        field_name="ends", lookup_expr="date__gte", label=_("Not over on"), widget=DateInput
    )

    def titled(self, rows: Any, _name: str, value: str) -> Any:
        """Whose title holds these words, in any language."""
        return rows.alias(said=AsText("title")).filter(said__icontains=value)


class DateForm(RowForm):
    """One date of the network or of Europe: whole days, or hours on the wall of the place."""

    thing = Thing.AGENDA

    title = WordsField(label=_("Title"))
    layer = forms.ChoiceField(label=_("Whose date it is"), choices=LAYERS)
    first = forms.DateField(label=_("First day"), widget=DateInput)
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: the same day."),
    )
    begins = forms.TimeField(
        label=_("Begins at"),
        required=False,
        widget=TimeInput,
        help_text=_("Empty: whole days, no hours."),
    )
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput)
    presence = forms.ChoiceField(label=_("How one takes part"), choices=Presence.choices)
    link = forms.URLField(
        label=_("Link to take part"), required=False, max_length=500, assume_scheme="https"
    )
    site = forms.ModelChoiceField(
        Site.objects.select_related("centre").order_by("centre__sort_key", "pk"),
        label=_("At a centre"),
        required=False,
    )
    place = WordsField(label=_("Another place"), required=False)
    languages = forms.MultipleChoiceField(
        choices=TONGUES,
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    bodies = forms.MultipleChoiceField(
        label=_("Bodies expected there"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        help_text=_("Two dates of one body at the same time are told before they are recorded."),
    )
    about = WordsField(label=_("In a few sentences"), required=False, rows=3, max_length=2000)
    state = forms.ChoiceField(label=_("State"), choices=EntryState.choices)
    why = WordsField(
        label=_("Why it is cancelled"),
        required=False,
        help_text=_("Shown wherever the date is."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        stands = EntryState.DRAFT if self.row is None else EntryState(self.row.state)
        states: Any = self.fields["state"]
        states.choices = [
            (one.value, one.label) for one in EntryState if one == stands or one in NEXT[stands]
        ]
        asked: Any = self.fields["bodies"]
        asked.choices = list(bodies(simulated=bool(self.made_up)).items())

    def shown(self, row: Any) -> dict[str, Any]:
        """Instants as days and hours there; the bodies it takes up."""
        held = super().shown(row)
        start, end = row.begins.astimezone(row.zone), row.ends.astimezone(row.zone)
        hours = (None, None) if row.whole_days else (start.time(), end.time())
        last = row.last_day if row.whole_days else end.date()
        return held | {
            "first": row.day,
            "last": None if last == row.day else last,
            "begins": hours[0],
            "ends": hours[1],
            "bodies": needs_of(row).bodies,
        }

    def clean(self) -> dict[str, Any]:
        """It ends after it begins; hours are both said or neither."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if first and last and last < first:
            self.add_error("last", gettext("The end comes before the beginning."))
        elif bool(begins is None) != bool(ends is None):
            empty = "begins" if begins is None else "ends"
            if empty not in self.errors:
                self.add_error(empty, gettext("Say both hours, or neither."))
        elif first and begins and ends and (last or first) == first and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was typed, as the columns hold it."""
        typed = self.values()
        first, last = typed.pop("first"), typed.pop("last")
        begins, ends = typed.pop("begins"), typed.pop("ends")
        for name in ("bodies", "state", "why"):
            del typed[name]
        zone = zone_of(typed["site"]) if typed["site"] or self.row is None else self.row.zone
        typed["time_zone"] = str(zone)
        typed["whole_days"] = begins is None
        if begins is None:
            span = shapes.whole_days(first, last or first, zone)
        else:
            days = ((last or first) - first).days
            lasts = _minutes(ends) - _minutes(begins) + days * 24 * 60
            span = shapes.hours(first, begins, lasts, zone)
        return typed | dict(zip(("begins", "ends"), span, strict=True))

    def needs(self) -> Needs:
        """The bodies ticked, and what else the date takes up already."""
        held = Needs() if self.row is None else needs_of(self.row)
        return replace(held, bodies=self.cleaned_data["bodies"])

    def clashes(self) -> list[str]:
        """What else the network, Europe and the same bodies have then; days that are off."""
        if self.cleaned_data["state"] == EntryState.CANCELLED:
            return []
        key = None if self.row is None else self.row.pk
        entry = Entry(pk=key, simulated=bool(self.made_up), **self.facts())
        planned = Planned(entry, shapes.holds_of(entry, self.needs()))
        return [str(clash) for clash in clashes([planned])[0]]

    def keep(self, *, seen: str, by: Actor) -> Kept[Entry]:
        """Put it or change it, say what it takes up, then announce or cancel it."""
        typed = self.facts()
        if self.row is None:
            row = put(**typed, simulated=bool(self.made_up), by=by)
            kept = Kept(row, Change.CREATED, tuple(typed))
        else:
            kept = change(entry=self.row, seen=seen, by=by, **typed)
        needs = self.needs()
        if sorted(needs.bodies) != sorted(needs_of(kept.row).bodies):
            _hold(kept.row, needs, by)
            kept = replace(kept, change=_at_least_changed(kept.change))
        turned = _turned(kept.row, self.cleaned_data["state"], self.cleaned_data["why"], by)
        if turned is not None:
            kept = replace(kept, row=turned, change=_at_least_changed(kept.change))
        return kept


def _minutes(at: datetime.time) -> int:
    return at.hour * 60 + at.minute


def _at_least_changed(change: Change) -> Change:
    return Change.CHANGED if change == Change.UNCHANGED else change


def _hold(entry: Entry, needs: Needs, by: Actor) -> None:
    hold(
        entry=entry,
        spaces=needs.spaces,
        equipment=needs.equipment,
        people=needs.people,
        bodies=needs.bodies,
        set_up_minutes=needs.set_up,
        pack_up_minutes=needs.pack_up,
        travel_minutes=needs.travel,
        by=by,
    )


def _turned(entry: Entry, state: str, why: dict[str, str], by: Actor) -> Entry | None:
    """The date in the state that was chosen; None when it stands so already."""
    if state == EntryState.CANCELLED and (entry.state, entry.why) != (state, why):
        return cancel(entry=entry, why=why, by=by)
    if state == entry.state:
        return None
    if entry.state == EntryState.CANCELLED:
        return announce_again(entry=entry, by=by)
    return announce(entry=entry, by=by)


class LevelTable(RowTable):
    """Which clash, in which centre, what it does."""

    kind = NameColumn(verbose_name=_("Clash"))
    centre = django_tables2.Column(verbose_name=_("Centre"), order_by=("centre__sort_key",))
    level = django_tables2.Column(verbose_name=_("What it does"))


class LevelForm(RowForm):
    """What one kind of clash does in one centre."""

    thing = Thing.CENTRE
    fixed = ("centre", "kind")

    centre = forms.ModelChoiceField(Centre.objects.all(), label=_("Centre"))
    kind = forms.ChoiceField(label=_("Clash"), choices=ClashKind.choices)
    level = forms.ChoiceField(label=_("What it does"), choices=Level.choices)

    def clashes(self) -> list[str]:
        """Two dates in one room, if that is let through."""
        typed = self.values()
        if LEVELS[ClashKind(typed["kind"])] == Level.BLOCK and typed["level"] != Level.BLOCK:
            return [gettext("Two dates could then take up the same thing at the same time.")]
        return []

    def keep(self, *, seen: str, by: Actor) -> Kept[ClashLevel]:
        """Record it."""
        return set_level(**self.values(), was=self.row, seen=seen, by=by)


keep_ledger(
    Ledger(
        room="agenda",
        code="dates",
        group=_("The network"),
        title=_("Dates of the network and of Europe"),
        add_title=_("Add a date"),
        help_line=_(
            "Meetings, weeks and events that everybody should know of, beside the dates of each "
            "centre. What runs into another date or the same body is told before it is recorded."
        ),
        example=_("European Vocational Skills Week, whole days"),
        icon="calendar",
        thing=Thing.AGENDA,
        rows=lambda: entries().filter(layer__in=SHARED).order_by("-begins", "pk"),
        table=DateTable,
        filters=DateFilters,
        form=DateForm,
        remove=remove_draft,
        gestures=(Gesture("announce", _("Announce"), lambda row, by: announce(entry=row, by=by)),),
        along=(Hold,),
        of_network=True,
        order=56,
    )
)
keep_ledger(
    Ledger(
        room="agenda",
        code="clashes",
        group=OURS,
        title=_("What clashes do"),
        add_title=_("Change what a clash does"),
        help_line=_(
            "Whether two dates that run into each other are refused, told or let through in your "
            "centre. What is not listed here does what it does everywhere: a room or a computer "
            "taken twice is refused, everything else is told."
        ),
        example=_("The same space: told, and may go on"),
        icon="triangle-alert",
        thing=Thing.CENTRE,
        rows=lambda: ClashLevel.objects.select_related("centre"),
        table=LevelTable,
        form=LevelForm,
        remove=unset_level,
        order=38,
    )
)
