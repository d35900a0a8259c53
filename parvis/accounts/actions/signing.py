"""Signing in, step by step, and the sessions that come of it.

A wrong try is kept and counted, so nothing here is refused by an exception: what was written on
the way to a refusal would be taken back with it.
"""

from __future__ import annotations

import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts import factors
from parvis.accounts.actions.trying import Origin, Refused, tried
from parvis.accounts.actors import Actor
from parvis.accounts.enums import Means, Outcome
from parvis.accounts.errors import KeepsTheLast
from parvis.accounts.models import SignIn, User
from parvis.accounts.queries import account, sessions
from parvis.accounts.rules import must_have_second_factor
from parvis.kernel.history import action
from parvis.kernel.policies import trusted

A_YEAR = datetime.timedelta(days=365)


@action
def check_password(*, email: str, password: str, origin: Origin, by: Actor) -> User | Refused:
    """The account of this pair, or why not; a wrong pair never says which of the two was wrong."""
    email = email.strip().casefold()
    known = account(email)

    def prove() -> User | None:
        return authenticate(None, username=email, password=password)

    return tried(
        email,
        prove,
        origin,
        known,
        Outcome.WRONG_PASSWORD,
        _("This address and this password do not go together. Try again."),
    )


@action
def check_factor(
    *, user: User, code: str, credential: str, origin: Origin, by: Actor
) -> Means | Refused:
    """By which means the second step was passed, or why not."""

    def prove() -> Means | None:
        if credential:
            return Means.PASSKEY if factors.proven_by_passkey(user, credential) else None
        return factors.proven_by_code(user, code)

    return tried(
        f"second factor of {user.pk}",
        prove,
        origin,
        user,
        Outcome.WRONG_FACTOR,
        _("This passkey is not one of yours. Try again.")
        if credential
        else _("This code is not right, or was already used. Wait for the next one."),
    )


@action
def note_sign_in(
    *, user: User, means: Means, until: datetime.datetime, browser: str, by: Actor
) -> SignIn:
    """Write down a session that opens; the lines of this person older than a year go."""
    with trusted():
        SignIn.objects.filter(user=user, at__lt=timezone.now() - A_YEAR).delete()
        return SignIn.objects.create(
            user=user, means=means, outcome=Outcome.OPENED, until=until, browser=browser
        )


@action
def raise_session(*, session: SignIn, means: Means, by: Actor) -> None:
    """A factor was added and proved in this session: it counts as signed in with it."""
    with trusted():
        SignIn.objects.filter(pk=session.pk).update(means=means)


@action
def end_session(*, session: SignIn, by: Actor) -> None:
    """End one session, from whatever screen; it is refused from its next request on."""
    with trusted():
        SignIn.objects.filter(pk=session.pk, ended_at__isnull=True).update(ended_at=timezone.now())


@action
def end_other_sessions(*, user: User, but: SignIn, by: Actor) -> int:
    """End every session of this person but the one they are in; how many."""
    with trusted():
        return sessions(user).exclude(pk=but.pk).update(ended_at=timezone.now())


@action
def keep_application(*, user: User, code: str, by: Actor) -> bool:
    """Keep the application whose secret was shown, if its code is right."""
    return factors.keep_application(user, code)


@action
def keep_passkey(*, user: User, name: str, credential: str, by: Actor) -> bool:
    """Keep a passkey the browser made for us."""
    return factors.keep_passkey(user, name, credential)


@action
def make_recovery_codes(*, user: User, by: Actor) -> list[str]:
    """Ten new codes, shown once; the old ones are void."""
    return factors.new_codes(user)


@action
def remove_factor(*, factor: Authenticator, by: Actor) -> None:
    """Forget a factor. Raises KeepsTheLast when it is the only one of somebody who must have one.

    The person is locked first: two factors removed at once would leave none.
    """
    user = User.objects.select_for_update().get(pk=factor.user_id)
    if factors.held(user).count() == 1 and must_have_second_factor(user):
        raise KeepsTheLast(_("Your role needs a second factor: add another one before."))
    factors.remove(factor)
