"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    """Where a fact comes from: documents, and how firmly they say it."""

    name = "parvis.sources"
    label = "sources"
    verbose_name = _("sources")

    def ready(self) -> None:
        """Put its lists in the office."""
        import parvis.sources.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
