"""Registers the room and fills the skeleton's places: network switch, menu, footer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """The public face: language choice, network home, and free pages."""

    name = "parvis.website"
    label = "website"
    verbose_name = _("website")

    def ready(self) -> None:
        """Fill the places of the skeleton, and let our roles say who writes pages."""
        from wagtail.models import AbstractPage  # noqa: PLC0415 - the same
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - the same

        from parvis.ui import slots, ways  # noqa: PLC0415 - the same
        from parvis.website import models, queries, rules  # noqa: PLC0415 - the same

        register_permission_policy(AbstractPage, rules.PagesOfRoles())
        register_permission_policy(models.Picture, rules.PicturesOfRoles())
        ways.offer(
            "writing",
            label=_("Free pages"),
            group=_("Words"),
            icon="pencil-line",
            open_to=lambda request: rules.can_write_pages(request.user),
            order=86,
        )

        slots.fill("networks", template="website/parts/networks.html", gives=queries.switch)
        slots.fill("menu", template="website/parts/menu.html", gives=queries.menu)
        slots.fill("footer", template="website/parts/footer.html", gives=queries.menu)
