"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Networks, their members and the dated facts of their life."""

    name = "parvis.network"
    label = "network"
    verbose_name = _("network")

    def ready(self) -> None:
        """Say which members accepted the Charter, and which networks documents are about."""
        from parvis.network import queries  # noqa: PLC0415 - models are not ready before ready()
        from parvis.sources.queries import name_collections  # noqa: PLC0415 - the same
        from parvis.ui import slots  # noqa: PLC0415 - the same

        name_collections(queries.collections)
        slots.fill(
            "charter",
            template="network/parts/charter.html",
            gives=lambda context: {"members": queries.charter_acceptances()},
        )
