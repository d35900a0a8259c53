"""Staff accounts and posts; no visitor is ever a row here."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.enums import Means, NetworkRole, Outcome
from parvis.accounts.roles import ROLES, Reach, Role, Thing, Within
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


class StayQuerySet(models.QuerySet[Any]):
    """Words about whatever lasts from a day until a day."""

    def in_force(self, on: datetime.date) -> StayQuerySet:
        """Begun and not over on that day; the last day counts."""
        return self.filter(Q(start__lte=on), Q(until__isnull=True) | Q(until__gte=on))


class PostQuerySet(StayQuerySet):
    """Words about posts."""

    def in_force(self, on: datetime.date) -> StayQuerySet:
        """Begun and not ended on that day; the last day counts, unless somebody ended it before."""
        return super().in_force(on).filter(Q(ended_at__isnull=True) | Q(ended_at__date__gt=on))


class Post(models.Model):
    """Someone holds a role from a day until a day; an end takes effect by itself."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="%(app_label)s_posts", verbose_name=_("who")
    )
    start = models.DateField(_("from"))
    until = models.DateField(_("until, last day included"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended before its time"), null=True, blank=True)

    reach: ClassVar[Reach]
    """How far a role of this kind goes; its foreign key to a place has the same name."""
    within: ClassVar[Within]
    role: str

    objects = PostQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def held(self) -> Role:
        """The role, with its words and its rights."""
        return ROLES[f"{self.reach.value}:{self.role}"]

    @property
    def place(self) -> models.Model | None:
        """The centre or the partner; nothing for a role across the installation."""
        return getattr(self, self.reach.value, None)

    @property
    def place_key(self) -> int | None:
        """The key of that place, without reading it."""
        return getattr(self, f"{self.reach.value}_id", None)

    def is_in_force(self, on: datetime.date) -> bool:
        """Begun and not ended on that day."""
        if self.start > on or (self.until is not None and on > self.until):
            return False
        return self.ended_at is None or timezone.localdate(self.ended_at) > on


class NetworkPost(Post):
    """A role held across the installation, at no centre and no partner."""

    reach = Reach.NETWORK
    within = Within(Thing.STAFF)
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


class Invitation(models.Model):
    """A link that gives one role once, until it ends; whoever opens it chooses a password.

    The link itself is not kept, only its digest. Nothing is an account before it is accepted, so
    that two people who invite the same address never open the door of each other.
    """

    email = models.EmailField(_("professional e-mail"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language of the interface"), max_length=5, default="fr")
    role = models.CharField(_("role"), max_length=40)
    centre_key = models.BigIntegerField(_("centre"), null=True, blank=True)
    partner_key = models.BigIntegerField(_("partner"), null=True, blank=True)
    start = models.DateField(_("from"))
    until = models.DateField(_("until, last day included"), null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("invited by")
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    ends_at = models.DateTimeField(_("link valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    within = Within(Thing.STAFF, centre="centre_key", partner="partner_key")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=list(ROLES)), name="accounts_invitation_known_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("start")),
                name="accounts_invitation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(centre_key__isnull=True) | Q(partner_key__isnull=True),
                name="accounts_invitation_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.held.title}"

    @property
    def held(self) -> Role:
        """The role, with its words and its rights."""
        return ROLES[self.role]

    @property
    def is_out_of_date(self) -> bool:
        """Whether the link, or the role it gives, has come to its end."""
        ended = self.until is not None and self.until < timezone.localdate()
        return ended or self.ends_at <= timezone.now()

    @staticmethod
    def digest_of(token: str) -> str:
        """What is kept of a link."""
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def place_key(self) -> int | None:
        """The key of the centre or of the partner."""
        return self.centre_key if self.centre_key is not None else self.partner_key


class SignIn(models.Model):
    """One try to sign in to an account that exists, and the session it opened.

    Shown to the person and to the administrator; no network address is kept, and a row goes after
    a year. A session stands while its row has not ended.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    means = models.CharField(_("how"), max_length=16, choices=Means.choices)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    browser = models.CharField(_("browser and system"), max_length=40, blank=True)
    until = models.DateTimeField(_("session until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("session ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="accounts_signin_of")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(means__in=Means.values), name="accounts_signin_known_means"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="accounts_signin_known_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"

    @property
    def stands(self) -> bool:
        """Whether the session it opened may still be used."""
        return self.ended_at is None and self.until is not None and timezone.now() < self.until


class Attempt(models.Model):
    """How many wrong tries from one place on one account, for some minutes.

    The key is a salted digest of both: neither the address nor the account can be read from it.
    """

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    failures = models.PositiveIntegerField(_("wrong tries"), default=0)
    last_at = models.DateTimeField(_("last try"), default=timezone.now)

    class Meta:
        verbose_name = _("wrong tries")
        verbose_name_plural = _("wrong tries")

    def __str__(self) -> str:
        return f"{self.failures}"


class Viewing(models.Model):
    """An administrator looked at the office as a role sees it; nothing could be changed."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="viewings", verbose_name=_("who")
    )
    role = models.CharField(_("as"), max_length=40)
    place_key = models.BigIntegerField(_("at"), null=True, blank=True)
    at = models.DateTimeField(_("from"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("look as another role")
        verbose_name_plural = _("looks as another role")
        triggers: ClassVar = [kept]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=list(ROLES)), name="accounts_viewing_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {ROLES[self.role].title}"
