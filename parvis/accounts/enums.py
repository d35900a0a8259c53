"""The roles held across an installation, and how a sign-in ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.accounts.roles import title


class NetworkRole(models.TextChoices):
    """Roles that belong to no centre and no partner (domain.md, section 11)."""

    COORDINATOR = "coordinator", title("network:coordinator")
    LABEL_AUTHORITY = "label-authority", title("network:label-authority")
    LABEL_EXPERT = "label-expert", title("network:label-expert")
    TREASURER = "treasurer", title("network:treasurer")
    COMMITTEE = "executive-committee", title("network:executive-committee")
    PROFESSIONALISATION = "professionalisation", title("network:professionalisation")
    PROJECT_MANAGER = "project-manager", title("network:project-manager")
    EDITOR = "editor", title("network:editor")
    ADMINISTRATOR = "administrator", title("network:administrator")


class Means(models.TextChoices):
    """How somebody proved who they are."""

    PASSWORD = "password", _("password alone")
    APPLICATION = "totp", _("password and code of an application")
    PASSKEY = "webauthn", _("password and passkey")
    RECOVERY = "recovery_codes", _("password and recovery code")
    PROVIDER = "provider", _("the organisation’s own sign-in")
    INVITATION = "invitation", _("invitation")
    SHORT_CODE = "short-code", _("short code on a shared post")


class Outcome(models.TextChoices):
    """What became of a try."""

    OPENED = "opened", _("signed in")
    WRONG_PASSWORD = "wrong-password", _("wrong password")
    WRONG_FACTOR = "wrong-factor", _("wrong second factor")
    SLOWED = "slowed", _("made to wait after several wrong tries")
