"""What every device does: it is paired, says that it is there, and fetches its voices."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from parvis.accounts.actors import device as as_device
from parvis.accounts.actors import visitor
from parvis.centres.models import Site
from parvis.desk.http import cookie_of, keep_key
from parvis.desk.sentences import CODES, tongue, voiced
from parvis.devices import actions
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device


def paired(request: HttpRequest, site: Site, kind: DeviceKind) -> HttpResponse:
    """A screen that has no key: the code is typed here, and it starts."""
    refusal = ""
    if request.method == "POST":
        code = request.POST.get("code", "")
        issued = actions.pair(site=site, kind=kind, code=code, by=visitor())
        if issued is not None:
            response = redirect(request.get_full_path())
            keep_key(response, issued.device, issued.key)
            return response
        refusal = _("This code is not good here: ask for another in the office.")
    language = tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    given = {"site": site, "kind": kind.label, "refusal": refusal, "tongue": language}
    return render(request, "desk/pair.html", given, status=200 if not refusal else 422)


def started(request: HttpRequest, response: HttpResponse, device: Device) -> HttpResponse:
    """The key kept anew: a screen that is used never loses it."""
    keep_key(response, device, request.COOKIES[cookie_of(DeviceKind(device.kind))])
    return response


def seen(request: HttpRequest, device: Device) -> HttpResponse:
    """A sign of life, with the time on its own clock if it says it."""
    clock: datetime.datetime | None
    try:
        clock = datetime.datetime.fromisoformat(request.POST.get("clock", ""))
    except ValueError:
        clock = None
    if clock is not None and clock.tzinfo is None:
        clock = None
    actions.seen(device=device, device_clock=clock, by=as_device(device.pk))
    return HttpResponse(status=204)


def worker() -> HttpResponse:
    """The service worker, served where its scope begins: a device keeps its own page, no more."""
    found = finders.find("desk/worker.js")
    return HttpResponse(Path(str(found)).read_text("utf-8"), content_type="text/javascript")


def voice(device: Device, language: str, name: str) -> HttpResponse | FileResponse:
    """One word, said: the centre's own voice if it recorded one, else ours."""
    if language not in CODES or (name not in voiced(language) and name != "chime"):
        raise Http404
    own = settings.VAR / "voices" / device.site.centre.code / language / f"{name}.mp3"
    if own.is_file():
        return FileResponse(own.open("rb"), content_type="audio/mpeg")
    shared = "desk/voices/chime.mp3" if name == "chime" else f"desk/voices/{language}/{name}.mp3"
    return redirect(static(shared))
