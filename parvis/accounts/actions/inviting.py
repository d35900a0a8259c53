"""Invitations: made, accepted once, withdrawn."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts import notices
from parvis.accounts.actions.posts import appoint
from parvis.accounts.actors import Actor
from parvis.accounts.errors import HasAnAccount, InvitationUnusable, NotYoursToGive
from parvis.accounts.models import Invitation, User
from parvis.accounts.queries import account, heirs, invitation_of, may_give
from parvis.accounts.roles import Reach, Role
from parvis.accounts.rules import may_invite_address, why_unusable
from parvis.kernel.history import action

A_LINK_LIVES = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Invited:
    """An invitation and its link, which is never to be had again."""

    invitation: Invitation
    link: str


@action
def invite(
    *,
    inviter: User,
    email: str,
    name: str,
    language: str,
    role: Role,
    place: int | None,
    until: datetime.date | None,
    by: Actor,
) -> Invited:
    """Invite somebody to a role; the link works once, for a week.

    Raises NotYoursToGive when the inviter may not give this role there.
    """
    if not may_give(inviter, role, place):
        raise NotYoursToGive(_("This role is not yours to give at this place."))
    if not may_invite_address(inviter, email):
        raise NotYoursToGive(
            _("This address belongs to a domain kept for examples: nobody would receive it.")
        )
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        email=email.strip().casefold(),
        name=name,
        language=language,
        role=role.key,
        centre_key=place if role.reach is Reach.CENTRE else None,
        partner_key=place if role.reach is Reach.PARTNER else None,
        start=timezone.localdate(),
        until=until,
        digest=Invitation.digest_of(token),
        invited_by=inviter,
        ends_at=timezone.now() + A_LINK_LIVES,
    )
    link = settings.BASE_URL + reverse("office:invitation", kwargs={"token": token})
    notices.invited(invitation, link, by)
    return Invited(invitation, link)


@action
def accept(*, token: str, password: str | None, user: User | None, by: Actor) -> User:
    """Accept once: a new account with this password, or a further role for whoever is signed in.

    Of two who press at once, one wins and the other reads that it was used. Raises
    InvitationUnusable, or HasAnAccount when the owner of the address must sign in first.
    """
    invitation = invitation_of(Invitation.digest_of(token), lock=True)
    if invitation is None or (why := why_unusable(invitation)):
        raise InvitationUnusable(why_unusable(None) if invitation is None else why)
    owner = account(invitation.email)
    if owner is not None and (user is None or owner.pk != user.pk or not owner.is_active):
        raise HasAnAccount(
            _("This address has an account already: sign in with it to accept the invitation.")
        )
    if owner is None:
        owner = User.objects.create_user(
            invitation.email,
            password,
            name=invitation.name,
            language=invitation.language,
        )
    role = invitation.held
    post = heirs()[role.reach](user=owner, start=invitation.start, until=invitation.until)
    post.role = role.code
    if role.reach is not Reach.NETWORK:
        setattr(post, f"{role.reach.value}_id", invitation.place_key)
    appoint(post=post, by=by)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return owner


@action
def withdraw(*, invitation: Invitation, by: Actor) -> Invitation:
    """Take an invitation back before it is accepted; afterwards one ends the post."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation
