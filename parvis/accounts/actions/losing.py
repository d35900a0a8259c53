"""A lost password: a link by mail to the address that was invited, and another password."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from parvis.accounts import notices
from parvis.accounts.actions.posts import change_password
from parvis.accounts.actors import Actor
from parvis.accounts.errors import LinkUnusable
from parvis.accounts.models import Attempt, User
from parvis.accounts.queries import account, link_token, whose_link
from parvis.accounts.rules import FORGOTTEN_AFTER
from parvis.kernel.history import action

UNUSABLE = _("This link is out of date, was used already, or is not whole: ask for another.")
MESSAGES = 3
"""How many links one account is sent in half an hour, whoever asks: it keeps nobody out."""


@action
def lose_password(*, email: str, by: Actor) -> None:
    """Send a link to choose another password, if this address has an account that can sign in.

    Whoever asks is never told whether it has.
    """
    user = account(email.strip().casefold())
    now = timezone.now()
    Attempt.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    key = salted_hmac("parvis.accounts.lost", email.strip().casefold(), algorithm="sha256")
    asked, _made = Attempt.objects.select_for_update().get_or_create(key=key.hexdigest())
    if user is None or not user.is_active or asked.failures >= MESSAGES:
        return
    asked.failures, asked.last_at = asked.failures + 1, now
    asked.save()
    path = reverse("office:new-password", kwargs={"token": link_token(user)})
    notices.lost(user, settings.BASE_URL + path, by)


@action
def choose_again(*, token: str, password: str, by: Actor) -> User:
    """Set another password by such a link, once; every session of the account ends.

    Of two who press at once, one wins. Raises LinkUnusable.
    """
    user = whose_link(token, lock=True)
    if user is None:
        raise LinkUnusable(str(UNUSABLE))
    return change_password(user=user, password=password, by=by)
