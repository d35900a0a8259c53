"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Bodies, offices, mandates, meetings and what they decided."""

    name = "parvis.governance"
    label = "governance"
    verbose_name = _("governance")
