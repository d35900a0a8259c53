"""Rooms and corners of a site, and what stands in them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.enums import EquipmentKind, SpaceKind
from parvis.centres.models.places import Site
from parvis.kernel.history import kept
from parvis.kernel.words import WordsField, spoken


class Space(models.Model):
    """A room or a corner of a site: how many people it takes, and how one gets in."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="spaces", verbose_name=_("site")
    )
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=SpaceKind.choices)
    name = WordsField(_("name"))
    capacity = models.PositiveSmallIntegerField(_("people it takes"), null=True, blank=True)
    square_metres = models.DecimalField(
        _("square metres"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )
    step_free = models.BooleanField(
        _("reached without a step"), null=True, help_text=_("empty: not stated")
    )
    access = WordsField(_("how to get in"))
    until = models.DateField(_("until, last day included"), null=True, blank=True)

    within = Within(Thing.CENTRE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering: ClassVar = ["site", "code"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "code"], name="centres_space_once"),
            models.CheckConstraint(
                condition=Q(kind__in=SpaceKind.values), name="centres_space_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{spoken(self.name)[0] or self.code} ({self.site})"


class Equipment(models.Model):
    """What anybody may use in a space, counted in places."""

    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, related_name="equipment", verbose_name=_("space")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EquipmentKind.choices)
    places = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1)])
    note = WordsField(_("note"))

    within = Within(
        Thing.CENTRE, centre="space__site__centre", simulated="space__site__centre__simulated"
    )

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        ordering: ClassVar = ["space", "kind"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "kind"], name="centres_equipment_once"),
            models.CheckConstraint(
                condition=Q(kind__in=EquipmentKind.values), name="centres_equipment_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1), name="centres_equipment_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space} · {self.get_kind_display()}"
