"""The door of addresses we mount from libraries: open, for staff, or closed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url


class ThirdPartyDoors:
    """Answers 404 behind a closed door, and asks staff to sign in at ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing is asked before the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Asked once the address is known to exist, before its view."""
        path = request.path_info
        if path.startswith(settings.PARVIS_DOORS["closed"]):
            raise Http404
        if path.startswith(settings.PARVIS_DOORS["staff"]) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return None
