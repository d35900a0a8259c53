"""Bodies and those who sit in them; public role-holders only, and no contact of theirs."""

from __future__ import annotations

import datetime
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.governance.enums import BodyKind, MeetingKind
from parvis.kernel.dates import PartialDateField
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated, world
from parvis.kernel.words import WordsField, spoken
from parvis.network.models import Network
from parvis.sources.enums import Standing
from parvis.sources.models import Cited, known_standing
from parvis.ui.calendar import spelled


class Person(Simulated, Cited):
    """A public role-holder, by name; the same person keeps the same row through all roles."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="people", verbose_name=_("network")
    )
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=140, db_collation="C", editable=False)
    variants = models.JSONField(_("other spellings"), default=list, blank=True)
    affiliation = WordsField(_("affiliation as printed"))

    within = Within(Thing.MANDATE)

    class Meta:
        verbose_name = _("role-holder")
        verbose_name_plural = _("role-holders")
        ordering: ClassVar = ["sort_key"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "code"], name="governance_person_once"),
            world("governance_person_world"),
            SameWorld(field="network", name="governance_person_network_world"),
            known_standing("governance_person_known_standing"),
        ]

    def __str__(self) -> str:
        return self.name


class Body(Simulated, Cited):
    """An assembly, a committee, a group or a team of the network."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="bodies", verbose_name=_("network")
    )
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=BodyKind.choices)
    name = WordsField(_("name"))
    mandate = WordsField(_("what it is for"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    within = Within(Thing.MANDATE)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering: ClassVar = ["order", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "code"], name="governance_body_once"),
            world("governance_body_world"),
            SameWorld(field="network", name="governance_body_network_world"),
            known_standing("governance_body_known_standing"),
        ]

    def __str__(self) -> str:
        return spoken(self.name)[0] or self.code


P = TypeVar("P", bound="Period")


class PeriodQuerySet(models.QuerySet[P]):
    """Words about what holds for a time."""

    def on(self, day: datetime.date) -> PeriodQuerySet[P]:
        """Stated and in force that day.

        An end is the last day in office, so it still holds on it; an end known to the month or
        the year holds until that month or year is over.
        """
        text = day.isoformat()
        begun = Q(start__lte=text) | Q(start__isnull=True, attested__lte=text)
        not_ended = Q(end__isnull=True) | Q(end__gte=text) | Q(end__in=[text[:4], text[:7]])
        still_seen = Q(last_attested__isnull=True) | Q(last_attested__gte=text[:4])
        return self.filter(begun, not_ended, still_seen, standing=Standing.STATED)


class Period(Cited):
    """From when until when, as far as sources say.

    `attested` is the first date a source shows it when its beginning is not stated;
    `last_attested` the last one when its end is not.
    """

    start = PartialDateField(_("from"), null=True, blank=True)
    attested = PartialDateField(_("first shown"), null=True, blank=True)
    last_attested = PartialDateField(_("last shown, its end undated"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True


class Office(Period):
    """A seat of a body; one that nobody holds is vacant."""

    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, related_name="offices", verbose_name=_("body")
    )
    code = models.SlugField(_("code"), max_length=60)
    name = WordsField(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_honorary = models.BooleanField(_("honorary: beside the body, never vacant"), default=False)

    within = Within(Thing.MANDATE, simulated="body__simulated")
    objects = PeriodQuerySet["Office"].as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering: ClassVar = ["body", "order", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "code"], name="governance_office_once"),
            known_standing("governance_office_known_standing"),
        ]

    def __str__(self) -> str:
        return spoken(self.name)[0] or self.code


class Mandate(Period, Simulated):
    """Someone holds an office of a body for a time."""

    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("body")
    )
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("office"),
        help_text=_("empty: not stated"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("who")
    )
    title = WordsField(_("role as printed"))
    elected_by = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="elections",
        verbose_name=_("elected by"),
    )
    note = WordsField(_("note"))

    within = Within(Thing.MANDATE)
    objects = PeriodQuerySet["Mandate"].as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering: ClassVar = ["office__order", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "office", "person", "start", "attested"],
                name="governance_mandate_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="governance_mandate_ends_after_it_starts",
            ),
            SameWorld(field="body", name="governance_mandate_body_world"),
            SameWorld(field="person", name="governance_mandate_person_world"),
            SameWorld(field="elected_by", name="governance_mandate_elected_by_world"),
            known_standing("governance_mandate_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.office or self.body}"


class Meeting(Simulated, Cited):
    """One meeting of a body, with its date; none is made up where only a number is known."""

    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("body")
    )
    code = models.SlugField(_("code"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=MeetingKind.choices)
    date = PartialDateField(_("date"))
    prepares = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="preparatory_sessions",
        verbose_name=_("prepares"),
    )
    place = WordsField(_("place"))
    is_online = models.BooleanField(_("online"), default=False)
    is_announced = models.BooleanField(
        _("announced, and no source says it took place"), default=False
    )

    within = Within(Thing.MEETING)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering: ClassVar = ["date", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "code"], name="governance_meeting_once"),
            models.CheckConstraint(
                condition=Q(kind__in=MeetingKind.values), name="governance_meeting_known_kind"
            ),
            world("governance_meeting_world"),
            SameWorld(field="body", name="governance_meeting_body_world"),
            SameWorld(field="prepares", name="governance_meeting_prepares_world"),
            known_standing("governance_meeting_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {spelled(self.date)}"
