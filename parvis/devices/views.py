"""Pairing: the code that is typed on a screen, shown once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import staff
from parvis.devices import actions, queries, rules
from parvis.devices.enums import ADDRESSES, BESIDES, DeviceKind
from parvis.devices.models import Device
from parvis.kernel.access import allow


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allow(rules.may_keep_device, among=queries.devices)
def pair(request: HttpRequest, device: Device) -> HttpResponse:
    """What pairing does; asked for, a code that is good once and for a quarter of an hour."""
    kind = DeviceKind(device.kind)
    address = f"{settings.BASE_URL}{ADDRESSES[kind].format(device.site_id)}"
    given: dict[str, Any] = {"device": device, "address": address}
    if kind in BESIDES:
        rest, what = BESIDES[kind]
        given |= {"besides": address + rest, "besides_is": what}
    if request.method == "POST":
        given["code"] = actions.offer(device=device, by=staff(request.user))
    given["minutes"] = int(actions.PAIRED_WITHIN.total_seconds() // 60)
    return render(request, "devices/pair.html", given)
