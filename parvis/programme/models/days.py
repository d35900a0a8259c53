"""Big days: who makes them, stands, rosters, slots, speakers, documents, key points."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.enums import Need
from parvis.centres.models import Centre
from parvis.kernel.history import kept
from parvis.kernel.words import WordsField, spoken
from parvis.partners.models import Partner
from parvis.programme.enums import HostRole
from parvis.programme.models.sessions import Session
from parvis.tallies.enums import HalfDay

_OF_ITS_SESSION = Within(
    Thing.SESSION,
    centre="session__entry__centre",
    partner="session__hosts__partner",
    simulated="session__simulated",
)


class Host(models.Model):
    """One organisation that makes a session: a partner, a centre, or one known by its name."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="hosts", verbose_name=_("session")
    )
    role = models.CharField(
        _("what it does"), max_length=11, choices=HostRole.choices, default=HostRole.PARTNER
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("partner"),
    )
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("centre"),
    )
    name = models.CharField(_("another organisation"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    within = _OF_ITS_SESSION

    class Meta:
        verbose_name = _("organisation in a session")
        verbose_name_plural = _("organisations in sessions")
        ordering: ClassVar = ["session", "order", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=HostRole.values), name="programme_host_known_role"
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False, centre__isnull=True, name="")
                | Q(partner__isnull=True, centre__isnull=False, name="")
                | (Q(partner__isnull=True, centre__isnull=True) & ~Q(name="")),
                name="programme_host_is_one",
                violation_error_message=_("Choose a partner or a centre, or write a name."),
            ),
            models.UniqueConstraint(
                fields=["session", "role", "partner", "centre", "name"],
                name="programme_host_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner or self.centre or self.name)


class Stand(models.Model):
    """A stand of a fair or of a practice market, kept by whoever holds it, by a signed link."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="stands", verbose_name=_("session")
    )
    number = models.CharField(_("number"), max_length=8)
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stands",
        verbose_name=_("partner"),
    )
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stands",
        verbose_name=_("centre"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    left = models.PositiveSmallIntegerField(
        _("from the left of the plan, in percent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    top = models.PositiveSmallIntegerField(
        _("from the top of the plan, in percent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    offers = WordsField(_("what one finds there"))
    needs = models.JSONField(
        _("needs it answers"), default=list, blank=True, validators=[Need.known]
    )
    practice = models.BooleanField(_("shows a practice of the network"), default=False)
    serial = models.PositiveIntegerField(default=1, editable=False)

    within = _OF_ITS_SESSION

    class Meta:
        verbose_name = _("stand")
        verbose_name_plural = _("stands")
        ordering: ClassVar = ["session", "number"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "number"], name="programme_stand_once"),
            models.CheckConstraint(
                condition=(Q(left__isnull=True) | Q(left__lte=100))
                & (Q(top__isnull=True) | Q(top__lte=100)),
                name="programme_stand_on_the_plan",
            ),
        ]

    def __str__(self) -> str:
        who = self.name or str(self.partner or self.centre or "")
        return f"{self.number} · {who}" if who else self.number


class Roster(models.Model):
    """Which centre holds a shared stand, on which half-day."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="roster", verbose_name=_("session")
    )
    day = models.DateField(_("day"))
    half_day = models.CharField(_("half-day"), max_length=2, choices=HalfDay.choices)
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="rosters", verbose_name=_("centre")
    )

    within = _OF_ITS_SESSION

    class Meta:
        verbose_name = _("half-day of a centre on a stand")
        verbose_name_plural = _("half-days of centres on a stand")
        ordering: ClassVar = ["session", "day", "half_day", "centre"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "day", "half_day", "centre"], name="programme_roster_once"
            ),
            models.CheckConstraint(
                condition=Q(half_day__in=HalfDay.values), name="programme_roster_known_half_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_half_day_display()} · {self.centre}"


class Slot(models.Model):
    """A part of the day of an event, or one appointment beside walking in (rule R04)."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="slots", verbose_name=_("session")
    )
    begins = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    appointment = models.BooleanField(_("by appointment"), default=False)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    note = WordsField(_("note"))

    within = _OF_ITS_SESSION

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering: ClassVar = ["session", "begins", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="programme_slot_ends_later",
                violation_error_message=_("It ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["session", "begins", "ends", "appointment"], name="programme_slot_once"
            ),
        ]

    def __str__(self) -> str:
        zone = self.session.entry.zone
        return f"{self.begins.astimezone(zone):%H:%M}–{self.ends.astimezone(zone):%H:%M}"


class Speaker(models.Model):
    """Somebody who speaks in public at a session; shown as announced, by their own agreement."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="speakers", verbose_name=_("session")
    )
    name = models.CharField(_("name"), max_length=120)
    function = WordsField(_("function"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    agreed = models.DateField(_("agreed to be named"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    within = _OF_ITS_SESSION

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering: ClassVar = ["session", "order", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "name"], name="programme_speaker_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """A document of a session, where it lies."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="documents", verbose_name=_("session")
    )
    title = WordsField(_("title"))
    address = models.URLField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=5, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    within = _OF_ITS_SESSION

    class Meta:
        verbose_name = _("document of a session")
        verbose_name_plural = _("documents of sessions")
        ordering: ClassVar = ["session", "order", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "address"], name="programme_document_once"),
        ]

    def __str__(self) -> str:
        return spoken(self.title)[0] or self.address


class KeyPoint(models.Model):
    """One thing to remember of a study day, published."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="key_points", verbose_name=_("session")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    text = WordsField(_("key point"))

    within = _OF_ITS_SESSION

    class Meta:
        verbose_name = _("key point")
        verbose_name_plural = _("key points")
        ordering: ClassVar = ["session", "order"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "order"], name="programme_keypoint_once"),
        ]

    def __str__(self) -> str:
        return spoken(self.text)[0]
