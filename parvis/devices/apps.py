"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    """Screens and tablets of a site, their keys and the numbers kept for them."""

    name = "parvis.devices"
    label = "devices"
    verbose_name = _("devices")
