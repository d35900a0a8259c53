"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """The dictionary of figures, versioned, and what was observed."""

    name = "parvis.indicators"
    label = "indicators"
    verbose_name = _("indicators")
