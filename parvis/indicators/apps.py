"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """The dictionary of figures, versioned, and what was observed."""

    name = "parvis.indicators"
    label = "indicators"
    verbose_name = _("indicators")

    def ready(self) -> None:
        """Put its lists in the office."""
        import parvis.indicators.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
