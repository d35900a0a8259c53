"""Organisations, and who acts for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Post as AbstractPost
from parvis.centres.models import Centre
from parvis.kernel.history import kept
from parvis.kernel.simulated import Simulated, world
from parvis.kernel.words import WordsField
from parvis.partners.enums import Field, PartnerRole
from parvis.sources.models import Cited, known_standing


class Partner(Simulated, Cited):
    """An organisation named as a partner of one or several centres."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=220, db_collation="C", editable=False)
    country = models.CharField(_("country (ISO 3166)"), max_length=2, blank=True)
    field = models.CharField(_("field"), max_length=12, choices=Field.choices)
    about = WordsField(_("about"))
    centres = models.ManyToManyField(
        Centre, related_name="partners", blank=True, verbose_name=_("centres")
    )

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering: ClassVar = ["sort_key"]
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            world("partners_partner_world"),
            known_standing("partners_partner_known_standing"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(AbstractPost):
    """A role held at one partner."""

    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="posts", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=12, choices=PartnerRole.choices)

    class Meta:
        verbose_name = _("post at a partner")
        verbose_name_plural = _("posts at a partner")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=PartnerRole.values), name="partners_post_known_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")),
                name="partners_post_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.partner}"
