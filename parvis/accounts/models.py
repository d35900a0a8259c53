"""Staff accounts and posts; no visitor is ever a row here."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.accounts.enums import NetworkRole
from parvis.kernel.history import kept


class UserManager(BaseUserManager["User"]):
    """Makes accounts with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """An account that can sign in; without a password it cannot until one is set."""
        user = self.model(email=self.normalize_email(email).casefold(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who works in a centre, for a partner or for the network."""

    email = models.EmailField(_("professional e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the technical administration"), default=False)
    language = models.CharField(_("language of the interface"), max_length=5, default="fr")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("members of staff")

    def __str__(self) -> str:
        return self.name

    @property
    def is_demonstration(self) -> bool:
        """Whether the address stands in a domain kept for examples (RFC 2606): nobody has it."""
        domain = self.email.rpartition("@")[2].casefold()
        return domain.endswith((".example", ".test", ".invalid")) or domain in {
            "example.org",
            "example.com",
            "example.net",
        }

    def get_full_name(self) -> str:
        """For Wagtail, which asks."""
        return self.name


class PostQuerySet(models.QuerySet[Any]):
    """Words about posts."""

    def in_force(self, on: datetime.date) -> PostQuerySet:
        """Begun and not ended on that day; the last day counts."""
        return self.filter(Q(start__lte=on), Q(until__isnull=True) | Q(until__gte=on))


class Post(models.Model):
    """Someone holds a role from a day until a day; an end takes effect by itself."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="%(app_label)s_posts", verbose_name=_("who")
    )
    start = models.DateField(_("from"))
    until = models.DateField(_("until, last day included"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        abstract = True


class NetworkPost(Post):
    """A role held across the installation, at no centre and no partner."""

    role = models.CharField(_("role"), max_length=24, choices=NetworkRole.choices)

    class Meta:
        verbose_name = _("network post")
        verbose_name_plural = _("network posts")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=NetworkRole.values), name="accounts_networkpost_known_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("start")),
                name="accounts_networkpost_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
