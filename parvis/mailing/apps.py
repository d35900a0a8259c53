"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    """Outgoing mail as rows: written with the act, handed over afterwards, its fate kept."""

    name = "parvis.mailing"
    label = "mailing"
    verbose_name = _("outgoing mail")

    def ready(self) -> None:
        """Say on the office's home when a message is in trouble."""
        from parvis.mailing import views  # noqa: PLC0415 - models are not ready before ready()
        from parvis.ui import slots  # noqa: PLC0415 - the same

        slots.fill("office", template="mailing/parts/office.html", gives=views.on_the_home)
