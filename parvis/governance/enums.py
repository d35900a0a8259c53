"""Kinds of body and of meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """What a body is for."""

    ASSEMBLY = "assembly", _("general assembly")
    EXECUTIVE = "executive", _("executive committee")
    MANAGERS = "managers", _("assembly of managers")
    LABEL = "label", _("label committee")
    TECHNICAL = "technical", _("technical committee")
    GROUP = "group", _("working group")
    TEAM = "team", _("coordination team")
    AUTHORITY = "authority", _("label authority")


class MeetingKind(models.TextChoices):
    """A label committee is preceded by a preparatory session."""

    ORDINARY = "ordinary", _("meeting")
    PREPARATORY = "preparatory", _("preparatory session")
