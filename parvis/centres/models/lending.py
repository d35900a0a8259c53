"""Screens of a centre lent to counsellors, each with a short code."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import User
from parvis.accounts.roles import Thing, Within
from parvis.centres.models.places import Centre
from parvis.kernel.history import kept


class SharedPost(models.Model):
    """A workstation of a centre lent to counsellors for a shift, each with a short code.

    It holds no account: until a code is typed, whoever stands before it is nobody.
    """

    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="shared_posts", verbose_name=_("centre")
    )
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="shared_posts", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    until = models.DateTimeField(_("until the end of the shift"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    within = Within(Thing.SHARED_POST, centre="centre")

    class Meta:
        verbose_name = _("shared post")
        verbose_name_plural = _("shared posts")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="centres_sharedpost_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at_home(self) -> datetime.datetime:
        """The end of the shift, in the centre's own time."""
        return self.until.astimezone(self.centre.zone).replace(tzinfo=None)

    @property
    def is_open(self) -> bool:
        """Whether a code may still be typed there."""
        return self.closed_at is None and timezone.now() < self.until


class ShortCode(models.Model):
    """Six digits by which one counsellor takes up one shared post, until its shift ends."""

    post = models.ForeignKey(
        SharedPost, on_delete=models.CASCADE, related_name="codes", verbose_name=_("shared post")
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="short_codes", verbose_name=_("who")
    )
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("short code")
        verbose_name_plural = _("short codes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "user"], name="centres_shortcode_one_each"),
            models.UniqueConstraint(fields=["post", "digest"], name="centres_shortcode_not_shared"),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.user}"
