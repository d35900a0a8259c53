"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Papers, charts and maps; no models."""

    name = "parvis.papers"
    label = "papers"
    verbose_name = _("papers")
