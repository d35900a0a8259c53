"""Kinds of place, needs and posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteKind(models.TextChoices):
    """Where a centre meets its public (report 2024, territorial coverage)."""

    MAIN = "main", _("main site")
    ASSOCIATED = "associated", _("associated centre")
    RELAY = "relay", _("relay point")
    MOBILE = "mobile", _("mobile facility")
    OFF_SITE = "off_site", _("off-site actions")
    EXTENSION = "extension", _("additional site, its kind not stated")


class SiteStage(models.TextChoices):
    """Whether the public can come in."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    UNKNOWN = "unknown", _("not stated")


class SiteNature(models.TextChoices):
    """A label step is granted for a site, provisional or definitive."""

    DEFINITIVE = "definitive", _("definitive site")
    PROVISIONAL = "provisional", _("provisional site")
    UNKNOWN = "unknown", _("not stated")


class Need(models.TextChoices):
    """The network's codes of need; each centre names its own poles and maps them here."""

    ORIENTATION = "orientation", _("choose a direction")
    TRAINING = "training", _("find a training")
    EMPLOYMENT = "employment", _("find a job")
    CHANGE = "change", _("change one's working life")
    CREATION = "creation", _("create one's activity")
    MOBILITY = "mobility", _("move")
    DIGITAL = "digital", _("digital help")


class CentreRole(models.TextChoices):
    """Roles held at a centre."""

    MANAGER = "manager", _("centre manager")
    PARTNERSHIPS = "partnerships", _("partnership manager")
    REFERENT = "referent", _("network referent")
    RECEPTION = "reception", _("reception officer")
    DOCUMENTALIST = "documentalist", _("documentalist")
    EDITOR = "editor", _("editor")
