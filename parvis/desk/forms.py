"""What is sent from the front desk and the counsellor's desk: codes and numbers, never words."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.centres.models import Pole, Site
from parvis.counselling.enums import SUBJECTS, NextStep, Outcome
from parvis.kernel.words import spoken
from parvis.programme.actions.attendance import LARGEST_SHEET
from parvis.programme.enums import Answer, Audience, Counted, Face
from parvis.programme.models import Session
from parvis.programme.models.counts import MOST
from parvis.tallies.enums import HalfDay, Qualifier
from parvis.ui.forms import Form
from parvis.visits.enums import (
    LONGEST_GROUP,
    LONGEST_SHEET,
    NEEDS_OF_A_DESK,
    Channel,
    PracticalNeed,
    Reason,
    ServiceKind,
)
from parvis.visits.queries import poles_at
from parvis.visits.shapes import Asked

LATEST = 31 * 24 * 60 * 60
"""Seconds after which a touch kept on a device is not taken any more, as of a batch."""
TOLD_AS = (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.MORE_THAN, Qualifier.UP_TO)
"""How a number of people may be told."""
DESKS = 99
"""Two digits on the wall."""


def wanted(site: Site) -> list[tuple[str, Any]]:
    """What somebody may come for: «pole-3», or the code of a service without a queue."""
    poles = [(f"pole-{pole.pk}", pole) for pole in poles_at(site)]
    return [*poles, *((one.value, one) for one in ServiceKind if one != ServiceKind.POLE)]


def named(poles: list[Pole]) -> list[tuple[str, str]]:
    """Poles as choices."""
    return [(str(pole.pk), spoken(pole.name)[0]) for pole in poles]


class _WantedForm(Form):
    """A form that says what somebody came for."""

    wanted = forms.ChoiceField(label=_("What for"))

    def __init__(self, site: Site, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.site = site
        self.things = dict(wanted(site))
        self.fields["wanted"].choices = [  # type: ignore[attr-defined]
            (value, one.label if isinstance(one, ServiceKind) else spoken(one.name)[0])
            for value, one in self.things.items()
        ]

    @property
    def pole(self) -> Pole | None:
        """The pole asked for, if it is one."""
        thing = self.things[self.cleaned_data["wanted"]]
        return thing if isinstance(thing, Pole) else None

    @property
    def said(self) -> str:
        """What was asked for, in words."""
        return str(dict(self.fields["wanted"].choices)[self.cleaned_data["wanted"]])  # type: ignore[attr-defined]

    @property
    def service(self) -> Asked:
        """The service asked for; of a pole, its queue."""
        if self.pole is not None:
            return Asked(ServiceKind.POLE, self.pole)
        return Asked(self.cleaned_data["wanted"])


class RecordForm(_WantedForm):
    """One tap: what for, by which channel, how many came together."""

    key = forms.UUIDField()
    channel = forms.ChoiceField(choices=Channel.choices, required=False)
    size = forms.IntegerField(min_value=1, max_value=LONGEST_GROUP, required=False)
    age = forms.IntegerField(min_value=0, max_value=LATEST, required=False)
    clock = forms.DateTimeField(required=False)


class SheetForm(_WantedForm):
    """Visits counted on paper: an event, school groups, what was forgotten."""

    half_day = forms.ChoiceField(choices=HalfDay.choices, label=_("When"))
    channel = forms.ChoiceField(choices=Channel.choices, label=_("How they came"))
    n = forms.IntegerField(min_value=1, max_value=LONGEST_SHEET, label=_("How many visits"))
    size = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_GROUP,
        label=_("People in each"),
        help_text=_("1, or the size of the group: a class of 28 is one visit of 28."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, site: Site, data: Any = None, **given: Any) -> None:
        start = {"n": 1, "size": 1, "channel": Channel.ON_SITE, "key": uuid.uuid4()}
        super().__init__(site, data, initial=start | given.pop("initial", {}), **given)


class AmendForm(_WantedForm):
    """Visits added to a closed day, or taken away; a trace stays."""

    half_day = forms.ChoiceField(choices=HalfDay.choices, label=_("When"))
    channel = forms.ChoiceField(choices=Channel.choices, label=_("How they came"))
    n = forms.IntegerField(
        min_value=-LONGEST_SHEET,
        max_value=LONGEST_SHEET,
        label=_("How many more"),
        help_text=_("With a minus sign to take away."),
    )
    reason = forms.ChoiceField(choices=Reason.choices, label=_("Why"))

    def __init__(self, site: Site, data: Any = None, **given: Any) -> None:
        super().__init__(site, data, auto_id="amend_%s", **given)  # beside a sheet, on one page


class SeatForm(Form):
    """Where a counsellor sits today, and whom they call."""

    desk = forms.IntegerField(
        min_value=1, max_value=DESKS, label=pgettext_lazy("a counsellor’s place", "Desk")
    )
    poles = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Poles whose visitors you call"),
        help_text=_("None ticked: all."),
    )
    languages = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Languages you speak"),
        help_text=_("None ticked: whoever comes next, in whatever language."),
    )
    meets = forms.MultipleChoiceField(
        required=False,
        choices=[one for one in PracticalNeed.choices if one[0] in NEEDS_OF_A_DESK],
        widget=forms.CheckboxSelectMultiple,
        label=_("What this desk has"),
        help_text=_("Whoever needs it is called to a desk that has it."),
    )

    def __init__(
        self, poles: list[Pole], languages: list[tuple[str, str]], data: Any = None, **given: Any
    ) -> None:
        super().__init__(data, **given)
        self.fields["poles"].choices = named(poles)  # type: ignore[attr-defined]
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]


class CloseForm(Form):
    """How an interview ended, in at most three taps; each has its default."""

    subject = forms.CharField(required=False)
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
    next_step = forms.ChoiceField(choices=NextStep.choices, required=False)


class NoteForm(Form):
    """An interview without a ticket: by telephone, by mail."""

    pole = forms.ChoiceField(label=_("Pole"))
    channel = forms.ChoiceField(choices=Channel.choices, label=_("How they came"))
    minutes = forms.IntegerField(min_value=1, max_value=600, required=False, label=_("Minutes"))
    subject = forms.ChoiceField(required=False, label=_("About"))

    def __init__(self, site: Site, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        poles = poles_at(site)
        self.fields["pole"].choices = named(poles)  # type: ignore[attr-defined]
        needs = dict.fromkeys(one.need for one in poles)
        subjects = dict.fromkeys(one for need in needs for one in SUBJECTS[need])
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            ("", _("not filled in")),
            *((one.value, one.label) for one in subjects),
        ]


class HeadsForm(Form):
    """How many were there, by which way of counting, and of which publics as far as was tallied."""

    day = forms.ChoiceField(label=_("Which day"))
    half_day = forms.ChoiceField(
        choices=[("", _("the whole day")), *HalfDay.choices], required=False, label=_("When")
    )
    method = forms.ChoiceField(
        choices=Counted.choices,
        label=_("How it was counted"),
        help_text=_("An estimate is always told as one."),
    )
    qualifier = forms.ChoiceField(
        choices=[one for one in Qualifier.choices if one[0] in TOLD_AS], label=_("How it is told")
    )
    n = forms.IntegerField(min_value=0, max_value=MOST, label=_("How many were there"))

    def __init__(self, session: Session, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        entry = session.entry
        days = (entry.last_day - entry.day).days + 1
        self.days = [entry.day + datetime.timedelta(days=n) for n in range(days)]
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), date_format(day, "DATE_FORMAT")) for day in self.days
        ]
        first = [one for one in Audience if one in session.audiences]
        self.publics = [*first, *(one for one in Audience if one not in first)]
        for one in self.publics:
            self.fields[f"of_{one.value}"] = forms.IntegerField(
                min_value=0, max_value=MOST, required=False, label=one.label
            )

    @property
    def public_fields(self) -> list[Any]:
        """A field for each public, those the session is made for first."""
        return [self[f"of_{one.value}"] for one in self.publics]

    @property
    def shares(self) -> dict[str, int]:
        """How many of each public, of those that were tallied."""
        said = {one.value: self.cleaned_data.get(f"of_{one.value}") for one in self.publics}
        return {public: n for public, n in said.items() if n}

    def clean(self) -> dict[str, Any]:
        """An estimate is never told as exact."""
        sent = super().clean() or self.cleaned_data
        if sent.get("method") == Counted.ESTIMATED and sent.get("qualifier") == Qualifier.EXACT:
            sent["qualifier"] = Qualifier.ABOUT
        return sent


class SheetsForm(Form):
    """Totals of paper sheets: so many of each face and answer."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, **given)
        for face in Face:
            for answer in ("", *Answer.values):
                self.fields[f"n_{face.value}_{answer}"] = forms.IntegerField(
                    min_value=0,
                    max_value=LARGEST_SHEET,
                    required=False,
                    label=f"{face.label}, {Answer(answer).label if answer else _('no answer')}",
                )

    @property
    def counts(self) -> dict[tuple[int, str], int]:
        """How many of each face and answer."""
        return {
            (face.value, answer): self.cleaned_data.get(f"n_{face.value}_{answer}") or 0
            for face in Face
            for answer in ("", *Answer.values)
        }

    def rows(self) -> list[tuple[Any, list[Any]]]:
        """The table: each face, with a field for each answer."""
        return [
            (face, [self[f"n_{face.value}_{answer}"] for answer in (*Answer.values, "")])
            for face in Face
        ]

    def clean(self) -> dict[str, Any]:
        """Something must have been counted."""
        sent = super().clean() or self.cleaned_data
        if not self.errors and not any(self.counts.values()):
            raise forms.ValidationError(_("Write how many sheets of at least one kind."))
        return sent
