"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Networks, their members and the dated facts of their life."""

    name = "parvis.network"
    label = "network"
    verbose_name = _("network")
