"""Reminders: an address somebody left, sealed, apart from every place, erased the day after."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel.history import action
from parvis.kernel.secrets import seal
from parvis.programme import notices
from parvis.programme.actions.held import now_or, random_key
from parvis.programme.enums import SessionState
from parvis.programme.errors import JoiningClosed, NotPossible
from parvis.programme.models import ReminderAddress, Session
from parvis.programme.queries.keys import digest_of

ERASED_AFTER = datetime.timedelta(hours=6)
SENT_WITHIN = datetime.timedelta(hours=36)
"""A reminder leaves the day before: later than this, its session is over."""


@action
def remember(
    *,
    session: Session,
    email: str,
    key: uuid.UUID,
    language: str = "",
    at: datetime.datetime | None = None,
    by: Actor,
) -> None:
    """Keep an address until the day after a session, for one reminder and for a cancellation.

    `key`, drawn at random by the page and another than that of the place, lets the same page
    forget it again; nothing ties the two. Sent again, it is kept once. Raises NotPossible for no
    address, JoiningClosed, NotAKey.
    """
    if session.state != SessionState.PUBLISHED or session.entry.begins <= now_or(at):
        raise JoiningClosed(_("There is nothing to be reminded of."))
    try:
        validate_email(email)
    except ValidationError as refusal:
        raise NotPossible(_("This is no e-mail address.")) from refusal
    if len(email) > 254:
        raise NotPossible(_("This is no e-mail address."))
    known = dict(settings.LANGUAGES)
    wanted = language or get_language() or ""
    ReminderAddress.objects.get_or_create(
        digest=digest_of(random_key(key)),
        defaults={
            "session": session,
            "sealed": seal(email),
            "language": wanted if wanted in known else settings.LANGUAGE_CODE,
        },
    )


@action
def forget(*, key: uuid.UUID, by: Actor) -> bool:
    """Forget an address at once, for whoever holds its key; whether there was one."""
    return bool(ReminderAddress.objects.filter(digest=digest_of(key)).delete()[0])


@action
def remind(*, session: Session, by: Actor) -> int:
    """Write the reminders of one session, or say that it is called off; how many were written.

    Each address is written once for each of the two.
    """
    rows = ReminderAddress.objects.select_for_update(skip_locked=True).filter(session=session)
    if session.state != SessionState.CANCELLED:
        rows = rows.filter(sent=False)
    found = list(rows)
    for row in found:
        notices.reminded(session, row, by)
    if session.state == SessionState.CANCELLED:
        rows.model.objects.filter(pk__in=[row.pk for row in found]).delete()
    else:
        rows.model.objects.filter(pk__in=[row.pk for row in found]).update(sent=True)
    return len(found)


@action
def erase_addresses(*, at: datetime.datetime | None = None, by: Actor) -> int:
    """Erase every address whose session is over, and those of the mail that went to them.

    Asked every hour, so that none is left the day after. How many there were.
    """
    now = now_or(at)
    over = ReminderAddress.objects.filter(session__entry__ends__lt=now - ERASED_AFTER)
    return over.delete()[0] + notices.forget_reminders(now - SENT_WITHIN, by)
