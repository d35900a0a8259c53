"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Bodies, offices, mandates, meetings and what they decided."""

    name = "parvis.governance"
    label = "governance"
    verbose_name = _("governance")

    def ready(self) -> None:
        """Put its lists in the office."""
        import parvis.governance.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
