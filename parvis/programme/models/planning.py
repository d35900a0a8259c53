"""Co-building: what partners propose, and the meetings of a centre that decide about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre
from parvis.kernel.history import kept
from parvis.kernel.simulated import SameWorld, Simulated, world
from parvis.kernel.words import WordsField
from parvis.partners.models import Partner
from parvis.programme.enums import CoordinationState, Decision
from parvis.programme.models.sessions import Session


class Coordination(Simulated):
    """A meeting of the people who build the programme of a centre: what waits, what is decided."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="coordinations", verbose_name=_("centre")
    )
    day = models.DateField(_("day"))
    state = models.CharField(
        _("state"),
        max_length=7,
        choices=CoordinationState.choices,
        default=CoordinationState.PLANNED,
    )
    note = models.TextField(_("note"), blank=True)

    within = Within(Thing.SESSION, centre="centre")

    class Meta:
        verbose_name = _("coordination meeting")
        verbose_name_plural = _("coordination meetings")
        ordering: ClassVar = ["-day", "centre"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "day"], name="programme_coordination_once"),
            models.CheckConstraint(
                condition=Q(state__in=CoordinationState.values),
                name="programme_coordination_known_state",
            ),
            world("programme_coordination_world"),
            SameWorld(field="centre", name="programme_coordination_centre_world"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.day}"


class Proposal(models.Model):
    """What a partner said when it proposed a session, and what the coordination answered."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, related_name="proposal", verbose_name=_("session")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("partner")
    )
    note = models.TextField(_("what the partner adds"), blank=True)
    proposed_at = models.DateTimeField(_("proposed"))
    coordination = models.ForeignKey(
        Coordination,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("meeting that decides"),
    )
    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision.choices, default=Decision.WAITING
    )
    answer = WordsField(_("answer to the partner"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    within = Within(
        Thing.SESSION,
        centre="session__entry__centre",
        partner="partner",
        simulated="session__simulated",
    )

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["proposed_at", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="programme_proposal_known_decision"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING) | Q(decided_at__isnull=False),
                name="programme_proposal_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.session}"
