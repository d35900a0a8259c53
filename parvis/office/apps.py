"""Registers the room, and says in the bar of every office screen who is signed in."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """The back-office home."""

    name = "parvis.office"
    label = "office"
    verbose_name = _("office")

    def ready(self) -> None:
        """Offer the home in the menu, and fill the end of the bar."""
        from parvis.ui import slots, ways  # noqa: PLC0415 - models are not ready before ready()

        slots.fill("office-who", template="office/parts/who.html", gives=_who)
        ways.offer(
            "office:home",
            label=_("Home"),
            group=_("Today"),
            icon="house",
            open_to=_is_signed_in,
            order=0,
        )


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _who(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    request = context.get("request")
    return {"user": request.user} if request is not None and _is_signed_in(request) else None
