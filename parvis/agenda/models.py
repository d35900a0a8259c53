"""Entries, what comes again, and what each entry takes up: rooms, equipment, people, bodies.

Rooms above keep their own facts (a session, a meeting) and point down at the entry that says when
and where: calendars, screens, posters and clashes read entries alone.
"""

from __future__ import annotations

import datetime
import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.agenda.enums import ClashKind, EntryState, Layer, Level, Presence
from parvis.centres.models import Centre, Equipment, Site, Space, Stop
from parvis.kernel import recurrence
from parvis.kernel.history import kept
from parvis.kernel.language import known_languages
from parvis.kernel.simulated import SameWorld, Simulated, world
from parvis.kernel.words import WordsField, spoken
from parvis.ui import calendar

TOLD = (
    "layer",
    "centre_id",
    "site_id",
    "stop_id",
    "place",
    "title",
    "about",
    "begins",
    "ends",
    "time_zone",
    "whole_days",
    "presence",
    "link",
    "languages",
    "state",
    "why",
)
"""Columns of an entry that a calendar must know again when they change."""

told_again = pgtrigger.Trigger(
    name="told_again",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    level=pgtrigger.Row,
    func=(
        "NEW.sequence := GREATEST(NEW.sequence, OLD.sequence); "
        f"IF ({', '.join(f'NEW.{name}' for name in TOLD)}) IS DISTINCT FROM "
        f"({', '.join(f'OLD.{name}' for name in TOLD)}) THEN "
        "NEW.sequence := GREATEST(NEW.sequence, OLD.sequence + 1); "
        "NEW.changed_at := clock_timestamp(); "
        "END IF; RETURN NEW;"
    ),
)
"""The database counts changes: a calendar keeps the higher sequence, even of what was undone."""


def spelled(
    begins: datetime.datetime, ends: datetime.datetime, zone: ZoneInfo, *, whole_days: bool = False
) -> str:
    """From when until when, in words, on the wall of a zone."""
    start, end = begins.astimezone(zone), ends.astimezone(zone)
    last = (end - datetime.timedelta(microseconds=1)).date()
    if whole_days:
        same = last == start.date()
        return calendar.weekday(last) if same else calendar.spelled_period(start.date(), last)
    first = f"{calendar.weekday(start.date())}, {time_format(start.time())}"
    if last == start.date():
        return f"{first}–{time_format(end.time())}"
    return f"{first} – {calendar.weekday(end.date())}, {time_format(end.time())}"


class Series(Simulated):
    """What comes again: its first day, hours on the wall, their zone, the rule and its last day.

    Stored as local time and zone, so that a change of clocks moves nothing. It always ends: a
    recurrence without an end is refused by the column itself.
    """

    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("centre"),
    )
    first = models.DateField(_("first day"))
    rule = models.CharField(
        _("recurrence (RRULE)"), max_length=recurrence.LONGEST, validators=[recurrence.validate]
    )
    last = models.DateField(_("last day"))
    begins = models.TimeField(_("begins"))
    minutes = models.PositiveIntegerField(_("lasts, in minutes"), validators=[MinValueValidator(1)])
    time_zone = models.CharField(_("time zone (IANA)"), max_length=40)

    within = Within(Thing.SESSION, centre="centre")

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering: ClassVar = ["first", "begins", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="agenda_series_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(rule=""), name="agenda_series_comes_again"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="agenda_series_lasts"),
            world("agenda_series_world"),
            SameWorld(field="centre", name="agenda_series_centre_world"),
        ]

    def __str__(self) -> str:
        return f"{recurrence.described(self.rule, self.first)} · {self.begins:%H:%M}"


class Entry(Simulated):
    """One date: when, where, in which layer, and whether it is announced or cancelled.

    `uid` is its name in calendars and never changes; `sequence` grows with whatever a calendar
    must know again (RFC 5545, 3.8.7.4). `occurrence` is the day of the series it stands for, even
    when it was moved. A one-off place is said in `place`; a stop says its own.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    layer = models.CharField(_("layer"), max_length=7, choices=Layer.choices)
    centre = models.ForeignKey(
        Centre,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("centre"),
    )
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("site"),
    )
    stop = models.ForeignKey(
        Stop,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("stop of a mobile facility"),
    )
    place = WordsField(_("another place"))
    title = WordsField(_("title"))
    about = WordsField(_("in a few sentences"))
    begins = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone (IANA)"), max_length=40)
    whole_days = models.BooleanField(_("whole days, no hours"), default=False)
    presence = models.CharField(
        _("how one takes part"), max_length=7, choices=Presence.choices, default=Presence.ON_SITE
    )
    link = models.URLField(_("link to take part"), max_length=500, blank=True)
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[known_languages]
    )
    state = models.CharField(
        _("state"), max_length=9, choices=EntryState.choices, default=EntryState.DRAFT
    )
    why = WordsField(_("why it is cancelled"))
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("series"),
    )
    occurrence = models.DateField(_("day of the series"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    within = Within(Thing.AGENDA, centre="centre")

    class Meta:
        verbose_name = _("date in the agenda")
        verbose_name_plural = _("dates in the agenda")
        ordering: ClassVar = ["begins", "pk"]
        triggers: ClassVar = [kept, told_again]
        indexes: ClassVar = [
            models.Index(fields=["centre", "begins"], name="agenda_entry_centre_begins"),
            models.Index(fields=["begins"], name="agenda_entry_begins"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="agenda_entry_ends_later",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(layer__in=Layer.values), name="agenda_entry_known_layer"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EntryState.values), name="agenda_entry_known_state"
            ),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="agenda_entry_known_presence"
            ),
            models.CheckConstraint(
                condition=~Q(layer=Layer.CENTRE) | Q(centre__isnull=False),
                name="agenda_entry_of_a_centre",
                violation_error_message=_("A date of a centre says which centre."),
            ),
            models.UniqueConstraint(
                # Asked at the end: the dates of a series change places with each other.
                fields=["series", "occurrence"],
                deferrable=models.Deferrable.DEFERRED,
                name="agenda_entry_once_a_day_of_its_series",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, occurrence__isnull=True)
                | Q(series__isnull=False, occurrence__isnull=False),
                name="agenda_entry_has_its_day_in_the_series",
            ),
            world("agenda_entry_world"),
            SameWorld(field="centre", name="agenda_entry_centre_world"),
            SameWorld(field="series", name="agenda_entry_series_world"),
        ]

    def __str__(self) -> str:
        return f"{self.day} · {spoken(self.title)[0]}"

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its hours."""
        return ZoneInfo(self.time_zone)

    @property
    def day(self) -> datetime.date:
        """The day it begins, where it is held."""
        return self.begins.astimezone(self.zone).date()

    @property
    def last_day(self) -> datetime.date:
        """The day it ends, where it is held; what ends at midnight ends the day before."""
        return (self.ends - datetime.timedelta(microseconds=1)).astimezone(self.zone).date()

    @property
    def when(self) -> str:
        """«Tuesday 3 March 2026, 10:00–12:00», «8–12 December 2025»; hours are those there."""
        return spelled(self.begins, self.ends, self.zone, whole_days=self.whole_days)

    @property
    def where(self) -> str:
        """The place in words: that of the stop or said for once, then the site and its city.

        Nobody travels to what is held online: the house it is sent from is not said.
        """
        said = [spoken(self.place)[0]]
        if self.presence == Presence.ONLINE:
            return said[0] or str(Presence.ONLINE.label)
        if self.stop is not None:
            said += [self.stop.place, self.stop.commune]
        elif self.site is not None:
            said += [self.site.called, self.site.centre.name, self.site.city]
        return ", ".join(dict.fromkeys(part for part in said if part))

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place; it is then still shown."""
        return self.state == EntryState.CANCELLED


class Hold(models.Model):
    """What an entry takes up, from when to when, setting up and travelling included.

    Exactly one of: a space, some equipment, a person who works there (a professional's name, never
    a visitor's), or a body of the network by its code.
    """

    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="holds", verbose_name=_("date")
    )
    space = models.ForeignKey(
        Space,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="holds",
        verbose_name=_("space"),
    )
    equipment = models.ForeignKey(
        Equipment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="holds",
        verbose_name=_("equipment"),
    )
    quantity = models.PositiveSmallIntegerField(_("how many"), default=1)
    person = models.CharField(_("professional"), max_length=120, blank=True)
    body = models.SlugField(_("body of the network"), max_length=60, blank=True)
    begins = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))

    within = Within(Thing.AGENDA, centre="entry__centre", simulated="entry__simulated")

    class Meta:
        verbose_name = _("what a date takes up")
        verbose_name_plural = _("what dates take up")
        ordering: ClassVar = ["begins", "pk"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [
            models.Index(fields=["space", "begins"], name="agenda_hold_space"),
            models.Index(fields=["equipment", "begins"], name="agenda_hold_equipment"),
            models.Index(fields=["person", "begins"], name="agenda_hold_person"),
            models.Index(fields=["body", "begins"], name="agenda_hold_body"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="agenda_hold_ends_later",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=False, equipment__isnull=True, person="", body="")
                | Q(space__isnull=True, equipment__isnull=False, person="", body="")
                | (Q(space__isnull=True, equipment__isnull=True, body="") & ~Q(person=""))
                | (Q(space__isnull=True, equipment__isnull=True, person="") & ~Q(body="")),
                name="agenda_hold_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="agenda_hold_some"),
        ]

    def __str__(self) -> str:
        held = self.person or self.body or self.space or self.equipment
        return f"{held} · {self.begins:%Y-%m-%d %H:%M}"


class ClashLevel(models.Model):
    """What one kind of clash does in a centre, where it is not what it does elsewhere."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="clash_levels", verbose_name=_("centre")
    )
    kind = models.CharField(_("clash"), max_length=9, choices=ClashKind.choices)
    level = models.CharField(_("what it does"), max_length=6, choices=Level.choices)

    within = Within(Thing.CENTRE, centre="centre", simulated="centre__simulated")

    class Meta:
        verbose_name = _("level of a clash")
        verbose_name_plural = _("levels of clashes")
        ordering: ClassVar = ["centre", "kind"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind"], name="agenda_clashlevel_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ClashKind.values), name="agenda_clashlevel_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="agenda_clashlevel_known_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_level_display()}"
