"""Kinds of source, and how firmly a fact stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """What sort of document says it."""

    REPORT = "report", _("activity report")
    NEWSLETTER = "newsletter", _("newsletter")
    STRATEGY = "strategy", _("strategic framework")
    PRESS = "press", _("press")
    WEB = "web", _("public page")
    KNOWLEDGE = "knowledge", _("general knowledge")
    PARVIS = "parvis", _("written by Parvis")
    OFFICE = "office", _("recorded in the office")


class Standing(models.TextChoices):
    """How firmly a fact stands; only what is stated enters a count or a chapter."""

    STATED = "stated", _("stated in a source")
    INFERRED = "inferred", _("inferred")
    EXTERNAL = "external", _("external")
