"""The kiosk: two taps to a ticket, in one's own language, without a name."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.accounts.actors import device as as_device
from parvis.centres.models import Site
from parvis.desk import queries, sentences
from parvis.desk.http import device_door
from parvis.desk.views import device as devices
from parvis.devices import actions as device_actions
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.kernel import live
from parvis.kernel.errors import ParvisError
from parvis.visits import actions
from parvis.visits.errors import DayIsClosed
from parvis.visits.queries import place_of, poles_at, topic

LOOKS = ("large", "contrast")
IDLE, WARNED = 45, 25
"""Seconds without a touch after which it starts over, and after which it says so."""


def paired(request: HttpRequest, site: Site) -> HttpResponse:
    """Where a kiosk that has no key types its code."""
    return devices.paired(request, site, DeviceKind.KIOSK)


@require_http_methods(["GET", "HEAD", "POST"])
@device_door(DeviceKind.KIOSK, otherwise=paired)
def welcome(request: HttpRequest, device: Device) -> HttpResponse:
    """The first screen: why one comes, and the languages."""
    response = render(request, "desk/kiosk.html", _offered(request, device))
    return devices.started(request, response, device)


@require_safe
@device_door(DeviceKind.KIOSK)
def tiles(request: HttpRequest, device: Device) -> HttpResponse:
    """The moving part of the first screen: waits change."""
    return render(request, "desk/kiosk.html#tiles", _offered(request, device))


@require_http_methods(["GET", "HEAD", "POST"])
@device_door(DeviceKind.KIOSK)
def pole(request: HttpRequest, device: Device, pole: int) -> HttpResponse:
    """The second screen: take the ticket, with or without practical help."""
    wanted = next((one for one in poles_at(device.site) if one.pk == pole), None)
    if wanted is None:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            recorded = actions.take_ticket(
                site=device.site,
                key=uuid.UUID(request.POST.get("key", "")),
                pole=wanted,
                language=sentences.tongue(request.GET["lang"]).code
                if "lang" in request.GET
                else "",
                need=request.POST.get("need", ""),
                by=as_device(device.pk),
            )
        except (ParvisError, ValueError) as refusal:
            refused = "day-over" if isinstance(refusal, DayIsClosed) else "went-wrong"
        else:
            address = recorded.ticket.address if recorded.ticket else ""
            return redirect(_address("ticket", request, site=device.site_id, address=address))
    given = _offered(request, device)
    language = given["tongue"].code
    given |= {
        "tile": next(one for one in given["tiles"] if one.pole.pk == pole),
        "key": uuid.uuid4(),
        "needs": _needs(language),
        "refusal": sentences.said(refused, language) if refused else "",
    }
    return render(request, "desk/kiosk_pole.html", given, status=422 if refused else 200)


@require_safe
@device_door(DeviceKind.KIOSK)
def ticket(request: HttpRequest, device: Device, address: str) -> HttpResponse:
    """The third screen: the number, the square for the phone, the sheet for the printer."""
    found = place_of(address)
    if found is None or found.pole.centre_id != device.site.centre_id:
        return redirect(_address("kiosk", request, site=device.site_id))
    given = _given(request, device)
    language = given["tongue"].code
    page = queries.page_of(address, language)
    tile = next(one for one in queries.tiles(device.site, timezone.now(), language)
                if one.pole.pk == found.pole.pk)  # fmt: skip
    given |= {
        "place": found,
        "tile": tile,
        "page": page,
        "square": queries.square(page, given["said"]["follow"]),
        "wait": queries.wait_said(found.wait, language) if found.wait else "",
    }
    return render(request, "desk/kiosk_ticket.html", given)


@require_POST
@device_door(DeviceKind.KIOSK)
def help_asked(request: HttpRequest, device: Device) -> HttpResponse:
    """Somebody of the staff is asked to come; the desk shows it until somebody goes."""
    device_actions.ask_help(device=device, by=as_device(device.pk))
    return redirect(_address("kiosk", request, site=device.site_id, asked="1"))


@require_safe
@device_door(DeviceKind.KIOSK)
def stream(request: HttpRequest, device: Device) -> HttpResponse:
    """Where it hears that waits changed."""
    return live.stream(request, [topic(device.site)])


@require_POST
@device_door(DeviceKind.KIOSK)
def here(request: HttpRequest, device: Device) -> HttpResponse:
    """A sign of life."""
    return devices.seen(request, device)


@require_safe
@device_door(DeviceKind.KIOSK)
def worker(request: HttpRequest, device: Device) -> HttpResponse:
    """What keeps the page on the device."""
    return devices.worker()


@require_safe
@device_door(DeviceKind.KIOSK)
def voice(request: HttpRequest, device: Device, language: str, name: str) -> HttpResponseBase:
    """One word, said."""
    return devices.voice(device, language, name)


def _offered(request: HttpRequest, device: Device) -> dict[str, Any]:
    given, now = _given(request, device), timezone.now()
    shown = queries.standing(device.site, now)
    language = given["tongue"].code
    return given | {
        "standing": shown,
        "closed_words": shown.said(language),
        "tiles": queries.tiles(device.site, now, language),
        "asked": request.GET.get("asked") == "1",
    }


def _given(request: HttpRequest, device: Device) -> dict[str, Any]:
    tongue = sentences.tongue(request.GET.get("lang", ""))
    looks = _looks(request)
    here = {"site": device.site_id}
    return {
        "device": device,
        "site": device.site,
        "tongue": tongue,
        "said": sentences.all_in(tongue.code),
        "looks": looks,
        "query": _query(request),
        "tongues": [
            (one, _address("kiosk", request, **here, lang=one.code)) for one in sentences.TONGUES
        ],
        "turns": {
            look: _address("kiosk", request, **here, look=_turned(looks, look)) for look in LOOKS
        },
        "idle": IDLE,
        "warned": WARNED,
    }


def _looks(request: HttpRequest) -> list[str]:
    asked = request.GET.get("look", "").split("-")
    return [look for look in LOOKS if look in asked]


def _turned(looks: list[str], look: str) -> str:
    """The looks with this one on if it was off, and the other way round."""
    return "-".join(one for one in LOOKS if (one in looks) != (one == look))


def _query(request: HttpRequest, **changed: str) -> str:
    """What the visitor chose for this visit, carried from screen to screen in the address alone."""
    kept = {name: request.GET.get(name, "") for name in ("lang", "look")} | changed
    if kept["lang"] not in sentences.CODES:
        kept["lang"] = ""
    kept = {name: value for name, value in kept.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _address(name: str, request: HttpRequest, **given: Any) -> str:
    query = {key: given.pop(key) for key in ("lang", "look", "asked") if key in given}
    return reverse(f"desk:{name}", kwargs=given) + _query(request, **query)


def _needs(language: str) -> list[tuple[str, str]]:
    return [(need.value, sentences.said(need.value, language)) for need in queries.NEEDS]
