"""Interviews by codes, needs seen, and one's own figures. Nothing about a person is kept.

Columns that could hold words and foreign keys stand in the allow-list of
tests/architecture/test_anonymity.py with their reasons.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre, Pole, Site
from parvis.counselling.enums import Duration, NextStep, Outcome, Subject
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated
from parvis.kernel.words import WordsField
from parvis.tallies.enums import HalfDay
from parvis.visits.enums import Channel, Territory
from parvis.visits.models import LANGUAGE, Day


class Interview(models.Model):
    """One individual interview, closed: codes and a half-day.

    No key leads to a visit, a ticket, a desk or a counsellor; its own is drawn at random. A code
    left empty was not filled in, which is said as that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(
        Day, on_delete=models.PROTECT, related_name="interviews", verbose_name=_("day")
    )
    half_day = models.CharField(_("half-day"), max_length=2, choices=HalfDay.choices)
    pole = models.ForeignKey(
        Pole, on_delete=models.PROTECT, related_name="interviews", verbose_name=_("pole")
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=6, blank=True)
    duration = models.CharField(_("duration"), max_length=5, choices=Duration.choices, blank=True)
    subject = models.CharField(_("subject"), max_length=24, choices=Subject.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    next_step = models.CharField(
        _("next step"), max_length=12, choices=NextStep.choices, blank=True
    )

    within = Within(Thing.INTERVIEW, centre="day__centre", simulated="day__simulated")

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        indexes: ClassVar = [models.Index(fields=["day", "pole"], name="counselling_interview_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(half_day__in=HalfDay.values), name="counselling_interview_half_day"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="counselling_interview_channel"
            ),
            models.CheckConstraint(
                condition=Q(language="") | Q(language__regex=LANGUAGE),
                name="counselling_interview_language_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(duration="") | Q(duration__in=Duration.values),
                name="counselling_interview_duration",
            ),
            models.CheckConstraint(
                condition=Q(subject="") | Q(subject__in=Subject.values),
                name="counselling_interview_subject",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=Outcome.values),
                name="counselling_interview_outcome",
            ),
            models.CheckConstraint(
                condition=Q(next_step="") | Q(next_step__in=NextStep.values),
                name="counselling_interview_next_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.get_half_day_display()}"


class Theme(models.Model):
    """A need that counsellors of a centre may see and flag; the centre's own list."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="themes", verbose_name=_("centre")
    )
    code = models.SlugField(_("code"), max_length=60)
    name = WordsField(_("name"))
    retired = models.BooleanField(_("no longer offered"), default=False)

    within = Within(Thing.CENTRE, centre="centre", simulated="centre__simulated")

    class Meta:
        verbose_name = _("theme of need")
        verbose_name_plural = _("themes of need")
        ordering: ClassVar = ["centre", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "code"], name="counselling_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.code}"


class NeedFlag(Simulated):
    """How often a need was seen at a site in a month, by where people came from, coarsely."""

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="need_flags", verbose_name=_("site")
    )
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="need_flags", verbose_name=_("centre")
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="flags", verbose_name=_("theme")
    )
    zone = models.CharField(_("where from"), max_length=12, choices=Territory.choices, blank=True)
    month = models.DateField(_("month, by its first day"))
    n = models.PositiveIntegerField(_("how often"), default=0)

    within = Within(Thing.TALLY, centre="centre")

    class Meta:
        verbose_name = _("need seen")
        verbose_name_plural = _("needs seen")
        ordering: ClassVar = ["-month", "theme", "zone"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "theme", "zone", "month"], name="counselling_needflag_once"
            ),
            models.CheckConstraint(
                condition=Q(zone="") | Q(zone__in=Territory.values),
                name="counselling_needflag_zone",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="counselling_needflag_by_month"),
            SameWorld(field="centre", name="counselling_needflag_centre_world"),
        ]

    def __str__(self) -> str:
        return f"{self.theme} · {self.month:%Y-%m}: {self.n}"


class OwnCount(models.Model):
    """One's own figures of a month, for oneself alone (rule R08).

    The database itself shows them to nobody else (row-level policy): no manager, no partner, no
    administrator. They are of months, never of days, and lead to no interview.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("counsellor"),
    )
    month = models.DateField(_("month, by its first day"))
    cell = models.CharField(_("cell"), max_length=60)
    n = models.PositiveIntegerField(_("how many"), default=0)

    class Meta:
        verbose_name = _("own figure")
        verbose_name_plural = _("own figures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "month", "cell"], name="counselling_owncount_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="counselling_owncount_by_month"),
            models.CheckConstraint(
                condition=Q(cell__regex=r"^[a-z0-9_+/-]+$"), name="counselling_owncount_codes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.cell}: {self.n}"
