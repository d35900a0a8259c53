"""Whatever sends by `django.core.mail` (Wagtail does) writes rows like everybody else."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from parvis.accounts.actors import command
from parvis.mailing import actions


class Rows(BaseEmailBackend):
    """One row for each recipient; attachments are not taken, and nobody here sends any."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them; how many messages. Raises BadMessage."""
        for message in email_messages:
            html = next(
                (str(part[0]) for part in getattr(message, "alternatives", []) if part[0]), ""
            )
            for to in message.recipients():
                actions.send(
                    to=to,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                    purpose="library",
                    by=command("library"),
                )
        return len(email_messages)
