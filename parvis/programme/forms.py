"""What is typed on the pages of the programme that are no list."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from parvis.agenda import shapes
from parvis.agenda.enums import Extent, Presence
from parvis.agenda.queries import needs_of, zone_of
from parvis.agenda.shapes import Needs, Wish
from parvis.centres.enums import Need, SiteKind, Theme
from parvis.centres.ledgers.places import TONGUES
from parvis.centres.models import Centre, Site, Space
from parvis.kernel import recurrence
from parvis.kernel.recurrence import Repeats
from parvis.kernel.words import Words, spoken
from parvis.ledgers.fields import WordsField, WordsWidget
from parvis.partners.models import DutyContact, Partner
from parvis.programme import queries
from parvis.programme.actions import HostFacts, SessionFacts
from parvis.programme.enums import (
    Audience,
    Decision,
    HostRole,
    Joining,
    Kind,
    Part,
    Purpose,
)
from parvis.programme.models import Proposal, Session, Stand
from parvis.ui.calendar import months_after
from parvis.ui.forms import DateInput, Form, TimeInput

DAY = 24 * 60
FARTHEST = 60
"""Days that dates are moved by at most; farther is another date."""


def in_its_centre(space: Space) -> str:
    """A room to whoever works there: its name, and the site when it is not the main one."""
    name = spoken(space.name)[0] or space.code
    return name if space.site.kind == SiteKind.MAIN else f"{name} ({space.site.called})"


def _boxes(choices: Any, label: Any, **more: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs={"class": "many"})
    return forms.MultipleChoiceField(
        choices=choices, label=label, required=False, widget=widget, **more
    )


class LinesField(forms.MultiValueField):
    """Several short texts, one a line in each language: a list of words."""

    def __init__(self, *, rows: int = 8, max_length: int = 6000, **more: Any) -> None:
        lines = tuple(
            forms.CharField(required=False, max_length=max_length, strip=False)
            for _code in settings.LANGUAGES
        )
        super().__init__(
            lines,
            require_all_fields=False,
            required=False,
            widget=WordsWidget(rows=rows),
            **more,
        )

    def prepare_value(self, value: Any) -> Any:
        """Each text on a line of its language, the lines of all languages level."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            return value
        return {
            code: "\n".join(one.get(code, "") for one in value).rstrip()
            for code, _name in settings.LANGUAGES
        }

    def compress(self, lines: list[str]) -> list[Words]:
        """One text for each line; an empty line in one language alone says nothing there."""
        codes = [code for code, _name in settings.LANGUAGES]
        split = [text.splitlines() for text in lines]
        found = [
            {
                code: " ".join(text.split())
                for code, text in zip(codes, row, strict=False)
                if text.strip()
            }
            for row in zip_longest(*split, fillvalue="")
        ]
        return [one for one in found if one]


def with_the_rest_of(stood: Sequence[Words], typed: Sequence[Words]) -> list[Words]:
    """What was typed, with the languages no form asks for, which stay as they are, in order."""
    asked = {code for code, _name in settings.LANGUAGES}
    others = [{code: text for code, text in one.items() if code not in asked} for one in stood]
    nothing: Words = {}
    pairs = zip_longest(others, typed, fillvalue=nothing)
    return [{**other, **one} for other, one in pairs if one]


class CancelForm(Form):
    """Why it does not take place, and how many dates."""

    why = WordsField(
        label=_("Why"),
        required=False,
        help_text=_("Shown wherever the session is: pages, calendars, the screen in the hall."),
    )
    extent = forms.ChoiceField(label=_("Which dates"), choices=Extent.choices)

    def __init__(self, session: Session, data: Any = None, *, several: bool) -> None:
        super().__init__(data, initial={"why": session.entry.why, "extent": Extent.THIS})
        if not several:
            del self.fields["extent"]


class SeriesForm(Form):
    """What is to change of a series: hours, days, the rule, the last day; for how many dates."""

    extent = forms.ChoiceField(
        label=_("Change"), choices=Extent.choices, widget=forms.RadioSelect, initial=Extent.NEXT
    )
    begins = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    shift = forms.IntegerField(
        label=_("Move by so many days"),
        initial=0,
        min_value=-FARTHEST,
        max_value=FARTHEST,
        help_text=_("1 is the day after, -7 the week before, 0 the same day."),
    )
    repeats = forms.ChoiceField(
        label=_("Repeats"),
        required=False,
        choices=[
            ("", _("as it does now")),
            *((one.value, one.label) for one in Repeats if one != Repeats.ONCE),
        ],
    )
    last = forms.DateField(
        label=_("Until, last day included"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: as it is now."),
    )
    why = WordsField(
        label=_("Why"),
        required=False,
        help_text=_("Said of dates that were published and are dropped."),
    )

    def __init__(self, session: Session, data: Any = None) -> None:
        self.session = session
        entry = session.entry
        start, end = entry.begins.astimezone(entry.zone), entry.ends.astimezone(entry.zone)
        super().__init__(data, initial={"begins": start.time(), "ends": end.time()})
        self.was = (start.time(), end.time())

    def clean(self) -> dict[str, Any]:
        """A rule is that of several dates; it ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))
        alone = cleaned.get("extent") == Extent.THIS
        if alone and (cleaned.get("repeats") or cleaned.get("last")):
            self.add_error(
                "extent", gettext("A rule and a last day are those of a series, not of one date.")
            )
        return cleaned

    @property
    def wish(self) -> Wish:
        """What is asked for; what was left as it is, is no wish."""
        typed = self.cleaned_data
        begins, ends = typed["begins"], typed["ends"]
        lasts = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
        same = (begins, ends) == self.was
        first = self.session.entry.occurrence or self.session.entry.day
        first += datetime.timedelta(days=typed["shift"])
        repeats = typed["repeats"]
        return Wish(
            begins=None if same else begins,
            minutes=None if same else lasts,
            shift=typed["shift"],
            rule=recurrence.written(repeats, first) if repeats else None,
            last=typed["last"],
        )


class MonthInput(forms.DateInput):
    """The browser's own choice of a month."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m")


class MonthForm(Form):
    """Which month is planned, from which."""

    source = forms.DateField(
        label=_("From the month"),
        input_formats=["%Y-%m"],
        widget=MonthInput,
        help_text=_("Year and month, as 2026-03."),
    )
    target = forms.DateField(
        label=_("Into the month"),
        input_formats=["%Y-%m"],
        widget=MonthInput,
        help_text=_("Year and month, as 2026-03."),
    )

    @classmethod
    def asked(cls, data: Mapping[str, str], today: datetime.date) -> MonthForm:
        """What the address asks for; this month into the next when it says nothing."""
        start = {
            "source": f"{today:%Y-%m}",
            "target": f"{months_after(today.replace(day=1), 1):%Y-%m}",
        }
        return cls({name: data.get(name) or said for name, said in start.items()})

    def clean(self) -> dict[str, Any]:
        """Another month."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("target"):
            self.add_error("target", gettext("Choose another month than the one copied."))
        return cleaned


class DecideForm(Form):
    """What the coordination decides about a proposal, with what it changes in it."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Decision if one != Decision.WAITING],
        error_messages={"required": _("Choose a decision.")},
    )
    answer = WordsField(
        label=_("Answer to the partner"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("The partner reads it by its link. A refusal says why."),
    )
    first = forms.DateField(label=_("Day"), widget=DateInput)
    begins = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    site = forms.ModelChoiceField(
        Site.objects.select_related("centre"), label=_("Site"), required=False
    )
    spaces = forms.ModelMultipleChoiceField(
        Space.objects.select_related("site__centre"),
        label=_("Rooms it takes"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    joining = forms.ChoiceField(label=_("How one joins"), choices=Joining.choices)
    capacity = forms.IntegerField(label=_("Places on site"), required=False, min_value=0)

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        self.proposal = proposal
        session, entry = proposal.session, proposal.session.entry
        start, end = entry.begins.astimezone(entry.zone), entry.ends.astimezone(entry.zone)
        self.held = needs_of(entry)
        begin = {
            "answer": proposal.answer,
            "first": start.date(),
            "begins": start.time(),
            "ends": end.time(),
            "site": entry.site or self._usual_site(),
            "spaces": list(self.held.spaces),
            "joining": session.joining,
            "capacity": session.capacity,
        }
        super().__init__(data, initial=begin)
        sites: Any = self.fields["site"]
        sites.queryset = Site.objects.select_related("centre").filter(
            centre=entry.centre_id, end__isnull=True
        )
        sites.empty_label = _("none")
        spaces: Any = self.fields["spaces"]
        spaces.queryset = Space.objects.select_related("site__centre").filter(
            site__centre=entry.centre_id
        )
        spaces.label_from_instance = in_its_centre

    def _usual_site(self) -> Site | None:
        """Where the partner left the place to the centre: its main site."""
        entry = self.proposal.session.entry
        if entry.presence == Presence.ONLINE or entry.place or entry.stop_id is not None:
            return None
        return queries.main_site(entry.centre_id)

    def clean(self) -> dict[str, Any]:
        """A refusal says why; it ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == Decision.REFUSED and not cleaned.get("answer"):
            self.add_error("answer", gettext("Say to the partner why."))
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))
        return cleaned

    @property
    def takes_up(self) -> bool:
        """Whether the proposal is taken up."""
        return self.cleaned_data.get("decision") == Decision.ACCEPTED

    def facts(self) -> SessionFacts:
        """What the meeting changed."""
        typed = self.cleaned_data
        site = typed["site"]
        entry = self.proposal.session.entry
        zone = zone_of(site, entry.centre)
        begins, ends = typed["begins"], typed["ends"]
        lasts = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
        start, end = shapes.hours(typed["first"], begins, lasts, zone)
        return {
            "begins": start,
            "ends": end,
            "time_zone": str(zone),
            "site": site,
            "joining": typed["joining"],
            "capacity": typed["capacity"],
        }

    def needs(self) -> Needs:
        """What it takes up: the rooms that were ticked, and what it took up already."""
        held = self.held
        return Needs(
            spaces=list(self.cleaned_data["spaces"]),
            equipment=held.equipment,
            people=held.people,
            bodies=held.bodies,
            set_up=held.set_up,
            pack_up=held.pack_up,
            travel=held.travel,
        )


class ProposeForm(Form):
    """What a partner proposes by its link: what, when, where, for whom; nobody is named."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is it called?"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What kind of session?"),
        choices=Kind.choices,
        initial=Kind.PARTICIPATORY,
    )
    about = forms.CharField(
        label=_("In a few sentences"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    first = forms.DateField(label=_("Which day would suit you?"), widget=DateInput)
    begins = forms.TimeField(label=_("From"), widget=TimeInput)
    ends = forms.TimeField(label=_("Until"), widget=TimeInput)
    presence = forms.ChoiceField(label=_("How one takes part"), choices=Presence.choices)
    site = forms.ModelChoiceField(
        Site.objects.none(), label=_("Where"), required=False, empty_label=_("wherever you wish")
    )
    capacity = forms.IntegerField(
        label=_("For how many people at most"), required=False, min_value=1, max_value=10_000
    )
    themes = _boxes(Theme.choices, _("Themes"))
    audiences = _boxes(Audience.choices, _("Made for"))
    languages = _boxes(TONGUES, _("Languages"))
    note = forms.CharField(
        label=_("Anything else the centre should know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    first_names = (
        "title",
        "kind",
        "about",
        "first",
        "begins",
        "ends",
        "presence",
        "site",
        "capacity",
    )
    then_names = ("themes", "audiences", "languages")

    def __init__(self, contact: DutyContact, data: Any = None) -> None:
        self.contact = contact
        super().__init__(data, initial={"key": uuid.uuid4()})
        sites: Any = self.fields["site"]
        sites.queryset = Site.objects.select_related("centre").filter(
            centre=contact.centre_id, end__isnull=True
        )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))
        return cleaned

    @property
    def first_asked(self) -> list[forms.BoundField]:
        """What a proposal cannot do without, and where."""
        return [self[name] for name in self.first_names]

    @property
    def then_asked(self) -> list[forms.BoundField]:
        """What may be left to the meeting: folded on a phone."""
        return [self[name] for name in self.then_names]

    def facts(self) -> SessionFacts:
        """What was typed, in the language of the page, on the wall of the place."""
        typed = dict(self.cleaned_data)
        del typed["key"], typed["note"]
        zone = zone_of(typed["site"], self.contact.centre)
        first, begins, ends = typed.pop("first"), typed.pop("begins"), typed.pop("ends")
        lasts = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
        start, end = shapes.hours(first, begins, lasts, zone)
        language = (get_language() or "fr")[:2]
        for name in ("title", "about"):
            text = typed[name].strip()
            typed[name] = {language: text} if text else {}
        typed |= {"begins": start, "ends": end, "time_zone": str(zone)}
        if typed["capacity"]:
            typed["joining"] = Joining.PLACES
        return cast("SessionFacts", typed)


class StandForm(Form):
    """What whoever holds a stand says of it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    offers = WordsField(
        label=_("What one finds at your stand"), required=False, rows=3, max_length=1000
    )
    needs = _boxes(Need.choices, _("Needs it answers"))

    def __init__(self, stand: Stand, data: Any = None, *, seen: str = "") -> None:
        start = {"offers": stand.offers, "needs": stand.needs, "seen": seen}
        super().__init__(data, initial=start)


class HostForm(Form):
    """One organisation of a session."""

    role = forms.ChoiceField(label=_("Its part"), choices=HostRole.choices)
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"), required=False)
    centre = forms.ModelChoiceField(Centre.objects.none(), label=_("Centre"), required=False)
    name = forms.CharField(label=_("Another organisation"), required=False, max_length=200)

    def __init__(self, *args: Any, partners: Any = None, centres: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, rows in (("partner", partners), ("centre", centres)):
            field: Any = self.fields[name]
            field.queryset = rows
            field.empty_label = "—"

    def clean(self) -> dict[str, Any]:
        """One of the three, or nothing at all on an empty line."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if sum(bool(cleaned.get(name)) for name in ("partner", "centre", "name")) > 1:
            self.add_error("partner", gettext("Choose a partner or a centre, or write a name."))
        return cleaned

    @property
    def facts(self) -> HostFacts | None:
        """The organisation; None on an empty line."""
        typed = self.cleaned_data
        if not any(typed.get(name) for name in ("partner", "centre", "name")):
            return None
        return HostFacts(typed["role"], typed["partner"], typed["centre"], typed["name"].strip())


class WithForm(Form):
    """Other centres of a session: those that organise it as well, those that joined it."""

    organised = forms.ModelMultipleChoiceField(
        Centre.objects.none(),
        label=_("Centres that organise it as well"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    joined = forms.ModelMultipleChoiceField(
        Centre.objects.none(),
        label=_("Centres that joined it"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )

    def __init__(self, centres: Any, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for name in ("organised", "joined"):
            field: Any = self.fields[name]
            field.queryset = centres

    def clean(self) -> dict[str, Any]:
        """A centre has one part."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        twice = set(cleaned.get("organised") or ()) & set(cleaned.get("joined") or ())
        if twice:
            names = ", ".join(sorted(str(one) for one in twice))
            said = gettext("Either it organises or it joined, not both: %(names)s.")
            self.add_error("joined", said % {"names": names})
        return cleaned

    @property
    def parts(self) -> dict[Centre, str]:
        """Each centre with its part."""
        typed = self.cleaned_data
        organised: dict[Centre, str] = dict.fromkeys(typed["organised"], Part.ORGANISED)
        return organised | dict.fromkeys(typed["joined"], Part.JOINED)


class PointsForm(Form):
    """What is to be remembered of a study day, one point a line in each language."""

    points = LinesField(
        label=_("Key points"),
        help_text=_("One a line; the same line in each language is the same point."),
    )


class EvaluateForm(Form):
    """How far each purpose was met, and what came out of it."""

    summary = WordsField(label=_("What came out of it"), required=False, rows=4, max_length=3000)

    def __init__(self, session: Session, data: Any = None) -> None:
        super().__init__(data, initial={"summary": session.summary})
        self.purposes: Sequence[Purpose] = Purpose.of(session.purposes)
        for one in self.purposes:
            self.fields[one.value] = forms.TypedChoiceField(
                label=one.label,
                coerce=int,
                empty_value=None,
                required=False,
                choices=[("", _("not judged")), *((n, str(n)) for n in range(1, 5))],
                initial=session.ratings.get(one.value, ""),
                help_text=_("1: not at all, 4: fully."),
            )

    @property
    def ratings(self) -> dict[str, int]:
        """Those that were given."""
        found = {one.value: self.cleaned_data.get(one.value) for one in self.purposes}
        return {purpose: n for purpose, n in found.items() if n}

    @property
    def summary_said(self) -> Words:
        """What came out of it."""
        words: Words = self.cleaned_data["summary"]
        return words


class YearForm(Form):
    """Which year is counted."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
