"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Screens of a site: kiosk, wall display, the visitor's own page."""

    name = "parvis.desk"
    label = "desk"
    verbose_name = _("desk")
