"""Registers the room and what it counts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounsellingConfig(AppConfig):
    """Interviews by codes, needs seen, and one's own figures."""

    name = "parvis.counselling"
    label = "counselling"
    verbose_name = _("counselling")

    def ready(self) -> None:
        """Say what it can count, and put its list in the office."""
        import parvis.counselling.ledgers  # noqa: PLC0415 - models come before
        import parvis.counselling.measures  # noqa: F401, PLC0415 - models come before
