"""What is written to an address that somebody left, and to a partner who proposed."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from parvis.accounts.actors import Actor
from parvis.kernel.secrets import unseal
from parvis.kernel.words import spoken
from parvis.mailing import actions as mail
from parvis.programme.models import ReminderAddress, Session

REMINDER = "programme-reminder"
"""What such a message is for; the mail erases the address as soon as the session is over."""


def reminded(session: Session, row: ReminderAddress, by: Actor) -> None:
    """Remind of a session, or say that it is called off, in the language that was wished."""
    known = dict(settings.LANGUAGES)
    with override(row.language if row.language in known else settings.LANGUAGE_CODE):
        said = {"session": session, "entry": session.entry, "title": spoken(session.entry.title)[0]}
        said["why"] = spoken(session.entry.why)[0]
        subject = render_to_string("programme/mail/reminder_subject.txt", said)
        text = render_to_string("programme/mail/reminder_body.txt", said)
        mail.send(
            to=unseal(row.sealed),
            subject=" ".join(subject.split())[:200],
            text=text,
            purpose=REMINDER,
            by=by,
        )


def forget_reminders(before: datetime.datetime, by: Actor) -> int:
    """Erase the addresses of the reminders that were written before; how many there were."""
    return mail.forget_addresses(purpose=REMINDER, before=before, by=by)
