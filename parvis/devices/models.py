"""Screens and tablets that need no sign-in, and ticket numbers kept for them."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Pole, Site
from parvis.devices.enums import DeviceKind
from parvis.kernel.history import kept


class Device(models.Model):
    """A screen or tablet of a site, known by a key that only it holds.

    It stands for a place, never for a person: what it sends is signed «device» and its number.
    """

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="devices", verbose_name=_("site")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=DeviceKind.choices)
    name = models.CharField(_("name on its label"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField(_("key given"), db_default=Now())
    revoked_at = models.DateTimeField(_("key taken back"), null=True, blank=True)

    within = Within(Thing.DEVICE, centre="site__centre", simulated="site__centre__simulated")

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering: ClassVar = ["site", "kind", "name", "pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=DeviceKind.values), name="devices_device_known_kind"
            ),
            models.UniqueConstraint(
                fields=["site", "name"],
                condition=Q(revoked_at__isnull=True),
                name="devices_device_name_once",
                violation_error_message=_("Another device of this site has this name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.site}"

    @property
    def is_revoked(self) -> bool:
        """Whether its key opens nothing any more."""
        return self.revoked_at is not None

    @staticmethod
    def digest_of(key: str) -> str:
        """What is kept of a key: enough to know it again, not to make it."""
        return hashlib.sha256(key.encode()).hexdigest()


class LifeSign(models.Model):
    """When a device was last heard of, and how far its clock was from ours."""

    device = models.OneToOneField(
        Device, on_delete=models.CASCADE, related_name="life", verbose_name=_("device")
    )
    seen_at = models.DateTimeField(_("last seen"))
    clock_ahead = models.IntegerField(_("its clock is ahead of ours by (seconds)"), null=True)
    help_at = models.DateTimeField(_("somebody before it asked for help"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.device} · {self.seen_at:%Y-%m-%d %H:%M}"


class Summons(models.Model):
    """A desk at which a member of the staff asks for somebody of reception: no person, no reason.

    The row goes when somebody goes there, at the latest when its day is over.
    """

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="summonses", verbose_name=_("site")
    )
    desk = models.PositiveSmallIntegerField(_("desk"))
    at = models.DateTimeField(_("asked since"))

    class Meta:
        verbose_name = _("call for reception")
        verbose_name_plural = _("calls for reception")
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "desk"], name="devices_summons_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.desk}"


class Pairing(models.Model):
    """A code, shown once in the office and typed once on a screen, which then holds its key."""

    device = models.OneToOneField(
        Device, on_delete=models.CASCADE, related_name="pairing", verbose_name=_("device")
    )
    digest = models.CharField(max_length=64, editable=False)
    until = models.DateTimeField(_("good until"))
    tries = models.PositiveSmallIntegerField(_("wrong codes typed meanwhile"), default=0)

    class Meta:
        verbose_name = _("pairing of a device")
        verbose_name_plural = _("pairings of devices")

    def __str__(self) -> str:
        return f"{self.device} · {self.until:%Y-%m-%d %H:%M}"


class Block(models.Model):
    """Ticket numbers of one pole and one day that one device gives while it has no network.

    Nobody else gives them, so that no number comes twice even between devices that never meet.
    """

    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, related_name="blocks", verbose_name=_("device")
    )
    day = models.DateField(_("day"))
    pole = models.ForeignKey(
        Pole, on_delete=models.PROTECT, related_name="blocks", verbose_name=_("pole")
    )
    letter = models.CharField(_("letter of the sign"), max_length=1)
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("block of numbers")
        verbose_name_plural = _("blocks of numbers")
        ordering: ClassVar = ["day", "letter", "first"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "pole", "device", "first"], name="devices_block_once"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="devices_block_has_numbers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}{self.first:02}–{self.letter}{self.last:02} · {self.device}"
