"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    """Centres, their sites, poles of need, hours and the posts held there."""

    name = "parvis.centres"
    label = "centres"
    verbose_name = _("centres")
