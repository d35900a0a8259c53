"""Registers the room, and what it shows on the office's home."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    """The Charter: its versions, and who accepted which."""

    name = "parvis.charter"
    label = "charter"
    verbose_name = _("Charter")

    def ready(self) -> None:
        """Put its list in the office; say on its home what is still to be read."""
        import parvis.charter.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
        from parvis.charter import views  # noqa: PLC0415 - models are not ready before ready()
        from parvis.ui import slots  # noqa: PLC0415 - the same

        slots.fill(
            "office", template="charter/parts/office.html", gives=views.on_the_home, order=10
        )
