"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """The back-office home."""

    name = "parvis.office"
    label = "office"
    verbose_name = _("office")
