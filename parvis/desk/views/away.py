"""The desk without network: a tablet records all day by itself, and is taken in when it can be.

The page holds nothing of the day: it is kept on the tablet as it is, and what it shows comes from
what the tablet took along (`day`, `reserve`) and from what was touched on it (`merge`).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.accounts.actors import device as as_device
from parvis.centres.models import Site
from parvis.desk import actions as desk_actions
from parvis.desk import queries
from parvis.desk.http import device_door
from parvis.desk.sentences import TONGUES, tongue
from parvis.desk.views import device as devices
from parvis.desk.views.front import GROUPS
from parvis.desk.views.phrases import phrases
from parvis.desk.views.ways import keys_of_the_front
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.kernel.errors import ParvisError
from parvis.tallies.enums import HalfDay
from parvis.ui.signs import SHAPES
from parvis.visits import actions
from parvis.visits.errors import NotCountable
from parvis.visits.shapes import moment_of

RECORDS_AT_MOST = 10_000
"""Of one sync; a tablet sends two hundred at a time."""
BYTES_AT_MOST = 4 * 1024 * 1024
ICONS = (192, 512)
"""Sides in pixels of the icon on the tablet's own screen."""


def shown(context: Mapping[str, Any]) -> dict[str, Any]:
    """What stands where the sessions of today are drawn; the page itself holds nothing of a day."""
    return {}


def _pair(request: HttpRequest, site: Site) -> HttpResponse:
    """Where a code is typed. Answered 401: a worker must not keep it in the place of the desk."""
    response = devices.paired(request, site, DeviceKind.DESK)
    if response.status_code == 200:
        response.status_code = 401
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@device_door(DeviceKind.DESK, otherwise=_pair)
def desk(request: HttpRequest, device: Device) -> HttpResponse:
    """The whole desk, the same for every day: words, templates, and nothing that was recorded."""
    site = device.site
    spoken_here = tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    seen, others = queries.channels(site)
    home = reverse("desk:away", kwargs={"site": site.pk})
    given = {
        "site": site,
        "tongue": spoken_here,
        "tongues": [(one, f"{home}?lang={one.code}") for one in TONGUES],
        "query": f"?lang={spoken_here.code}",
        "channels": seen,
        "others": others,
        "unqueued": [(one.value, one.label) for one in queries.UNQUEUED],
        "needs": sorted(SHAPES),
        "half_days": HalfDay.choices,
        "groups": GROUPS,
        "keys": keys_of_the_front(),
        "phrases": phrases(),
    }
    return devices.started(request, render(request, "desk/away.html", given), device)


@require_http_methods(["GET", "HEAD", "POST"])
@device_door(DeviceKind.DESK, otherwise=_pair)
def pair(request: HttpRequest, device: Device) -> HttpResponse:
    """Where a tablet whose key was taken back is paired again; what it holds stays on it."""
    return redirect("desk:away", site=device.site_id)


@require_safe
@device_door(DeviceKind.DESK)
def day(request: HttpRequest, device: Device) -> HttpResponse:
    """What is taken along, as it stands."""
    return JsonResponse(queries.taken_along(device, timezone.now()))


@require_POST
@device_door(DeviceKind.DESK)
def reserve(request: HttpRequest, device: Device) -> HttpResponse:
    """The same, once there are numbers enough for the days to come; asked again, none more."""
    now = timezone.now()
    actions.provide(
        device=device, days=queries.days_ahead(device.site, now), by=as_device(device.pk)
    )
    return JsonResponse(queries.taken_along(device, now))


@require_POST
@device_door(DeviceKind.DESK)
def merge(request: HttpRequest, device: Device) -> HttpResponse:
    """What was recorded without network: {"sent_at", "records"}; an answer for each, in order.

    A body that is too large or that cannot be read is answered by a sentence (413, 400) and
    changes nothing: the tablet keeps what it sent, and sends it in smaller parts.
    """
    if _length(request) > BYTES_AT_MOST:
        return _too_much()
    try:
        sent_at, records = _read(request.read(BYTES_AT_MOST))
    except (ParvisError, ValueError, RecursionError) as refusal:
        said = str(refusal) if isinstance(refusal, ParvisError) else _("This cannot be read.")
        return _refused(400, said)
    if len(records) > RECORDS_AT_MOST:
        return _too_much()
    answers = desk_actions.take_in(
        site=device.site,
        device=device,
        records=records,
        sent_at=sent_at,
        by=as_device(device.pk),
    )
    return JsonResponse({"answers": [asdict(one) for one in answers]})


@require_POST
@device_door(DeviceKind.DESK)
def here(request: HttpRequest, device: Device) -> HttpResponse:
    """A sign of life."""
    return devices.seen(request, device)


@require_safe
@device_door(DeviceKind.DESK)
def worker(request: HttpRequest, device: Device) -> HttpResponseBase:
    """The worker that keeps the page."""
    return devices.worker()


@require_safe
@device_door(DeviceKind.DESK)
def manifest(request: HttpRequest, device: Device) -> HttpResponse:
    """What makes the page an application of the tablet: its name, its icon, where it starts."""
    site, spoken_here = device.site, tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    home = reverse("desk:away", kwargs={"site": site.pk})
    told = {
        "id": home,
        "name": f"{_('Desk')} · {site.centre.name}",
        "short_name": _("Desk"),
        "lang": spoken_here.code,
        "dir": spoken_here.direction,
        "scope": home,
        "start_url": f"{home}?lang={spoken_here.code}",
        "display": "standalone",
        "background_color": "#e6eae5",
        "theme_color": "#062b27",
        "icons": [
            {
                "src": static(f"desk/icon-{side}.png"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for side in ICONS
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _length(request: HttpRequest) -> int:
    """How long the body says it is; without a length nothing is read of it."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def _read(body: bytes) -> tuple[datetime.datetime, list[Any]]:
    """When it was sent and what. Raises ValueError, RecursionError, NotCountable."""
    told = json.loads(body)
    if not isinstance(told, dict) or not isinstance(told.get("records"), list):
        raise NotCountable(_("This cannot be read."))
    return moment_of(told.get("sent_at")), told["records"]


def _too_much() -> HttpResponse:
    return _refused(
        413,
        _("This is too much at once: send at most %(n)d records, in %(size)d MiB.")
        % {"n": RECORDS_AT_MOST, "size": BYTES_AT_MOST // (1024 * 1024)},
    )


def _refused(status: int, said: str) -> HttpResponse:
    return JsonResponse({"said": said}, status=status)
