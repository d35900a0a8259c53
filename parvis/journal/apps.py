"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """Who did what: one journal, written by a trigger, never updated, never deleted."""

    name = "parvis.journal"
    label = "journal"
    verbose_name = _("journal")
