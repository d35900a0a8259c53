"""How many came, as staff counted or estimated it; what a source says where no rows were kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated
from parvis.programme.enums import Audience, Counted, Stated
from parvis.programme.models.sessions import Session
from parvis.sources.models import Cited, known_standing
from parvis.tallies.enums import HalfDay, Qualifier

MOST = 1_000_000


def shares(value: Any) -> None:
    """Refuse anything but {audience: how many}; raises ValidationError."""
    if not isinstance(value, dict):
        raise ValidationError(_("Each public has a number."))
    Audience.known(list(value))
    if any(type(one) is not int or not 0 <= one <= MOST for one in value.values()):
        raise ValidationError(_("Each public has a number."))


class Headcount(models.Model):
    """How many were there on a day, or a half-day of it, by one way of counting."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="headcounts", verbose_name=_("session")
    )
    day = models.DateField(_("day"))
    half_day = models.CharField(_("half-day"), max_length=2, choices=HalfDay.choices, blank=True)
    method = models.CharField(
        _("how"), max_length=9, choices=Counted.choices, default=Counted.COUNTED
    )
    n = models.PositiveIntegerField(_("how many"), validators=[MaxValueValidator(MOST)])
    qualifier = models.CharField(
        _("how it is told"), max_length=9, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    shares = models.JSONField(_("of which public"), default=dict, blank=True, validators=[shares])

    within = Within(
        Thing.ATTENDANCE,
        centre="session__entry__centre",
        partner="session__hosts__partner",
        simulated="session__simulated",
    )

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering: ClassVar = ["session", "day", "half_day"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "day", "half_day"], name="programme_headcount_once"
            ),
            models.CheckConstraint(
                condition=Q(half_day="") | Q(half_day__in=HalfDay.values),
                name="programme_headcount_known_half_day",
            ),
            models.CheckConstraint(
                condition=Q(method__in=Counted.values), name="programme_headcount_known_method"
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=Qualifier.values),
                name="programme_headcount_known_qualifier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.n}"


class StatedFigure(Simulated, Cited):
    """A figure that a source gives of a big day of which no records were kept here."""

    session = models.ForeignKey(
        Session,
        on_delete=models.CASCADE,
        related_name="stated_figures",
        verbose_name=_("session"),
    )
    what = models.CharField(_("of what"), max_length=13, choices=Stated.choices)
    n = models.PositiveIntegerField(_("how many"))
    qualifier = models.CharField(
        _("how it is told"), max_length=9, choices=Qualifier.choices, default=Qualifier.EXACT
    )

    within = Within(Thing.SESSION, centre="session__entry__centre")

    class Meta:
        verbose_name = _("figure a source gives of a session")
        verbose_name_plural = _("figures sources give of sessions")
        ordering: ClassVar = ["session", "what"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "what"], name="programme_stated_once"),
            models.CheckConstraint(
                condition=Q(what__in=Stated.values), name="programme_stated_known"
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=Qualifier.values), name="programme_stated_qualifier"
            ),
            known_standing("programme_stated_standing"),
            SameWorld(field="session", name="programme_stated_session_world"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.n}"
