"""The form of a session: what, when, where, who, how one joins; once, or again and again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.agenda import shapes
from parvis.agenda.bodies import bodies
from parvis.agenda.enums import Extent, Layer, Presence
from parvis.agenda.errors import BadTimes, NoDates, TooManyDates
from parvis.agenda.models import Entry, Hold
from parvis.agenda.queries import Planned, needs_of, zone_of
from parvis.agenda.shapes import Needs, Pattern
from parvis.centres.enums import Theme
from parvis.centres.ledgers.places import TONGUES
from parvis.centres.models import Centre, Equipment, Site, Space, Stop
from parvis.kernel import recurrence
from parvis.kernel.editing import NOTHING, ChangedMeanwhile, reconciled, token
from parvis.kernel.errors import ParvisError
from parvis.kernel.keeping import Change, Kept
from parvis.kernel.recurrence import Repeats
from parvis.ledgers.fields import SeveralField, WordsField
from parvis.ledgers.forms import RowForm
from parvis.partners.models import Partner
from parvis.programme import actions, queries
from parvis.programme.actions import HostFacts, SessionFacts
from parvis.programme.actions.planning import OF_THE_ENTRY
from parvis.programme.enums import (
    EVENTS,
    OF_PROFESSIONALS,
    Audience,
    Comfort,
    HostRole,
    Joining,
    Kind,
    Part,
    Purpose,
    Question,
    SessionState,
    Tag,
)
from parvis.programme.forms import in_its_centre
from parvis.programme.models import Campaign, Session, Template
from parvis.programme.models.sessions import LARGEST, LARGEST_PARTY, PARTY
from parvis.programme.queries.office import Foreseen, dates_of, foreseen
from parvis.tallies.enums import Qualifier
from parvis.ui.forms import DateInput, TimeInput

DAY = 24 * 60
_OF_A_CENTRE = {
    "site": "centre",
    "stop": "site__centre",
    "template": "centre",
}
"""Fields whose choices lie in the centre of the session, and by which way."""
MANY = 20
"""Kinds of equipment that a form asks about: of one centre, never of a network."""
MOST_STARTS = 12
RECENT = datetime.timedelta(days=90)

GROUPS = (
    ("what", _("What"), ("kind", "title", "about", "themes", "audiences")),
    ("when", _("When"), ("first", "begins", "ends", "last", "repeats", "until", "extent")),
    (
        "where",
        _("Where"),
        ("centre", "presence", "site", "stop", "place", "link", "spaces", "*equipment"),
    ),
    ("who", _("Who makes it"), ("partners", "people", "bodies", "set_up", "pack_up", "travel")),
    (
        "join",
        _("How one joins"),
        ("joining", "capacity", "online_capacity", "languages", "comforts", "access_note"),
    ),
    (
        "more",
        _("More"),
        (
            "party_limit",
            "closes_before",
            "walk_in",
            "question",
            "tags",
            "purposes",
            "part",
            "part_of",
            "campaign",
            "template",
            "context",
            "context_qualifier",
            "context_is",
            "replay",
        ),
    ),
)
"""What is asked together, in the order in which one plans; the last is folded."""
COPIED = (
    "kind",
    "title",
    "about",
    "themes",
    "tags",
    "audiences",
    "comforts",
    "access_note",
    "joining",
    "capacity",
    "online_capacity",
    "party_limit",
    "closes_before",
    "question",
    "languages",
    "set_up",
    "pack_up",
    "centre",
)
"""What a template says beforehand."""


def several(choices: Any, label: Any, **more: Any) -> forms.MultipleChoiceField:
    """Boxes of which any number may be ticked."""
    return forms.MultipleChoiceField(
        choices=choices,
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        **more,
    )


def minutes(label: Any, **more: Any) -> forms.IntegerField:
    """A length of time in minutes, nothing when empty."""
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=7 * DAY, initial=0, **more
    )


class OfferedForm(RowForm):
    """What a session and a template ask alike."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.PARTICIPATORY)
    title = WordsField(label=_("Title"))
    about = WordsField(label=_("In a few sentences"), required=False, rows=3, max_length=2000)
    themes = several(Theme.choices, _("Themes"))
    tags = several(Tag.choices, _("Topics"))
    audiences = several(
        Audience.choices,
        _("Made for"),
        help_text=_("It says for whom, and closes the door to nobody."),
    )
    comforts = several(Comfort.choices, _("Access for everybody"))
    access_note = WordsField(label=_("Note on access"), required=False)
    joining = forms.ChoiceField(label=_("How one joins"), choices=Joining.choices)
    capacity = forms.IntegerField(
        label=_("Places on site"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        help_text=_("Empty: no limit."),
    )
    online_capacity = forms.IntegerField(
        label=_("Places online"), required=False, min_value=0, max_value=LARGEST
    )
    party_limit = forms.IntegerField(
        label=_("People under one sign, at most"),
        min_value=1,
        max_value=LARGEST_PARTY,
        initial=PARTY,
    )
    closes_before = minutes(_("Places are given until so many minutes before"))
    question = forms.ChoiceField(label=_("Question asked afterwards"), choices=Question.choices)
    languages = several(TONGUES, _("Languages"))
    set_up = minutes(_("Minutes to set up"))
    pack_up = minutes(_("Minutes to pack up"))

    def clean(self) -> dict[str, Any]:
        """A name is asked of professionals alone (rule R01); empty minutes are none."""
        cleaned = super().clean()
        for name in ("set_up", "pack_up", "closes_before", "travel"):
            if name in self.fields and name not in self.errors:
                cleaned[name] = cleaned.get(name) or 0
        if cleaned.get("joining") == Joining.NAMED and cleaned.get("kind") not in OF_PROFESSIONALS:
            self.add_error(
                "joining",
                gettext(
                    "Only professionals say who they are, at a study day, a webinar or a seminar: "
                    "nobody else is asked for a name."
                ),
            )
        return cleaned


class SessionForm(OfferedForm):
    """One session, or what comes again; its dates and what they run into are shown first."""

    thing = Thing.SESSION
    fixed = ("centre",)

    like = forms.CharField(required=False, widget=forms.HiddenInput)
    """The key of a session that this one is like; the address says it, the form fills itself in."""
    first = forms.DateField(label=_("Day"), widget=DateInput)
    begins = forms.TimeField(
        label=_("Begins at"),
        required=False,
        widget=TimeInput,
        help_text=_("Empty: whole days, no hours."),
    )
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput)
    last = forms.DateField(
        label=_("Last day, when it lasts several"), required=False, widget=DateInput
    )
    repeats = forms.ChoiceField(
        label=_("Repeats"),
        choices=Repeats.choices,
        initial=Repeats.ONCE,
        help_text=_("The first day says which weekday. Every date is shown before it is saved."),
    )
    until = forms.DateField(
        label=_("Until, last day included"),
        required=False,
        widget=DateInput,
        help_text=_("What comes again always has a last day."),
    )
    extent = forms.ChoiceField(
        label=_("Change"),
        choices=Extent.choices,
        initial=Extent.THIS,
        help_text=_("Days and hours of several dates are changed with “Dates of the series”."),
    )
    centre = forms.ModelChoiceField(Centre.objects.order_by("sort_key"), label=_("Centre"))
    presence = forms.ChoiceField(label=_("How one takes part"), choices=Presence.choices)
    site = forms.ModelChoiceField(
        Site.objects.select_related("centre").order_by("centre__sort_key", "pk"),
        label=_("Site"),
        required=False,
    )
    stop = forms.ModelChoiceField(
        Stop.objects.select_related("site__centre").order_by("site", "commune", "pk"),
        label=_("Stop of a mobile facility"),
        required=False,
    )
    place = WordsField(label=_("Another place"), required=False)
    link = forms.URLField(
        label=_("Link to take part"), required=False, max_length=500, assume_scheme="https"
    )
    spaces = forms.ModelMultipleChoiceField(
        Space.objects.select_related("site__centre").order_by("site__centre__sort_key", "pk"),
        label=_("Rooms it takes"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    partners = forms.ModelMultipleChoiceField(
        Partner.objects.order_by("sort_key"),
        label=_("Partners that run it"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        help_text=_("Organisers, exhibitors and others are added on the page of the session."),
    )
    people = SeveralField(
        label=_("Professionals expected there"),
        help_text=_("By name, parted by commas; never visitors. Used to see who is taken."),
    )
    bodies = several((), _("Bodies of the network expected there"))
    travel = minutes(_("Minutes on the way, there and back each"))
    walk_in = forms.BooleanField(label=_("One may walk in"), required=False, initial=True)
    part = forms.ChoiceField(label=_("Part of the centre"), choices=Part.choices)
    part_of = forms.ModelChoiceField(
        Session.objects.select_related("entry"), label=_("Part of a bigger day"), required=False
    )
    campaign = forms.ModelChoiceField(Campaign.objects.all(), label=_("Campaign"), required=False)
    template = forms.ModelChoiceField(
        Template.objects.filter(retired=False), label=_("Made from"), required=False
    )
    purposes = several(Purpose.choices, _("What it is for"))
    context = forms.IntegerField(label=_("Context figure"), required=False, min_value=0)
    context_qualifier = forms.ChoiceField(
        label=_("How it is told"), choices=Qualifier.choices, required=False
    )
    context_is = WordsField(label=_("What the context figure is"), required=False)
    replay = forms.URLField(
        label=_("Replay"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        row: Any = None,
        initial: Mapping[str, Any] | None = None,
        world: str = "",
    ) -> None:
        asked = {} if row is not None else initial or {}
        self.template_row = _template(user, asked)
        model = _model(user, asked)
        start = {**_said_by(self.template_row), **({} if model is None else self._like(model))}
        start |= initial or {}
        super().__init__(data, user=user, row=row, initial=start, world=world)
        self.foreseen: list[Foreseen] = []
        self.disputed = False
        if can(user, Act.WRITE, Thing.SESSION):
            there: Any = self.fields["centre"]
            there.required, there.empty_label = False, gettext("the network itself")
            expected: Any = self.fields["bodies"]
            expected.choices = list(bodies(simulated=bool(self.made_up)).items())
        else:
            del self.fields["bodies"]
        if row is not None:
            del self.fields["repeats"], self.fields["until"]
        self.dates = [] if row is None else [one for one in dates_of(row) if _to_come(one)]
        if len(self.dates) < 2:
            del self.fields["extent"]
        there = self._only_centre()
        if there is not None:
            rooms: Any = self.fields["spaces"]
            rooms.label_from_instance = in_its_centre
        self.equipment = [] if there is None else self._equipment(there)
        for one in self.equipment:
            self.fields[f"equipment_{one.pk}"] = forms.IntegerField(
                label=f"{in_its_centre(one.space)} · {one.get_kind_display()}",
                required=False,
                min_value=0,
                max_value=one.places,
            )
        if row is None and "site" not in self.initial:
            there = self.initial.get("centre", there)
            self.initial["site"] = queries.main_site(getattr(there, "pk", there))
        if row is not None:
            held = needs_of(row.entry).equipment
            for one, n in held.items():
                self.initial[f"equipment_{one.pk}"] = n

    def _like(self, model: Session) -> dict[str, Any]:
        """Everything another session says, a week later."""
        said = self.shown(model)
        week = datetime.timedelta(days=7)
        said["first"] += week
        said["last"] = said["last"] and said["last"] + week
        return {name: value for name, value in said.items() if name not in ("extent", "replay")}

    def _only_centre(self) -> int | None:
        """The key of the centre, where there is no choice."""
        centres: Any = self.fields["centre"]
        keys = list(centres.queryset.values_list("pk", flat=True)[:2])
        return keys[0] if len(keys) == 1 else None

    def _equipment(self, centre: int) -> list[Equipment]:
        rows = Equipment.objects.filter(space__site__centre=centre)
        return list(rows.select_related("space__site__centre")[:MANY])

    @property
    def groups(self) -> Iterator[tuple[str, str, list[forms.BoundField], bool]]:
        """Each group with its fields; the last is folded unless something is wrong there."""
        for code, label, names in GROUPS:
            found: list[forms.BoundField] = []
            for name in names:
                if name == "*equipment":
                    found += [self[f"equipment_{one.pk}"] for one in self.equipment]
                elif name in self.fields:
                    found.append(self[name])
            wrong = any(field.errors for field in found)
            yield code, str(label), found, code == "more" and not wrong

    @property
    def starts(self) -> list[tuple[str, str]]:
        """Templates to begin from, each with its address; none once something was typed."""
        if self.row is not None or self.is_bound or self.template_row is not None:
            return []
        field: Any = self.fields["template"]
        said = {name: self.initial.get(name) for name in ("first", "site", "centre")}
        kept = {name: value for name, value in said.items() if isinstance(value, str)}
        return [
            (str(one), f"?{urlencode({'template': one.pk} | kept)}")
            for one in field.queryset[:MOST_STARTS]
        ]

    @property
    def entry_token(self) -> str:
        """What the form showed of the date; once a change by others was told, as it now stands."""
        if self.row is None:
            return NOTHING
        if self.is_bound and not self.disputed:
            return str(self.data.get("seen_entry", NOTHING))
        return token(Entry.objects.get(pk=self.row.entry_id))

    @property
    def refused(self) -> bool:
        """Whether a date runs into something that the centre lets nothing run into."""
        return any(one.refused for one in self.foreseen)

    def offered(self, name: str, rows: Any) -> Any:
        """Places, partners and templates of the centres where this person plans, or of its own."""
        row = self.row
        centre = None if row is None else row.entry.centre
        if name == "centre" and row is not None:
            return rows.filter(pk=row.entry.centre_id)
        if row is not None and name == "spaces":
            near = Q(holds__entry=row.entry_id) | Q(site__centre=centre)
            return rows.filter(near).distinct()
        if row is not None and name == "partners":
            near = Q(centres=centre) if centre is not None else Q(simulated=row.simulated)
            return rows.filter(near | Q(hosted__session=row)).distinct()
        if centre is not None and name in _OF_A_CENTRE:
            return rows.filter(**{_OF_A_CENTRE[name]: centre})
        theirs = super().offered(name, rows)
        if name == "campaign":
            # Those of the network are for every centre.
            theirs = rows.filter(Q(centre=None) | Q(pk__in=theirs.values("pk")))
        rows = _of_world(theirs, name, self.made_up)
        if name == "part_of":
            rows = rows.filter(
                kind__in=EVENTS, part_of=None, entry__ends__gte=timezone.now() - RECENT
            )
            return rows if row is None else rows.exclude(pk=row.pk)
        if name == "site":
            return rows.filter(end__isnull=True)
        return rows.distinct() if name == "partners" else rows

    def shown(self, row: Any) -> dict[str, Any]:
        """Its date as days and hours there, and what it takes up."""
        entry, held = row.entry, super().shown(row)
        needs = needs_of(entry)
        start, end = entry.begins.astimezone(entry.zone), entry.ends.astimezone(entry.zone)
        last = entry.last_day if entry.whole_days else end.date()
        names = ("title", "about", "centre", "presence", "site", "stop", "place", "link")
        return (
            held
            | {name: getattr(entry, name) for name in (*names, "languages")}
            | {
                "first": entry.day,
                "last": None if last == entry.day else last,
                "begins": None if entry.whole_days else start.time(),
                "ends": None if entry.whole_days else end.time(),
                "spaces": list(needs.spaces),
                "people": list(needs.people),
                "bodies": list(needs.bodies),
                "set_up": needs.set_up,
                "pack_up": needs.pack_up,
                "travel": needs.travel,
                "extent": Extent.THIS,
                "partners": [
                    one.partner
                    for one in row.hosts.select_related("partner")
                    if one.role == HostRole.FACILITATOR and one.partner
                ],
            }
        )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins; what comes again has a last day; a stop is of its site."""
        cleaned = super().clean()
        self._clean_hours(cleaned)
        self._clean_series(cleaned)
        site, stop, centre = (cleaned.get(name) for name in ("site", "stop", "centre"))
        if stop and site and stop.site_id != site.pk:
            self.add_error("stop", gettext("This stop is one of another site."))
        elif stop:
            cleaned["site"] = site = stop.site
        if site and centre and site.centre_id != centre.pk:
            self.add_error("site", gettext("This site is none of that centre’s."))
        if cleaned.get("presence") == Presence.ONLINE and cleaned.get("capacity"):
            self.add_error("capacity", gettext("It is held online: say how many places online."))
        cleaned["context_qualifier"] = cleaned.get("context_qualifier") or Qualifier.EXACT
        return cleaned

    def _clean_hours(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first"), cleaned.get("last")
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if first and last and last < first:
            self.add_error("last", gettext("The end comes before the beginning."))
        elif (begins is None) != (ends is None):
            empty = "begins" if begins is None else "ends"
            if empty not in self.errors:
                self.add_error(empty, gettext("Say both hours, or neither."))
        elif first and begins and ends and (last or first) == first and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))

    def _clean_series(self, cleaned: dict[str, Any]) -> None:
        if "repeats" in self.fields:
            if not self.repeating or self.errors:
                return
            if cleaned.get("begins") is None:
                self.add_error("begins", gettext("What comes again has hours."))
            elif cleaned.get("until") is None:
                self.add_error("until", gettext("Say until when: what comes again has a last day."))
            else:
                self._clean_pattern(cleaned)
            return
        several_dates = cleaned.get("extent", Extent.THIS) != Extent.THIS
        when = ("first", "begins", "ends", "last")
        if several_dates and any(cleaned.get(name) != self.initial.get(name) for name in when):
            self.add_error(
                "extent",
                gettext(
                    "The day or the hours of one date were changed: save them for this one, or use "
                    "“Dates of the series”."
                ),
            )

    def _clean_pattern(self, cleaned: dict[str, Any]) -> None:
        try:
            self.pattern.occurrences()
        except (NoDates, TooManyDates) as refusal:
            self.add_error("until", str(refusal))
        except (BadTimes, ParvisError) as refusal:
            self.add_error("repeats", str(refusal))

    @property
    def repeating(self) -> bool:
        """Whether it comes again."""
        return bool(self.cleaned_data.get("repeats", Repeats.ONCE) != Repeats.ONCE)

    @property
    def pattern(self) -> Pattern:
        """What comes again, as it was typed."""
        typed = self.cleaned_data
        rule = recurrence.written(typed["repeats"], typed["first"])
        lasts = _lasts(typed)
        zone = str(self.zone)
        return Pattern(typed["first"], rule, typed["until"], typed["begins"], lasts, zone)

    @property
    def zone(self) -> Any:
        """The zone of the hours that were typed: that of the place."""
        site, centre = self.cleaned_data.get("site"), self.cleaned_data.get("centre")
        if site is None and centre is None and self.row is not None:
            return self.row.entry.zone
        return zone_of(site, centre)

    def facts(self) -> SessionFacts:
        """What was typed, as the room's actions take it."""
        typed = self.values()
        for name in (
            "like",
            "repeats",
            "until",
            "extent",
            "spaces",
            "partners",
            "people",
            "bodies",
            "set_up",
            "pack_up",
            "travel",
        ):
            typed.pop(name, None)
        first, last = typed.pop("first"), typed.pop("last")
        begins, ends = typed.pop("begins"), typed.pop("ends")
        typed["whole_days"] = begins is None
        typed["time_zone"] = str(self.zone)
        if begins is None:
            span = shapes.whole_days(first, last or first, self.zone)
        else:
            lasts = _lasts({"first": first, "last": last, "begins": begins, "ends": ends})
            span = shapes.hours(first, begins, lasts, self.zone)
        typed["begins"], typed["ends"] = span
        if self.row is None:
            typed["layer"] = Layer.CENTRE if typed["centre"] else Layer.NETWORK
        return cast("SessionFacts", typed)

    def needs(self) -> Needs:
        """What it takes up, as it was typed; what this form does not ask about stays."""
        typed = self.cleaned_data
        held = Needs() if self.row is None else needs_of(self.row.entry)
        asked = dict(held.equipment) | {
            one: typed.get(f"equipment_{one.pk}") or 0 for one in self.equipment
        }
        return Needs(
            spaces=list(typed["spaces"]),
            equipment={one: n for one, n in asked.items() if n},
            people=typed["people"],
            bodies=typed["bodies"] if "bodies" in self.fields else held.bodies,
            set_up=typed["set_up"],
            pack_up=typed["pack_up"],
            travel=typed["travel"],
        )

    def hosts(self) -> list[HostFacts]:
        """The partners that were ticked, after and before the others that stay as they are."""
        stood = [] if self.row is None else list(self.row.hosts.select_related("partner", "centre"))
        ticked = [
            HostFacts(HostRole.FACILITATOR, partner=one) for one in self.cleaned_data["partners"]
        ]
        others = [
            HostFacts(one.role, one.partner, one.centre, one.name)
            for one in stood
            if one.role != HostRole.FACILITATOR or one.partner is None
        ]
        return [*others, *ticked]

    def clashes(self) -> list[str]:
        """Every date of what comes again, and of one session what it runs into."""
        facts, needs = self.facts(), self.needs()
        audiences = self.cleaned_data["audiences"]
        known = {name: value for name, value in facts.items() if name in OF_THE_ENTRY}
        centre = self.cleaned_data.get("centre")
        made_up = centre.simulated if centre is not None else bool(self.made_up)
        if self.row is not None:
            known["layer"] = self.row.entry.layer
        key = None if self.row is None else self.row.entry_id
        entry = Entry(pk=key, simulated=made_up, **cast("dict[str, Any]", known))
        if self.repeating:
            found = queries.clashes_of_series(entry, self.pattern, needs, audiences)
            self.foreseen = foreseen(found)
            return [one.when for one in self.foreseen]
        planned = Planned(entry, shapes.holds_of(entry, needs))
        clashes = queries.clashes_of([planned], audiences)[0]
        self.foreseen = [Foreseen(entry.when, clashes)] if clashes else []
        return [str(one) for one in clashes]

    def keep(self, *, seen: str, by: Actor) -> Kept[Session]:
        """Plan it, or change it; published at once when that was asked."""
        if self.row is None:
            kept, rows = self._planned(by)
        else:
            kept = self._changed(seen, by)
            rows = self._alike(kept.row, by)
        if "publish" in (self.data.get("then"), self.data.get("heeded")):
            drafts = [one for one in rows if one.state == SessionState.SCHEDULED]
            actions.publish_all(sessions=drafts, by=by)
            if drafts and kept.change == Change.UNCHANGED:
                kept = Kept(kept.row, Change.CHANGED)
        return kept

    def _planned(self, by: Actor) -> tuple[Kept[Session], list[Session]]:
        facts, hosts, needs = self.facts(), self.hosts(), self.needs()
        if not self.repeating:
            centre = self.cleaned_data.get("centre")
            world = None if centre is not None else bool(self.made_up)
            made = [actions.schedule(facts=facts, hosts=hosts, needs=needs, simulated=world, by=by)]
        else:
            pattern = self.pattern
            made = actions.schedule_series(
                facts=facts,
                first=pattern.first,
                rule=pattern.rule,
                last=pattern.last,
                begins=pattern.begins,
                minutes=pattern.minutes,
                hosts=hosts,
                needs=needs,
                by=by,
            )
        return Kept(made[0], Change.CREATED, ("title",)), made

    def _changed(self, seen: str, by: Actor) -> Kept[Session]:
        """Change it; of its date too, nothing that somebody else wrote is written over."""
        facts = dict(self.facts())
        entry = Entry.objects.select_for_update(of=("self",), no_key=True).get(pk=self.row.entry_id)
        mine = {name: facts[name] for name in OF_THE_ENTRY if name in facts}
        try:
            left = reconciled(entry, str(self.data.get("seen_entry", NOTHING)), mine, {})
        except ChangedMeanwhile as refusal:
            self.disputed = True
            row = Session.objects.get(pk=self.row.pk)
            raise ChangedMeanwhile(row, refusal.both, str(refusal)) from refusal
        for name in left.theirs:
            del facts[name]
        before = _rows_of(self.row)
        try:
            kept = actions.change(
                session=self.row,
                facts=cast("SessionFacts", facts),
                needs=self.needs(),
                hosts=self.hosts(),
                seen=seen,
                by=by,
            )
        except ChangedMeanwhile:
            self.disputed = True
            raise
        if kept.change == Change.UNCHANGED and (kept.columns or _rows_of(self.row) != before):
            kept = Kept(kept.row, Change.CHANGED, kept.columns, kept.theirs)
        return kept

    def _alike(self, row: Session, by: Actor) -> list[Session]:
        """Say the same of the other dates that were meant."""
        extent = self.cleaned_data.get("extent", Extent.THIS)
        if extent == Extent.THIS:
            return [row]
        others = [
            one
            for one in self.dates
            if one.pk != row.pk
            and (extent == Extent.ALL or one.entry.begins > row.entry.begins)
            and one.state != SessionState.CANCELLED
        ]
        facts = {
            name: value
            for name, value in self.facts().items()
            if name not in ("begins", "ends", "whole_days", "replay")
        }
        said = cast("SessionFacts", facts)
        done = actions.change_alike(session=row, sessions=others, facts=said, by=by)
        for one in done:
            actions.change(session=one, facts={}, needs=self.needs(), hosts=self.hosts(), by=by)
        return [row, *done]


def _rows_of(session: Session) -> tuple[list[Any], list[Any]]:
    """Who makes a session and what it takes up, as the database has it."""
    hosts = session.hosts.order_by("order", "pk").values_list("role", "partner", "centre", "name")
    holds = Hold.objects.filter(entry=session.entry_id).order_by("pk")
    names = ("space", "equipment", "quantity", "person", "body", "begins", "ends")
    return list(hosts), list(holds.values_list(*names))


def _to_come(session: Session) -> bool:
    return bool(session.entry.begins > timezone.now())


def _lasts(typed: Mapping[str, Any]) -> int:
    """Minutes on the wall between two times, over days if need be."""
    days = ((typed.get("last") or typed["first"]) - typed["first"]).days
    begins, ends = typed["begins"], typed["ends"]
    return int((ends.hour - begins.hour) * 60 + ends.minute - begins.minute + days * DAY)


def _of_world(rows: Any, name: str, made_up: bool | None) -> Any:
    """Templates and campaigns of one world: their way to it is their own column."""
    if name in ("template", "campaign", "part_of", "centre") and made_up is not None:
        return rows.filter(simulated=made_up)
    return rows


def _asked(initial: Mapping[str, Any], name: str) -> str:
    key = str(initial.get(name) or "")
    return key if key.isdecimal() else ""


def _template(user: Any, initial: Mapping[str, Any]) -> Template | None:
    """The template named in the address, when this person plans where it lies."""
    if not (key := _asked(initial, "template")):
        return None
    centres = queries.centres_planned(user, Act.WRITE)
    return Template.objects.filter(pk=key, centre__in=centres).first()


def _model(user: Any, initial: Mapping[str, Any]) -> Session | None:
    """The session named in the address, when this person plans it."""
    if not (key := _asked(initial, "like")):
        return None
    return queries.planned_by(user, Act.WRITE).filter(pk=key).first()


def _said_by(template: Template | None) -> dict[str, Any]:
    if template is None:
        return {}
    said = {name: getattr(template, name) for name in COPIED}
    begins = datetime.time(9, 30)
    ends = (datetime.datetime.combine(datetime.date.min, begins)) + datetime.timedelta(
        minutes=template.minutes
    )
    return said | {"template": template, "begins": begins, "ends": ends.time()}
