"""Where a mobile facility stops, and when: the timetable of a bus or a caravan."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models.places import Site
from parvis.kernel import recurrence
from parvis.kernel.history import kept
from parvis.kernel.words import WordsField


class Stop(models.Model):
    """A place where a mobile facility stands, from when to when, once or again and again.

    Kept by the centre itself, so it cites no source. Times are on the wall of the site.
    """

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="stops", verbose_name=_("mobile facility")
    )
    commune = models.CharField(_("commune"), max_length=120)
    place = models.CharField(_("place"), max_length=160)
    first = models.DateField(_("first day"))
    rule = models.CharField(
        _("recurrence (RRULE)"),
        max_length=recurrence.LONGEST,
        blank=True,
        validators=[recurrence.validate],
    )
    last = models.DateField(_("last day"), null=True, blank=True)
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    step_free = models.BooleanField(_("step-free access"), null=True, blank=True)
    note = WordsField(_("note"))

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering: ClassVar = ["site", "commune", "first", "begins"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "commune", "place", "first", "begins"], name="centres_stop_once"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="centres_stop_ends_later",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")),
                name="centres_stop_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune} · {self.place}"

    @property
    def hours(self) -> str:
        """«09:00–12:30»."""
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"

    @property
    def repeats(self) -> str:
        """In words: «every week: Tuesday»; of once, nothing."""
        return recurrence.described(self.rule, self.first)
