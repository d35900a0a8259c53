"""Who works at a centre: roles that sign in, and the directory of its team."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Post as AbstractPost
from parvis.accounts.models import StayQuerySet
from parvis.accounts.roles import Reach, Thing, Within
from parvis.centres.enums import CentreRole
from parvis.centres.models.places import Centre
from parvis.kernel.history import kept
from parvis.kernel.words import WordsField


class Post(AbstractPost):
    """A role held at one centre."""

    reach = Reach.CENTRE
    within = Within(Thing.STAFF, centre="centre")
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="posts", verbose_name=_("centre")
    )
    role = models.CharField(_("role"), max_length=16, choices=CentreRole.choices)

    class Meta:
        verbose_name = _("post at a centre")
        verbose_name_plural = _("posts at a centre")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=CentreRole.values), name="centres_post_known_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")),
                name="centres_post_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.centre}"


class TeamMember(models.Model):
    """Someone of the team of a centre, from a day until a day; an end takes effect by itself.

    A name, an address and a telephone number are each shown in public only from the day the
    person agreed to it (rule R22); an empty date is no agreement, and taking it back empties it.
    """

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="team", verbose_name=_("centre")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=140, db_collation="C", editable=False)
    function = WordsField(_("function"))
    email = models.EmailField(_("professional e-mail"), blank=True)
    phone = models.CharField(_("professional telephone"), max_length=30, blank=True)
    start = models.DateField(_("from"))
    until = models.DateField(_("until, last day included"), null=True, blank=True)
    name_agreed = models.DateField(_("agreed to show the name"), null=True, blank=True)
    email_agreed = models.DateField(_("agreed to show the e-mail"), null=True, blank=True)
    phone_agreed = models.DateField(_("agreed to show the telephone"), null=True, blank=True)

    within = Within(Thing.STAFF, centre="centre", simulated="centre__simulated")
    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("members of the team")
        ordering: ClassVar = ["centre", "sort_key"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "name", "start"], name="centres_teammember_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")),
                name="centres_teammember_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
