"""Who sees what was sent."""

from __future__ import annotations

from typing import Any

from parvis.mailing.models import Message
from parvis.mailing.queries import looks_after


def can_see_mail(user: Any, message: Message | None = None) -> bool:
    """The network's coordination and the administrators see what became of messages."""
    return looks_after(user)


def can_read(user: Any, message: Message) -> bool:
    """Only a message to an example address may be read: another's letter is never opened.

    An invitation holds a key: whoever could read it could sign in as somebody else.
    """
    return message.is_example and can_see_mail(user)
