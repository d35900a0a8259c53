"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    """Where a fact comes from: documents, and how firmly they say it."""

    name = "parvis.sources"
    label = "sources"
    verbose_name = _("sources")
