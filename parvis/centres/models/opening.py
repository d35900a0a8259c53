"""When a site is open: ordinary hours, special days, closures."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.enums import ClosureKind
from parvis.centres.models.places import Site
from parvis.kernel.dates import PartialDateField
from parvis.kernel.history import kept
from parvis.kernel.words import WordsField
from parvis.sources.models import Cited, known_standing


class Hours(Cited):
    """Opening hours of one weekday at one site, in the centre's own time zone."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="hours", verbose_name=_("site")
    )
    weekday = models.PositiveSmallIntegerField(
        _("weekday, Monday is 1"), validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    start = PartialDateField(_("from"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)
    by_appointment = models.BooleanField(_("by appointment"), default=False)
    note = WordsField(_("note"))

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering: ClassVar = ["site", "weekday", "opens"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "weekday", "opens", "start"],
                name="centres_hours_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="centres_hours_weekday"
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="centres_hours_close_after_opening"
            ),
            known_standing("centres_hours_known_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


def validate_openings(value: object) -> None:
    """Refuse anything but [["09:00", "12:30"], …] in order, none into the next."""
    try:
        spans = [
            (datetime.time.fromisoformat(opens), datetime.time.fromisoformat(closes))
            for opens, closes in value  # type: ignore[attr-defined]
        ]
    except (TypeError, ValueError) as wrong:
        raise ValidationError(_("Write each opening as two times, 09:00 and 12:30.")) from wrong
    for opens, closes in spans:
        if closes <= opens:
            raise ValidationError(
                _("%(opens)s–%(closes)s closes before it opens.")
                % {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
            )
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            raise ValidationError(
                _("Two openings of that day overlap: %(one)s and %(other)s.")
                % {
                    "one": f"{before[0]:%H:%M}–{before[1]:%H:%M}",
                    "other": f"{after[0]:%H:%M}–{after[1]:%H:%M}",
                }
            )


class SpecialDay(models.Model):
    """The hours of one day, in place of the ordinary ones and of a public holiday."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="special_days", verbose_name=_("site")
    )
    day = models.DateField(_("day"))
    openings = models.JSONField(
        _("openings"), default=list, blank=True, validators=[validate_openings]
    )
    by_appointment = models.BooleanField(_("by appointment"), default=False)
    reason = WordsField(_("reason"))

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering: ClassVar = ["site", "day"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "day"], name="centres_specialday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.day}"


class Closure(models.Model):
    """Days on which a site stays closed, whatever its hours say."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="closures", verbose_name=_("site")
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until, last day included"))
    kind = models.CharField(_("kind"), max_length=8, choices=ClosureKind.choices)
    reason = WordsField(_("reason"))

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering: ClassVar = ["site", "start"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "start"], name="centres_closure_once"),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="centres_closure_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ClosureKind.values), name="centres_closure_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.start} – {self.end}"
