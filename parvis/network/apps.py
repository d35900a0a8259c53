"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Networks, their members and the dated facts of their life."""

    name = "parvis.network"
    label = "network"
    verbose_name = _("network")

    def ready(self) -> None:
        """Put its lists in the office; say which members accepted which version of the Charter."""
        import parvis.network.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
        from parvis.network import queries  # noqa: PLC0415 - the same
        from parvis.network.rules import can_found  # noqa: PLC0415 - the same
        from parvis.sources.queries import name_collections  # noqa: PLC0415 - the same
        from parvis.ui import slots, ways  # noqa: PLC0415 - the same

        ways.offer(
            "network:found",
            label=_("Found a centre"),
            group=_("The network"),
            icon="plus",
            open_to=lambda request: can_found(request.user),
            order=50,
        )

        name_collections(queries.collections)
        slots.fill(
            "charter",
            template="network/parts/charter.html",
            gives=lambda context: {"members": queries.charter_acceptances()},
        )
