"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    """Centres, their sites, poles of need, hours and the posts held there."""

    name = "parvis.centres"
    label = "centres"
    verbose_name = _("centres")

    def ready(self) -> None:
        """Put its lists in the office."""
        import parvis.centres.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
