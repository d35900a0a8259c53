"""Who may invite, end, look as another; whom a password alone does not let in; how long to wait."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from parvis.accounts.models import Attempt, Invitation, Post, User
from parvis.accounts.queries import (
    can,
    can_somewhere,
    holdings,
    may_give,
    places_for,
    roles_to_give,
)
from parvis.accounts.roles import Act, Thing

FREE_TRIES = 5
FIRST_WAIT = datetime.timedelta(seconds=15)
LONGEST_WAIT = datetime.timedelta(minutes=15)
FORGOTTEN_AFTER = datetime.timedelta(minutes=30)


def can_see_people(user: Any) -> bool:
    """Whoever reads posts somewhere."""
    return can_somewhere(user, Act.READ, Thing.STAFF)


def can_invite(user: Any) -> bool:
    """Whoever may give at least one role."""
    return can_somewhere(user, Act.WRITE, Thing.STAFF)


def can_end_post(user: Any, post: Post) -> bool:
    """Whoever could give the same post, except their own: nobody shuts themself out by mistake."""
    return post.user_id != user.pk and may_give(user, post.held, post.place_key)


def posts_to_end(user: Any, posts: Iterable[Post]) -> set[Post]:
    """Those of these posts that this person may end; one query a role, not one a post."""
    places: dict[str, set[int | None]] = {}
    found = set()
    for post in posts:
        if post.held.key not in places:
            there = places_for(user, post.held) if post.held in roles_to_give(user) else ()
            keys = {None} if there is None else {place.pk for place in there}
            places[post.held.key] = keys
        if post.user_id != user.pk and post.place_key in places[post.held.key]:
            found.add(post)
    return found


def can_withdraw(user: Any, invitation: Invitation) -> bool:
    """Whoever made it, or could make it."""
    return invitation.invited_by_id == user.pk or may_give(
        user, invitation.held, invitation.place_key
    )


def can_see_as(user: Any) -> bool:
    """The administrator."""
    return can(user, Act.READ, Thing.ROLE)


def can_read_access_log(user: Any) -> bool:
    """The administrator."""
    return can(user, Act.READ, Thing.ACCESS_LOG)


def is_own(user: Any, row: Any) -> bool:
    """One's own session or factor."""
    return bool(row.user_id == user.pk)


def must_have_second_factor(user: Any) -> bool:
    """Roles across the network must; a demonstration account, which nobody has, need not."""
    return not user.is_demonstration and any(one.role.second_factor for one in holdings(user))


def may_invite_address(inviter: User, email: str) -> bool:
    """Addresses kept for examples need no second factor: only demonstration accounts give them."""
    return inviter.is_demonstration or not User(email=email).is_demonstration


def why_unusable(invitation: Invitation | None) -> str:
    """Why a link gives nothing, in a sentence; empty when it still does."""
    if invitation is None:
        return _("This link is not one of ours: check that it is whole.")
    if invitation.accepted_at is not None:
        return _("This invitation has already been accepted: sign in with your password.")
    if invitation.withdrawn_at is not None:
        return _("This invitation was withdrawn: ask whoever invited you.")
    if invitation.is_out_of_date:
        return _("This invitation is out of date: ask for a new one.")
    inviter = invitation.invited_by
    if not inviter.is_active or not may_give(inviter, invitation.held, invitation.place_key):
        return _("Whoever invited you may no longer give this role: ask for a new invitation.")
    return ""


def waits_until(attempt: Attempt) -> datetime.datetime:
    """When the next try may be made: at once for the first few, then twice as long each time.

    Never longer than a quarter of an hour, and only for tries from the same place on the same
    account: nobody is locked out by somebody else.
    """
    beyond = attempt.failures - FREE_TRIES
    if beyond < 0:
        return attempt.last_at
    wait: datetime.timedelta = min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)
    return attempt.last_at + wait
