"""Registers the room, and what it counts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    """Workshops, events, webinars, seminars: proposed, planned, joined without a name, counted."""

    name = "parvis.programme"
    label = "programme"
    verbose_name = _("programme")
