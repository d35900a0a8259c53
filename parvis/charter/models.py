"""Versions of the Charter, and acceptances by members of staff.

Members and agreements stand in rooms above: what they accepted is a heir of `Accepted` there.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import User
from parvis.accounts.roles import Thing, Within
from parvis.kernel.history import kept
from parvis.kernel.simulated import Simulated, world


class Version(Simulated):
    """The text of the Charter as adopted on a day, in one language; never changed once accepted.

    Without its text a version can be referred to, but nobody is asked to accept what they cannot
    read.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    adopted_on = models.DateField(_("adopted"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5)
    text = models.TextField(_("text"), blank=True)

    within = Within(Thing.DIRECTORY)

    class Meta:
        verbose_name = _("version of the Charter")
        verbose_name_plural = _("versions of the Charter")
        ordering: ClassVar = ["-adopted_on", "-pk"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            world("charter_version_world"),
        ]

    def __str__(self) -> str:
        return self.title


class Accepted(models.Model):
    """Columns of whatever accepted the Charter: which version, on which day."""

    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_%(class)s_rows",
        verbose_name=_("version of the Charter"),
    )
    on = models.DateField(_("accepted on"))

    class Meta:
        abstract = True


class StaffAcceptance(models.Model):
    """A member of staff read a version and said yes, themselves, at an hour."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="charter_acceptances", verbose_name=_("who")
    )
    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        related_name="staff",
        verbose_name=_("version of the Charter"),
    )
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("acceptance by a member of staff")
        verbose_name_plural = _("acceptances by members of staff")
        ordering: ClassVar = ["-at"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "version"], name="charter_staffacceptance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.version}"
