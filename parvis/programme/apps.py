"""Registers the room, and what it counts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    """Workshops, events, webinars, seminars: proposed, planned, joined without a name, counted."""

    name = "parvis.programme"
    label = "programme"
    verbose_name = _("programme")

    def ready(self) -> None:
        """Say what it can count; its models say what they hold for a while."""
        import parvis.programme.measures  # noqa: F401, PLC0415 - models are not ready before
