"""Registers the room and its list."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    """Screens and tablets of a site, their keys and the numbers kept for them."""

    name = "parvis.devices"
    label = "devices"
    verbose_name = _("devices")

    def ready(self) -> None:
        """Put its list in the office."""
        import parvis.devices.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
