"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgersConfig(AppConfig):
    """The office's lists of facts; no models."""

    name = "parvis.ledgers"
    label = "ledgers"
    verbose_name = _("ledgers")
