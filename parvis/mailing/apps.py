"""Registers the room, and gives the rooms below it a way to send."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    """Outgoing mail as rows: written with the act, handed over afterwards, its fate kept."""

    name = "parvis.mailing"
    label = "mailing"
    verbose_name = _("outgoing mail")

    def ready(self) -> None:
        """Send what accounts write; say on the office's home when a message is in trouble."""
        from parvis.accounts import notices  # noqa: PLC0415 - models are not ready before ready()
        from parvis.mailing import actions, views  # noqa: PLC0415 - the same
        from parvis.ui import slots  # noqa: PLC0415 - the same

        notices.send_with(actions.send)
        slots.fill("office", template="mailing/parts/office.html", gives=views.on_the_home)
