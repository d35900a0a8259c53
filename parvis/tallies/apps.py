"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalliesConfig(AppConfig):
    """What was counted at a site, day by day."""

    name = "parvis.tallies"
    label = "tallies"
    verbose_name = _("tallies")
