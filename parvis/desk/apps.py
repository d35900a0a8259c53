"""Registers the room: desks in the menu of the office, sessions in the places of its screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeskConfig(AppConfig):
    """Screens of a site: front desk, counsellor, kiosk, wall display, the visitor's own page."""

    name = "parvis.desk"
    label = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        """Offer the desks to whoever keeps one, and show the sessions of a site on its screens."""
        from parvis.desk import rules  # noqa: PLC0415 - models are not ready before ready()
        from parvis.desk.views import away, certificate, hall, sessions  # noqa: PLC0415 - the same
        from parvis.ui import slots, ways  # noqa: PLC0415 - the same

        ways.offer(
            "desk:sites",
            label=pgettext_lazy("menu", "Desk"),
            group=_("Today"),
            icon="door-open",
            open_to=lambda request: rules.can_open_a_desk(request.user),
            order=1,
        )
        slots.fill("desk-sessions", template="desk/parts/sessions.html", gives=sessions.shown)
        slots.fill("away-sessions", template="desk/parts/away_sessions.html", gives=away.shown)
        slots.fill("display-next", template="desk/parts/next.html", gives=hall.shown)
        slots.fill("own-place", template="desk/parts/certificate_way.html", gives=certificate.shown)
