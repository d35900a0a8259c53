"""Who sees what was sent."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost
from parvis.mailing.models import Message

LOOK_AFTER = (NetworkRole.COORDINATOR, NetworkRole.ADMINISTRATOR)


def can_see_mail(user: Any, message: Message | None = None) -> bool:
    """The network's coordination and the administrators see what became of messages."""
    posts = NetworkPost.objects.filter(user=user, role__in=LOOK_AFTER)
    return posts.in_force(timezone.localdate()).exists()


def can_read(user: Any, message: Message) -> bool:
    """Only a message to an example address may be read: another's letter is never opened.

    An invitation holds a key: whoever could read it could sign in as somebody else.
    """
    return message.is_example and can_see_mail(user)
