"""Registers the room, its list and what waits there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrinciplesConfig(AppConfig):
    """What every centre holds to: the principles, and the settings that depart from them."""

    name = "parvis.principles"
    label = "principles"
    verbose_name = _("principles")

    def ready(self) -> None:
        """Put the alerts in the office, and say when one waits for an answer."""
        import parvis.principles.ledgers  # noqa: F401, PLC0415 - models are not ready before
        from parvis.principles import http  # noqa: PLC0415 - the same
        from parvis.ui import needs  # noqa: PLC0415 - the same

        needs.offer("principles", http.needs, order=10)
