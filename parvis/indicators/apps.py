"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """The dictionary of figures, versioned, and what was observed."""

    name = "parvis.indicators"
    label = "indicators"
    verbose_name = _("indicators")

    def ready(self) -> None:
        """Put its lists in the office, and what was published beside the programme's counters."""
        import parvis.indicators.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
        from parvis.indicators import http  # noqa: PLC0415 - the same
        from parvis.ui import slots  # noqa: PLC0415 - the same

        slots.fill(
            "programme-published",
            template="indicators/parts/published.html",
            gives=http.published_beside,
        )
