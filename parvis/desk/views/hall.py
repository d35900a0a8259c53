"""The hall: what comes next, large; and what a room is asked, and answered, on the same screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from parvis.agenda.queries import topic as agenda_topic
from parvis.desk import queries, sentences
from parvis.desk.http import device_door
from parvis.desk.queries.sessions import ON_A_HALL_SCREEN
from parvis.desk.views import device as devices
from parvis.desk.views.thoughts import shown as result_shown
from parvis.desk.views.wall import paired
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.kernel import live


def shown(context: Mapping[str, Any]) -> dict[str, Any] | None:
    """What stands at the foot of the wall: the next sessions; nothing when none is planned."""
    site, tongue, now = context.get("site"), context.get("tongue"), context.get("now")
    if site is None or tongue is None or now is None:
        return None
    rows = queries.next_sessions(site, now, tongue.code, 2)
    if not rows:
        return None
    return {"rows": rows, "zone": site.zone, "said": sentences.all_in(tongue.code)}


@require_http_methods(["GET", "HEAD", "POST"])
@device_door(DeviceKind.DISPLAY, otherwise=paired)
def hall(request: HttpRequest, device: Device) -> HttpResponse:
    """The whole screen; it then moves by itself."""
    response = render(request, "desk/hall.html", _given(request, device))
    return devices.started(request, response, device)


@require_safe
@device_door(DeviceKind.DISPLAY)
def board(request: HttpRequest, device: Device) -> HttpResponse:
    """The moving part alone."""
    return render(request, "desk/hall.html#hall", _given(request, device))


@require_safe
@device_door(DeviceKind.DISPLAY)
def stream(request: HttpRequest, device: Device) -> HttpResponse:
    """Where it hears that a date or its places changed."""
    return live.stream(request, [agenda_topic(device.site.centre)])


def _given(request: HttpRequest, device: Device) -> dict[str, Any]:
    site, now = device.site, timezone.now()
    tongue = sentences.tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    asked = [
        {
            "session": one.session,
            "square": queries.square(
                queries.thoughts_page(one.session, tongue.code),
                sentences.said("scan", tongue.code),
            ),
            "question": sentences.said(f"question-{one.session.question}", tongue.code),
        }
        | result_shown(one.session, tongue.code)
        for one in queries.asking(site, now)
    ]
    return {
        "device": device,
        "site": site,
        "zone": site.zone,
        "now": now.astimezone(site.zone),
        "tongue": tongue,
        "said": sentences.all_in(tongue.code),
        "rows": queries.next_sessions(site, now, tongue.code, ON_A_HALL_SCREEN),
        "asked": asked,
        "topic": agenda_topic(site.centre),
        "part": reverse("desk:hall-board", kwargs={"site": site.pk}) + f"?lang={tongue.code}",
    }
