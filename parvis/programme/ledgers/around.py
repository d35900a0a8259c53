"""What stands around a session: slots, stands, speakers, documents, groups, figures."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import Act, Thing
from parvis.centres.enums import Need
from parvis.centres.ledgers.places import TONGUES
from parvis.centres.models import Centre
from parvis.centres.queries.opening import instant
from parvis.kernel.keeping import Change, Kept
from parvis.ledgers.fields import WordsField
from parvis.ledgers.forms import RowForm
from parvis.ledgers.ledger import Gesture, Ledger, Way
from parvis.ledgers.tables import NameColumn, RowTable, WordsColumn, YesColumn
from parvis.partners.models import Partner
from parvis.programme import actions, queries
from parvis.programme.enums import EVENTS, Audience, Counted, Stated
from parvis.programme.enums import Way as WayIn
from parvis.programme.ledgers.groups import BIG_DAYS
from parvis.programme.ledgers.planning import several
from parvis.programme.ledgers.sessions import sheet
from parvis.programme.models import (
    Document,
    Headcount,
    HeldPlaces,
    Seats,
    Session,
    Slot,
    Speaker,
    Stand,
    StatedFigure,
)
from parvis.programme.queries.office import stand_link
from parvis.sources.forms import CitedForm
from parvis.tallies.enums import HalfDay, Qualifier
from parvis.ui.filters import FilterSet, WordsFilter
from parvis.ui.forms import DateInput, TimeInput
from parvis.ui.tables import NumberColumn

RECENT = datetime.timedelta(days=90)


def _sheet_of(row: Any) -> str:
    return sheet(row.session)


class AroundFilters(FilterSet):
    """By words of the session."""

    words = WordsFilter(["session__words"], label=_("Session"))


class AroundForm(RowForm):
    """Something that belongs to a session: the one it was begun from, or one that is near."""

    thing = Thing.SESSION
    fixed: tuple[str, ...] = ("session",)

    session = forms.ModelChoiceField(
        Session.objects.select_related("entry").order_by("entry__begins", "pk"),
        label=_("Session"),
    )

    def offered(self, name: str, rows: Any) -> Any:
        """The session that is meant, or those that are near."""
        if name == "session":
            rows = super().offered(name, rows)
            if self.row is not None:
                return rows.filter(pk=self.row.session_id)
            if self.made_up is not None:
                rows = rows.filter(simulated=self.made_up)
            key = self.meant
            if key:
                return rows.filter(pk=key)
            return rows.filter(kind__in=EVENTS, entry__ends__gte=timezone.now() - RECENT)
        return super().offered(name, rows)

    @property
    def meant(self) -> str:
        """The key of the session this form was opened for."""
        said = str(self.data.get("session") or self.initial.get("session") or "")
        return said if said.isdecimal() else ""


class HeldByForm(AroundForm):
    """Something held by a partner, a centre, or an organisation known by its name."""

    partner = forms.ModelChoiceField(
        Partner.objects.order_by("sort_key"), label=_("Partner"), required=False
    )
    centre = forms.ModelChoiceField(
        Centre.objects.order_by("sort_key"), label=_("Centre"), required=False
    )
    name = forms.CharField(label=_("Another organisation"), required=False, max_length=200)

    def offered(self, name: str, rows: Any) -> Any:
        """Its own holder stays to be chosen, wherever it lies."""
        found = super().offered(name, rows)
        if name == "session" or self.row is None:
            return found
        own = rows.filter(pk=getattr(self.row, f"{name}_id"))
        return rows.filter(Q(pk__in=found.values("pk")) | Q(pk__in=own.values("pk")))


class StandTable(RowTable):
    """Number, who holds it, what one finds there."""

    number = NameColumn(verbose_name=_("Number"))
    who = django_tables2.Column(
        verbose_name=_("Held by"), accessor="pk", orderable=False, empty_values=()
    )
    session = django_tables2.Column(
        verbose_name=_("Session"), linkify=lambda record: sheet(record.session), orderable=False
    )
    offers = WordsColumn(verbose_name=_("What one finds there"), orderable=False)
    practice = YesColumn(verbose_name=_("Practice of the network"))

    def render_who(self, record: Stand) -> str:
        """A partner, a centre or a name."""
        return str(record.partner or record.centre or record.name or "—")


class StandForm(HeldByForm):
    """A stand of a fair or of a practice market."""

    fixed = ("session", "number")
    field_order = ("session", "number")

    number = forms.CharField(label=_("Number"), max_length=8)
    offers = WordsField(
        label=_("What one finds there"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("Whoever holds the stand may write it by its link."),
    )
    needs = several(Need.choices, _("Needs it answers"))
    practice = forms.BooleanField(label=_("Shows a practice of the network"), required=False)
    left = forms.IntegerField(
        label=_("From the left of the plan, in percent"),
        required=False,
        min_value=0,
        max_value=100,
    )
    top = forms.IntegerField(
        label=_("From the top of the plan, in percent"), required=False, min_value=0, max_value=100
    )

    def clean(self) -> dict[str, Any]:
        """One holder, not two."""
        cleaned = super().clean()
        if sum(bool(cleaned.get(name)) for name in ("partner", "centre", "name")) > 1:
            self.add_error("partner", gettext("Choose a partner or a centre, or write a name."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[Stand]:
        """Keep it."""
        return actions.keep_stand(**self.values(), was=self.row, seen=seen, by=by)


class SpeakerTable(RowTable):
    """Who speaks, and whether they agreed to be named."""

    name = NameColumn(verbose_name=_("Name"))
    function = WordsColumn(verbose_name=_("Function"), orderable=False)
    organisation = django_tables2.Column(verbose_name=_("Organisation"))
    session = django_tables2.Column(
        verbose_name=_("Session"), linkify=lambda record: sheet(record.session), orderable=False
    )
    agreed = django_tables2.DateColumn(verbose_name=_("Agreed to be named"))


class SpeakerForm(AroundForm):
    """Somebody who speaks in public: shown by their own agreement alone."""

    name = forms.CharField(label=_("Name"), max_length=120)
    function = WordsField(label=_("Function"), required=False)
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    agreed = forms.DateField(
        label=_("Agreed to be named on"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: the name is shown nowhere."),
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0)

    def keep(self, *, seen: str, by: Actor) -> Kept[Speaker]:
        """Keep it."""
        return actions.keep_speaker(**self.values(), was=self.row, seen=seen, by=by)


class DocumentTable(RowTable):
    """Title, where it lies, in which language."""

    title = NameColumn(verbose_name=_("Title"), orderable=False)
    session = django_tables2.Column(
        verbose_name=_("Session"), linkify=lambda record: sheet(record.session), orderable=False
    )
    address = django_tables2.URLColumn(verbose_name=_("Address"), orderable=False)
    language = django_tables2.Column(verbose_name=_("Language"))


class DocumentForm(AroundForm):
    """A document of a session, where it lies."""

    title = WordsField(label=_("Title"))
    address = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", "—"), *TONGUES])
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0)

    def keep(self, *, seen: str, by: Actor) -> Kept[Document]:
        """Keep it."""
        return actions.keep_document(**self.values(), was=self.row, seen=seen, by=by)


class SlotTable(RowTable):
    """From when to when, by appointment or not, how many places."""

    begins = NameColumn(verbose_name=_("Slot"), accessor="pk", order_by=("begins", "pk"))
    session = django_tables2.Column(
        verbose_name=_("Session"), linkify=lambda record: sheet(record.session), orderable=False
    )
    appointment = YesColumn(verbose_name=_("By appointment"))
    places = NumberColumn(verbose_name=_("Places"))

    def render_begins(self, record: Slot) -> str:
        """Hours on the wall of the place."""
        return str(record)


class SlotForm(AroundForm):
    """A part of the day, or an appointment beside walking in."""

    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: the day of the session."),
    )
    begins = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    appointment = forms.BooleanField(
        label=_("By appointment"),
        required=False,
        help_text=_("Beside walking in: where walking in is off, an alert is raised (rule R04)."),
    )
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Empty: no places of its own."),
    )
    note = WordsField(label=_("Note"), required=False)

    def shown(self, row: Any) -> dict[str, Any]:
        """Hours on the wall of the place."""
        zone = row.session.entry.zone
        start, end = row.begins.astimezone(zone), row.ends.astimezone(zone)
        times = {"day": start.date(), "begins": start.time(), "ends": end.time()}
        return super().shown(row) | times

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[Slot]:
        """Keep it, with places of its own."""
        typed = self.values()
        entry = typed["session"].entry
        day = typed.pop("day") or entry.day
        for name in ("begins", "ends"):
            typed[name] = instant(day, typed[name], entry.zone)
        return actions.keep_slot(**typed, was=self.row, seen=seen, by=by)


class GroupTable(RowTable):
    """Which partner brings how many, to what."""

    partner = NameColumn(verbose_name=_("Partner"))
    session = django_tables2.Column(
        accessor="seats__session",
        verbose_name=_("Session"),
        linkify=lambda record: sheet(record.seats.session),
        orderable=False,
    )
    places = NumberColumn(verbose_name=_("Places kept"))
    came = NumberColumn(verbose_name=_("Came"))
    over = YesColumn(verbose_name=_("Given back, or used"))


class GroupFilters(FilterSet):
    """By partner or words of the session."""

    words = WordsFilter(["seats__session__words", "partner__name"], label=_("Session or partner"))


class GroupForm(AroundForm):
    """Places kept for a group that a partner brings; nobody of it is named."""

    fixed = ("session", "way", "partner", "places", "until")
    seats: Seats | None = None

    way = forms.ChoiceField(label=_("Way in"), choices=WayIn.choices)
    partner = forms.ModelChoiceField(Partner.objects.order_by("sort_key"), label=_("Partner"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=1000)
    until = forms.DateTimeField(
        label=_("Kept until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: until the group comes, or gives them back."),
    )

    def offered(self, name: str, rows: Any) -> Any:
        """Of a group that is kept already, its own session and partner."""
        if self.row is not None and name == "session":
            return rows.filter(pk=self.row.seats.session_id)
        return super().offered(name, rows)

    def shown(self, row: Any) -> dict[str, Any]:
        """The session and the way in are those of its places."""
        return super().shown(row) | {"session": row.seats.session, "way": row.seats.way}

    def clean(self) -> dict[str, Any]:
        """The session gives places by that way in."""
        cleaned = super().clean()
        session, way = cleaned.get("session"), cleaned.get("way")
        if session and way and self.row is None:
            self.seats = queries.seats_of(session, way)
            if self.seats is None:
                self.add_error("way", gettext("This session has no places by that way in."))
        return cleaned

    def keep(self, *, seen: str, by: Actor) -> Kept[HeldPlaces]:
        """Keep the places; one that is kept is given back on its own, never changed."""
        if self.row is not None or self.seats is None:
            return Kept(self.row, Change.UNCHANGED)
        typed = self.values("partner", "places", "until")
        made = actions.hold_places(seats=self.seats, **typed, by=by)
        return Kept(made, Change.CREATED, ("places",))


class HeadcountTable(RowTable):
    """How many were there, and how one knows."""

    session = NameColumn(verbose_name=_("Session"), accessor="session")
    day = django_tables2.DateColumn(verbose_name=_("Day"))
    half_day = django_tables2.Column(verbose_name=_("Half-day"), orderable=False)
    said = django_tables2.Column(
        verbose_name=_("How many"), accessor="pk", orderable=False, empty_values=()
    )
    method = django_tables2.Column(verbose_name=_("How"), orderable=False)

    def render_said(self, record: Headcount) -> str:
        """With its sign: about, more than, an estimate."""
        return queries.in_sign(record.n, record.qualifier, record.method)


class HeadcountForm(AroundForm):
    """How many were there on a day, or a half-day, and how one knows."""

    thing = Thing.ATTENDANCE
    fixed = ("session", "day", "half_day")

    day = forms.DateField(label=_("Day"), required=False, widget=DateInput)
    half_day = forms.ChoiceField(
        label=_("Half-day"), required=False, choices=[("", _("the whole day")), *HalfDay.choices]
    )
    n = forms.IntegerField(label=_("How many"), min_value=0, max_value=1_000_000)
    method = forms.ChoiceField(label=_("How"), choices=Counted.choices)
    qualifier = forms.ChoiceField(
        label=_("How it is told"), choices=Qualifier.choices, initial=Qualifier.EXACT
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in Audience:
            name = f"of_{one.value}"
            self.fields[name] = forms.IntegerField(
                label=_("Of which: %(public)s") % {"public": one.label},
                required=False,
                min_value=0,
            )
            if self.row is not None:
                self.initial[name] = self.row.shares.get(one.value)

    def offered(self, name: str, rows: Any) -> Any:
        """Sessions that have begun, of any kind."""
        if name != "session" or self.row is not None or self.meant:
            return super().offered(name, rows)
        return (
            super(AroundForm, self)
            .offered(name, rows)
            .filter(entry__begins__range=(timezone.now() - RECENT, timezone.now()))
        )

    def keep(self, *, seen: str, by: Actor) -> Kept[Headcount]:
        """Say it; what counts follows."""
        typed = self.values("session", "day", "half_day", "n", "method", "qualifier")
        shares = {one.value: self.cleaned_data.get(f"of_{one.value}") for one in Audience}
        told = {public: n for public, n in shares.items() if n}
        return actions.headcount(**typed, shares=told, seen=seen, by=by)


class StatedTable(RowTable):
    """What a source says of a big day."""

    what = NameColumn(verbose_name=_("Of what"))
    session = django_tables2.Column(
        verbose_name=_("Session"), linkify=lambda record: sheet(record.session), orderable=False
    )
    said = django_tables2.Column(
        verbose_name=_("How many"), accessor="pk", orderable=False, empty_values=()
    )

    def render_said(self, record: StatedFigure) -> str:
        """With its sign."""
        return queries.in_sign(record.n, record.qualifier)


class StatedForm(CitedForm):
    """A figure that a source gives of a big day of which no records were kept here."""

    thing = Thing.SESSION
    model = StatedFigure
    fixed = ("session", "what")

    session = forms.ModelChoiceField(
        Session.objects.select_related("entry").order_by("-entry__begins"), label=_("Session")
    )
    what = forms.ChoiceField(label=_("Of what"), choices=Stated.choices)
    n = forms.IntegerField(label=_("How many"), min_value=0)
    qualifier = forms.ChoiceField(label=_("How it is told"), choices=Qualifier.choices)

    def offered(self, name: str, rows: Any) -> Any:
        """The session that is meant, or events of this person's places."""
        if name != "session":
            return super().offered(name, rows)
        rows = super().offered(name, rows)
        if self.row is not None:
            return rows.filter(pk=self.row.session_id)
        if self.made_up is not None:
            rows = rows.filter(simulated=self.made_up)
        said = str(self.data.get("session") or self.initial.get("session") or "")
        return rows.filter(pk=said) if said.isdecimal() else rows.filter(kind__in=EVENTS)

    def place(self) -> tuple[str, str]:
        """The centre that says so, or the network."""
        centre = self.cleaned_data["session"].entry.centre
        return ("network", gettext("Network")) if centre is None else (centre.code, centre.name)

    def keep(self, *, seen: str, by: Actor) -> Kept[StatedFigure]:
        """Keep it, with the documents that say it."""
        typed = self.values("session", "what", "n", "qualifier")
        sources = self.cited(by)
        return actions.state_figure(**typed, sources=sources, was=self.row, seen=seen, by=by)


def _around(model: Any, *more: str) -> Any:
    rows = model.objects.select_related("session__entry__centre", *more)
    return rows.order_by("-session__entry__begins", "pk")


def _groups() -> Any:
    rows = HeldPlaces.objects.select_related("partner", "seats__session__entry")
    return rows.order_by("over", "-seats__session__entry__begins", "pk")


def _give_back(row: HeldPlaces, by: Actor) -> object:
    return actions.give_places_back(group=row, by=by)


def _renew(row: Stand, by: Actor) -> object:
    return actions.renew_stand_link(stand=row, by=by)


def _writes(user: Any) -> bool:
    return queries.planned_by(user, Act.WRITE).exists()


STANDS = Ledger(
    room="programme",
    code="stands",
    group=BIG_DAYS,
    title=_("Stands"),
    add_title=_("Add a stand"),
    help_line=_(
        "Stands of a fair or of a practice market. Whoever holds one says what one finds there by "
        "a link of its own, without an account."
    ),
    example=_("A12, a training body: training, employment"),
    icon="store",
    thing=Thing.SESSION,
    rows=lambda: _around(Stand, "partner", "centre"),
    table=StandTable,
    filters=AroundFilters,
    form=StandForm,
    remove=actions.remove_row,
    gestures=(Gesture("renew", _("Make links invalid"), _renew),),
    ways=(Way(_("Link for whoever holds it"), stand_link, "external-link"),),
    sheet=_sheet_of,
    adds=_writes,
    order=70,
)
SPEAKERS = Ledger(
    room="programme",
    code="speakers",
    group=BIG_DAYS,
    title=_("Speakers"),
    add_title=_("Add a speaker"),
    help_line=_("Who speaks in public; a name is shown by its bearer’s own agreement alone."),
    example=_("A researcher, agreed to be named on 2 March 2026"),
    icon="user-round",
    thing=Thing.SESSION,
    rows=lambda: _around(Speaker),
    table=SpeakerTable,
    filters=AroundFilters,
    form=SpeakerForm,
    remove=actions.remove_row,
    sheet=_sheet_of,
    adds=_writes,
    order=71,
)
DOCUMENTS = Ledger(
    room="programme",
    code="documents",
    group=BIG_DAYS,
    title=_("Documents of sessions"),
    add_title=_("Add a document"),
    help_line=_("Slides, reports, recordings: where they lie, in which language."),
    example=_("Slides of the round table, in French"),
    icon="book-open",
    thing=Thing.SESSION,
    rows=lambda: _around(Document),
    table=DocumentTable,
    filters=AroundFilters,
    form=DocumentForm,
    remove=actions.remove_row,
    sheet=_sheet_of,
    adds=_writes,
    order=72,
)
SLOTS = Ledger(
    room="programme",
    code="slots",
    group=BIG_DAYS,
    title=_("Slots and appointments"),
    add_title=_("Add a slot"),
    help_line=_(
        "Parts of a day, or appointments beside walking in, each with places of its own if it has "
        "any."
    ),
    example=_("9:30–10:00, by appointment, 1 place"),
    icon="clock",
    thing=Thing.SESSION,
    rows=lambda: _around(Slot),
    table=SlotTable,
    filters=AroundFilters,
    form=SlotForm,
    remove=actions.remove_slot,
    undoes=False,
    sheet=_sheet_of,
    adds=_writes,
    order=73,
)
GROUPS = Ledger(
    room="programme",
    code="groups",
    group=BIG_DAYS,
    title=_("Places kept for groups"),
    add_title=_("Keep places for a group"),
    help_line=_(
        "Places that a partner fills with a group: how many, never who. What is given back goes "
        "to whoever waits."
    ),
    example=_("A school keeps 12 places of a fair"),
    icon="users",
    thing=Thing.SESSION,
    rows=_groups,
    table=GroupTable,
    filters=GroupFilters,
    form=GroupForm,
    gestures=(Gesture("give-back", _("Give the places back"), _give_back),),
    undoes=False,
    sheet=lambda row: sheet(row.seats.session),
    adds=_writes,
    order=74,
)
HEADCOUNTS = Ledger(
    room="programme",
    code="headcounts",
    group=BIG_DAYS,
    title=_("Headcounts"),
    add_title=_("Say how many were there"),
    help_line=_(
        "How many were there: counted, tallied, from paper sheets or estimated, and marked which. "
        "It is never added to the visits of the centre."
    ),
    example=_("Saturday, about 21,000, an estimate"),
    icon="sigma",
    thing=Thing.ATTENDANCE,
    rows=lambda: _around(Headcount),
    table=HeadcountTable,
    filters=AroundFilters,
    form=HeadcountForm,
    remove=actions.take_back_headcount,
    undoes=False,
    sheet=_sheet_of,
    order=75,
)
STATED = Ledger(
    room="programme",
    code="stated",
    group=BIG_DAYS,
    title=_("Figures that sources give"),
    add_title=_("Add a figure of a source"),
    help_line=_(
        "What a report or an article says of a big day of which no records were kept here; it "
        "stands beside what is counted, never in its place."
    ),
    example=_("170 participants, says the report of the Autumn School"),
    icon="scale",
    thing=Thing.SESSION,
    rows=lambda: _around(StatedFigure),
    table=StatedTable,
    filters=AroundFilters,
    form=StatedForm,
    remove=actions.remove_row,
    sheet=_sheet_of,
    adds=_writes,
    order=76,
)
