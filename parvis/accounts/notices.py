"""What is sent out when somebody is invited: by whatever room knows how to send.

The room of mail registers its sender in apps.ready(); until then the link is shown on the
inviter's screen alone.
"""

from __future__ import annotations

from collections.abc import Callable

from parvis.accounts.models import Invitation

Sender = Callable[[Invitation, str], None]
"""Takes the invitation and its whole link; called inside the transaction that made it."""

_senders: list[Sender] = []


def send_invitations_with(sender: Sender) -> None:
    """Register a sender; the same one twice is one."""
    if sender not in _senders:
        _senders.append(sender)


def is_sent() -> bool:
    """Whether an invitation leaves by itself."""
    return bool(_senders)


def invited(invitation: Invitation, link: str) -> None:
    """Hand the invitation and its link to every sender."""
    for send in _senders:
        send(invitation, link)
