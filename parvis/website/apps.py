"""Registers the room and fills the skeleton's places: network switch, menu, footer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """The public face: language choice, network home, and free pages."""

    name = "parvis.website"
    label = "website"
    verbose_name = _("website")

    def ready(self) -> None:
        """Put the public navigation where the skeleton offers a place for it."""
        from parvis.ui import slots  # noqa: PLC0415 - models are not ready before ready()
        from parvis.website import queries  # noqa: PLC0415 - the same

        slots.fill("networks", template="website/parts/networks.html", gives=queries.switch)
        slots.fill("menu", template="website/parts/menu.html", gives=queries.menu)
        slots.fill("footer", template="website/parts/footer.html", gives=queries.menu)
