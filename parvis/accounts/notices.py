"""What is written to people about their account: an invitation, a way back to a lost password.

The room of mail, above this one, gives the way to send in apps.ready(); without it an invitation's
link is shown on the inviter's screen alone, and nobody gets back to a lost password by themself.
"""

from __future__ import annotations

from typing import Protocol

from django.utils import translation
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.accounts.models import Invitation, User


class Sender(Protocol):
    """Writes one message to one address, inside the transaction of the act that calls for it."""

    def __call__(self, *, to: str, subject: str, text: str, purpose: str, by: Actor) -> object:
        """Write it, in the language in force."""


_senders: list[Sender] = []


def send_with(sender: Sender) -> None:
    """Register the way to send; the same one twice is one."""
    if sender not in _senders:
        _senders.append(sender)


def is_sent() -> bool:
    """Whether a message leaves by itself."""
    return bool(_senders)


def invited(invitation: Invitation, link: str, by: Actor) -> None:
    """Tell whoever is invited what they are invited to, and give them the link."""
    role = invitation.held
    with translation.override(invitation.language):
        said = {
            "name": invitation.name,
            "who": invitation.invited_by.name,
            "role": role.title,
            "link": link,
            "day": invitation.ends_at.strftime("%Y-%m-%d"),
        }
        _write(
            to=invitation.email,
            subject=_("%(who)s invites you as %(role)s") % said,
            text="\n\n".join(
                [
                    _("Hello %(name)s,") % said,
                    _("%(who)s invites you as %(role)s.") % said,
                    f"{role.sentence} {role.never_said}",
                    _("Open this link to accept; it works once, until %(day)s:") % said,
                    link,
                    _("If you expected nothing of the kind, leave this message where it is."),
                ]
            ),
            purpose="invitation",
            by=by,
        )


def lost(user: User, link: str, by: Actor) -> None:
    """Give whoever lost their password a link to choose another."""
    with translation.override(user.language):
        _write(
            to=user.email,
            subject=_("Choose a new password"),
            text="\n\n".join(
                [
                    _("Hello %(name)s,") % {"name": user.name},
                    _("Somebody said that the password of this account is lost."),
                    _("Open this link to choose another; it works once, for one hour:"),
                    link,
                    _(
                        "If it was not you, there is nothing to do: your password stays as it is. "
                        "A code or a passkey, if you have one, will be asked as usual."
                    ),
                ]
            ),
            purpose="lost-password",
            by=by,
        )


def _write(*, to: str, subject: str, text: str, purpose: str, by: Actor) -> None:
    for send in _senders:
        send(to=to, subject=subject, text=text, purpose=purpose, by=by)
