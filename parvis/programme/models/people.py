"""Professionals who say who they are: never mixed with the rows of visitors.

The database shows these rows to whoever may read registrations, and to nobody else (row-level
policy); they are erased when their session has been told.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre
from parvis.programme.enums import RegistrationState, Way
from parvis.programme.models.sessions import Session


class Registration(models.Model):
    """A professional who comes to a seminar, a study day or a webinar.

    `list_of` is the centre that keeps the list; empty, it is the network's. The row goes after
    `until`; what stays are figures of the session.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("session")
    )
    list_of = models.ForeignKey(
        Centre,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose list"),
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("professional e-mail"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("centre"),
    )
    country = models.CharField(
        _("country (ISO 3166)"), max_length=2, validators=[RegexValidator(r"^[A-Z]{2}$")]
    )
    way = models.CharField(_("way in"), max_length=7, choices=Way.choices, default=Way.ON_SITE)
    language = models.CharField(_("language"), max_length=5, default="fr")
    workshops = models.ManyToManyField(
        Session, blank=True, related_name="chosen_by", verbose_name=_("workshops chosen")
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=RegistrationState.choices,
        default=RegistrationState.REGISTERED,
    )
    digest = models.BinaryField(_("digest of its key"), max_length=32, editable=False)
    registered_at = models.DateTimeField(_("registered"))
    until = models.DateField(_("kept until"))

    within = Within(Thing.REGISTRATION, centre="list_of", simulated="session__simulated")

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["session", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "email"], name="programme_registration_once"
            ),
            models.UniqueConstraint(fields=["digest"], name="programme_registration_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values),
                name="programme_registration_known_state",
            ),
            models.CheckConstraint(
                condition=Q(way__in=Way.values), name="programme_registration_known_way"
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="programme_registration_country"
            ),
        ]

    def __str__(self) -> str:
        return self.name
