"""The organisation's own sign-in (OpenID Connect), off until it is configured.

allauth speaks with the provider; what comes back only says which address was proved. It opens the
account that was invited under this address, and makes none.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, resolve_url

from parvis.accounts import http, queries
from parvis.accounts.enums import Means


class Provider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Ends every journey through the provider with our own session or our own refusal."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """The provider has said who it is: only an address it vouches for counts."""
        proved = [one.email for one in sociallogin.email_addresses if one.verified is True]
        # The provider sends people back by a reading request, which our door would not let write:
        # what signs in here are actions, each signed, in one transaction.
        with transaction.atomic():
            user = next((user for email in proved if (user := queries.account(email))), None)
            if user is None or not user.is_active:
                _refuse()
            next_ = resolve_url(settings.LOGIN_REDIRECT_URL)
            response = http.passed_first_step(request, user, next_, Means.PROVIDER)
        raise ImmediateHttpResponse(response)

    def on_authentication_error(self, request: HttpRequest, *_: Any, **__: Any) -> NoReturn:
        """Refused there, or nobody answered: back to our own sign-in, which says so."""
        _refuse()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes an account by themself: staff are invited."""
        return False


def _refuse() -> NoReturn:
    raise ImmediateHttpResponse(redirect(f"{resolve_url(settings.LOGIN_URL)}?refused=provider"))
