"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    """Centres, their sites, poles of need, hours and the posts held there."""

    name = "parvis.centres"
    label = "centres"
    verbose_name = _("centres")

    def ready(self) -> None:
        """Put its lists in the office."""
        import parvis.centres.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
        from parvis.centres import http, rules  # noqa: PLC0415 - the same
        from parvis.ui import slots, ways  # noqa: PLC0415 - the same

        slots.fill("office-today", template="centres/parts/today.html", gives=http.today, order=10)
        ways.offer(
            "office:shared",
            label=_("Shared posts"),
            group=_("People"),
            icon="keyboard",
            open_to=lambda request: rules.can_share(request.user),
            order=92,
        )
