"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Dates of centres, of the network and of Europe, what comes again, and what dates take up."""

    name = "parvis.agenda"
    label = "agenda"
    verbose_name = _("agenda")

    def ready(self) -> None:
        """Put its lists in the office."""
        import parvis.agenda.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
