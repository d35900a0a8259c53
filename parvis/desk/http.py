"""The door of a device: its own key instead of a sign-in, and nobody behind it.

The key lies in a cookie of the device, which no script reads, sent to its own address only and
never from another site. The device is the centre's; no visitor's phone ever gets a cookie. What it
sends must come from its own pages: the browser says so itself (Sec-Fetch-Site, Origin), which takes
the place of the token that a form of the office carries.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from parvis.centres.models import Site
from parvis.desk.sentences import CODES
from parvis.devices.enums import ADDRESSES, DeviceKind
from parvis.devices.models import Device
from parvis.devices.queries import device_of
from parvis.kernel.access import READING, View, entered

YEAR = 400 * 24 * 60 * 60  # the longest a browser keeps a cookie; given anew at each start


def device_door(
    kind: DeviceKind, *, otherwise: Callable[[HttpRequest, Site], HttpResponse] | None = None
) -> Callable[[View], View]:
    """Only a device of this kind enters, at its own site; the view receives it instead of the site.

    A screen without a key is shown `otherwise`, where it is paired; a part of a page answers 401,
    upon which the page asks for itself again.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @never_cache
        @functools.wraps(view)
        def guarded(request: HttpRequest, site: int, **kwargs: Any) -> HttpResponseBase:
            if request.method not in READING and not sent_by_our_own_page(request):
                raise PermissionDenied
            with entered(request), translation.override(_asked(request)):
                device = device_of(request.COOKIES.get(cookie_of(kind), ""))
                if device is None or device.is_revoked or device.kind != kind:
                    device = None
                if device is not None and device.site_id == site:
                    return view(request, device, **kwargs)
                found = Site.objects.select_related("centre").filter(pk=site).first()
                if found is None:
                    raise Http404
                if otherwise is None:
                    return HttpResponse(status=401)
                return otherwise(request, found)

        guarded.access = f"device: {kind}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def cookie_of(kind: DeviceKind) -> str:
    """What the key is called in the device's browser."""
    return f"parvis-{kind}"


def keep_key(response: HttpResponse, device: Device, key: str) -> None:
    """Leave its key with the device, for as long as it is used."""
    response.set_cookie(
        cookie_of(DeviceKind(device.kind)),
        key,
        max_age=YEAR,
        path=ADDRESSES[DeviceKind(device.kind)].format(device.site_id),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def sent_by_our_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this; one that says nothing is refused."""
    if told := request.headers.get("Sec-Fetch-Site"):
        return told == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and origin.netloc == request.get_host()


def _asked(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in CODES else settings.LANGUAGE_CODE
