"""Texts of the report, what was settled about its contradictions, and its publication.

Its figures and dates stay where they are and are only pointed at.
"""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.annualreport.enums import Choice, ContradictionKind, Slot
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated
from parvis.kernel.words import WordsField
from parvis.network.models import Network
from parvis.sources.models import Cited, known_standing


def fingerprint(body: str) -> str:
    """SHA-256 of a text, in hexadecimal: what a translation remembers of its source."""
    return hashlib.sha256(body.encode()).hexdigest()


class Text(Simulated, Cited):
    """One text of the report in one language; a translation remembers what it was made from."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="texts", verbose_name=_("network")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("empty: holds for every year")
    )
    slot = models.CharField(_("slot"), max_length=20, choices=Slot.choices)
    language = models.CharField(_("language"), max_length=5)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    signed = models.CharField(_("signed"), max_length=120)
    is_quotation = models.BooleanField(_("quotation"), default=False)
    written_from = models.CharField(_("translated from"), max_length=5, blank=True)
    source_fingerprint = models.CharField(
        _("fingerprint of the text it was translated from"),
        max_length=64,
        blank=True,
    )

    within = Within(Thing.REPORT)

    class Meta:
        verbose_name = _("report text")
        verbose_name_plural = _("report texts")
        ordering: ClassVar = ["network", "year", "slot", "language"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "year", "slot", "language", "is_quotation"],
                name="annualreport_text_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(slot__in=Slot.values), name="annualreport_text_known_slot"
            ),
            SameWorld(field="network", name="annualreport_text_network_world"),
            known_standing("annualreport_text_known_standing"),
        ]

    def __str__(self) -> str:
        year = self.year or _("every year")
        return f"{self.get_slot_display()} · {year} · {self.language}"


class Resolution(Simulated):
    """Somebody settled a contradiction, and said why.

    It holds for the key, which is made of both values: when one of them changes, the
    contradiction has another key and is open again.
    """

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="resolutions", verbose_name=_("network")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    key = models.CharField(_("fingerprint of the contradiction"), max_length=32)
    kind = models.CharField(_("kind"), max_length=10, choices=ContradictionKind.choices)
    choice = models.CharField(_("choice"), max_length=6, choices=Choice.choices)
    words = WordsField(_("what holds, as it was printed then"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.CharField(_("settled by"), max_length=60)
    is_demonstration = models.BooleanField(_("by a demonstration account"), default=False)
    at = models.DateTimeField(_("settled at"))

    class Meta:
        verbose_name = _("settled contradiction")
        verbose_name_plural = _("settled contradictions")
        ordering: ClassVar = ["network", "year", "at"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "year", "key"], name="annualreport_resolution_once"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=Choice.values), name="annualreport_resolution_known_choice"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="annualreport_resolution_has_a_reason"
            ),
            SameWorld(field="network", name="annualreport_resolution_network_world"),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.year} {self.key}"


class Publication(Simulated):
    """The report of a year as it was approved: it holds for those facts and no others."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="publications", verbose_name=_("network")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    fingerprint = models.CharField(_("fingerprint of the facts"), max_length=64)
    by = models.CharField(_("published by"), max_length=60)
    is_demonstration = models.BooleanField(_("by a demonstration account"), default=False)
    at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering: ClassVar = ["network", "year", "at"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "year", "fingerprint"], name="annualreport_publication_once"
            ),
            SameWorld(field="network", name="annualreport_publication_network_world"),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.year} {self.at:%Y-%m-%d}"
