"""Registers the room, what it counts and what it holds for a while."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Visits, tickets and the queue; nobody is known there."""

    name = "parvis.visits"
    label = "visits"
    verbose_name = _("visits")

    def ready(self) -> None:
        """Say what it can count, what it holds until the day is closed, and its lists."""
        import parvis.visits.ledgers  # noqa: PLC0415 - models are not ready before ready()
        import parvis.visits.measures  # noqa: F401, PLC0415 - models are not ready before ready()
