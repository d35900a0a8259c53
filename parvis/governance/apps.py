"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Bodies, offices, mandates, meetings and what they decided."""

    name = "parvis.governance"
    label = "governance"
    verbose_name = _("governance")

    def ready(self) -> None:
        """Put its lists in the office, and name its bodies for the agenda."""
        import parvis.governance.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
        from parvis.agenda.bodies import name_bodies_with  # noqa: PLC0415 - the same
        from parvis.governance.queries import names_of_bodies  # noqa: PLC0415 - the same

        name_bodies_with(names_of_bodies)
