"""The register of what departs from the principles; lower than every room it watches."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.kernel.history import kept
from parvis.kernel.simulated import Simulated
from parvis.kernel.words import WordsField
from parvis.principles.enums import AlertState, Principle


class LabelAlert(Simulated):
    """A setting that breaks a principle, kept before the label authority until it is mended.

    It names what it is about as the journal does (table and key), for the rooms it watches stand
    above this one; `centre` is the code of the centre, for scope.
    """

    principle = models.CharField(_("principle"), max_length=3, choices=Principle.choices)
    centre = models.SlugField(_("centre"), max_length=60)
    what = models.CharField(_("what"), max_length=63)
    row = models.CharField(_("row"), max_length=64)
    about = WordsField(_("about"))
    detail = WordsField(_("what the setting says"))
    state = models.CharField(
        _("state"), max_length=8, choices=AlertState.choices, default=AlertState.OPEN
    )
    raised = models.DateTimeField(_("raised"))
    answer = models.TextField(_("answer"), blank=True)
    answered = models.DateTimeField(_("answered"), null=True, blank=True)
    mended = models.DateTimeField(_("mended"), null=True, blank=True)

    within = Within(Thing.LABEL_DECISION)

    class Meta:
        verbose_name = _("label alert")
        verbose_name_plural = _("label alerts")
        ordering: ClassVar = ["-raised", "-pk"]
        triggers: ClassVar = [kept]
        indexes: ClassVar = [
            models.Index(fields=["centre", "state"], name="principles_alert_centre")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["what", "row", "principle"],
                condition=~Q(state=AlertState.MENDED),
                name="principles_labelalert_once",
            ),
            models.CheckConstraint(
                condition=Q(principle__in=Principle.values),
                name="principles_labelalert_known_principle",
            ),
            models.CheckConstraint(
                condition=Q(state=AlertState.OPEN, mended__isnull=True)
                | (Q(state=AlertState.ANSWERED, answered__isnull=False) & ~Q(answer=""))
                | Q(state=AlertState.MENDED, mended__isnull=False),
                name="principles_labelalert_state_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principle} · {self.centre} · {self.get_state_display()}"
