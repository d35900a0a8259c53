"""The wall: who is called where, large; who was; how long one waits."""

from __future__ import annotations

import functools
import threading
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.agenda.queries import topic as agenda_topic
from parvis.centres.models import Site
from parvis.desk import queries, sentences
from parvis.desk.http import device_door
from parvis.desk.views import device as devices
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.kernel import live
from parvis.programme.queries import version_at
from parvis.visits.queries import topic, version

KEPT = 2
"""Seconds that a board is shown again while nothing changed: the clock moves all the same."""

_rendering = [threading.Lock() for _some in range(16)]
"""Who renders the board of a site: one thread, while the others wait for what it makes."""


def paired(request: HttpRequest, site: Site) -> HttpResponse:
    """Where a screen that has no key types its code."""
    return devices.paired(request, site, DeviceKind.DISPLAY)


@require_http_methods(["GET", "HEAD", "POST"])
@device_door(DeviceKind.DISPLAY, otherwise=paired)
def display(request: HttpRequest, device: Device) -> HttpResponse:
    """The whole screen; it then moves by itself."""
    response = render(request, "desk/display.html", _given(request, device))
    return devices.started(request, response, device)


@require_safe
@device_door(DeviceKind.DISPLAY)
def board(request: HttpRequest, device: Device) -> HttpResponse:
    """The moving part alone; many walls of one site ask for it at the same moment."""
    tongue = sentences.tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    # The version is read before what it stands for: what is kept is never older than it says.
    site = device.site
    kept_as = f"wall/{site.pk}/{tongue.code}/{version(site)}/{version_at(site)}"
    content = cache.get(kept_as)
    if content is None:
        with _rendering[site.pk % len(_rendering)]:
            content = cache.get(kept_as)  # by whoever rendered while we waited
            if content is None:
                content = render(
                    request, "desk/display.html#board", _given(request, device)
                ).content
                cache.set(kept_as, content, KEPT)
    return HttpResponse(content)


@require_safe
@device_door(DeviceKind.DISPLAY)
def stream(request: HttpRequest, device: Device) -> HttpResponse:
    """Where it hears of calls, and of what comes next."""
    return live.stream(request, [topic(device.site), agenda_topic(device.site.centre)])


@require_POST
@device_door(DeviceKind.DISPLAY)
def here(request: HttpRequest, device: Device) -> HttpResponse:
    """A sign of life."""
    return devices.seen(request, device)


@require_safe
@device_door(DeviceKind.DISPLAY)
def worker(request: HttpRequest, device: Device) -> HttpResponse:
    """What keeps the page on the device."""
    return devices.worker()


@require_safe
@device_door(DeviceKind.DISPLAY)
def voice(request: HttpRequest, device: Device, language: str, name: str) -> HttpResponseBase:
    """One word, said."""
    return devices.voice(device, language, name)


@functools.lru_cache(maxsize=256)
def _square(address: str, title: str) -> str:
    """Drawn once a site: its address never changes, and is no secret."""
    return queries.square(address, title)


def _given(request: HttpRequest, device: Device) -> dict[str, Any]:
    site, now = device.site, timezone.now()
    spoken = sentences.tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    shown = queries.wall(site, now, spoken.code)
    others = [one for one in sentences.TONGUES if one.code != spoken.code]
    return {
        "device": device,
        "site": site,
        "wall": shown,
        "square": _square(queries.whole_queue_of(site), sentences.said("whole-queue", spoken.code)),
        "closed_words": shown.standing.said(spoken.code),
        "now": now.astimezone(site.zone),
        "agenda": agenda_topic(site.centre),
        "tongue": spoken,
        "said": sentences.all_in(spoken.code),
        "others": [(one, sentences.said("your-turn", one.code)) for one in others],
    }
