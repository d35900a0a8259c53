"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    """Every published shape in one place: the read API and the network file."""

    name = "parvis.opendata"
    label = "opendata"
    verbose_name = _("open data")
