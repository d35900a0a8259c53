"""The door of addresses we mount from libraries: open, for staff, or closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.module_loading import import_string


class ThirdPartyDoors:
    """Answers 404 behind a closed door, and asks staff to sign in at ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing is asked before the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Asked once the address is known to exist, before its view."""
        path = request.path_info
        if hasattr(view, "access"):
            return None  # ours, with a door of its own
        if path.startswith(settings.PARVIS_DOORS["closed"]):
            raise Http404
        if not path.startswith(settings.PARVIS_DOORS["staff"]):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if not import_string(settings.PARVIS_STAFF_SEES)(request.user, path, kwargs):
            raise Http404
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = request.user.language
        return None
