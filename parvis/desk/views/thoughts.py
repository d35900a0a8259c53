"""What one thought: three faces, one question, two touches; on one's phone or on a tablet.

The first touch goes into the address of the next page alone: nothing is kept before the second.
Nothing says who, when, or on which device; the result is shown once enough have answered.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import device as as_device
from parvis.accounts.actors import visitor
from parvis.desk import actions, queries, sentences
from parvis.desk.http import device_door, sent_by_our_own_page
from parvis.desk.views.kiosk import IDLE, WARNED
from parvis.desk.views.kiosk import paired as kiosk_paired
from parvis.devices.enums import DeviceKind
from parvis.devices.models import Device
from parvis.kernel.access import READING, open_to_all
from parvis.kernel.counts import Audience
from parvis.kernel.errors import ParvisError
from parvis.programme.enums import Answer, Face, Medium
from parvis.programme.models import Session
from parvis.programme.queries import thoughts as found_of


# No cookie gives any right here and none is set. What is sent must come from our own page.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def thoughts(request: HttpRequest, address: str) -> HttpResponse:
    """On a phone: the address is in the square that the room scans."""
    if request.method not in READING and not sent_by_our_own_page(request):
        raise PermissionDenied
    tongue = sentences.tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    page = reverse("desk:thoughts", kwargs={"address": address})
    with translation.override(tongue.code):
        session = queries.session_of(address)
        if session is None:
            given = _words(tongue, page) | {"refusal": sentences.said("link-unknown", tongue.code)}
            return _private(render(request, "desk/thoughts.html", given, status=404))
        if request.method == "POST":
            said = _kept(request, session, Medium.PHONE)
            if not said:
                return _private(redirect(f"{page}?lang={tongue.code}&done=1"))
            given = _asked(request, session, tongue, page) | {"refusal": said}
            return _private(render(request, "desk/thoughts.html", given, status=422))
        given = _asked(request, session, tongue, page)
        return _private(render(request, "desk/thoughts.html", given))


@require_http_methods(["GET", "HEAD", "POST"])
@device_door(DeviceKind.KIOSK, otherwise=kiosk_paired)
def tablet(request: HttpRequest, device: Device, session: int = 0) -> HttpResponse:
    """On a tablet of the site: the session that has begun today, or the choice of one."""
    tongue = sentences.tongue(request.GET.get("lang", ""))
    home = reverse("desk:tablet-thoughts", kwargs={"site": device.site_id})
    if not session:
        rows = queries.to_be_judged(device.site, timezone.now())
        if len(rows) == 1:
            return redirect(_on_tablet(device, rows[0].pk, tongue))
        choices = [(one, _on_tablet(device, one.pk, tongue)) for one in rows]
        given = _words(tongue, home) | _of_device(device, home) | {"choices": choices}
        return render(request, "desk/tablet_thoughts.html", given)
    found = queries.of_device(device.site, session)
    if found is None:
        raise Http404
    page = reverse("desk:tablet-thoughts-of", kwargs={"site": device.site_id, "session": session})
    refusal = ""
    if request.method == "POST":
        refusal = _kept(request, found, Medium.TABLET, device)
        if not refusal:
            return redirect(f"{page}?lang={tongue.code}&done=1")
    given = _asked(request, found, tongue, page) | _of_device(device, home)
    given["refusal"] = refusal
    status = 422 if refusal else 200
    return render(request, "desk/tablet_thoughts.html", given, status=status)


def _kept(request: HttpRequest, session: Session, medium: str, device: Device | None = None) -> str:
    """Keep it, once for the key of its page; why it could not be kept, else nothing."""
    face = request.POST.get("face", "")
    if face not in {str(one) for one in Face.values}:
        raise Http404
    by = visitor() if device is None else as_device(device.pk)
    try:
        actions.think(
            session=session,
            key=uuid.UUID(request.POST.get("key", "")),
            face=int(face),
            answer=request.POST.get("answer", ""),
            medium=medium,
            by=by,
        )
    except ValueError:
        raise Http404 from None
    except ParvisError:
        return sentences.said("thoughts-closed", sentences.tongue(request.GET.get("lang", "")).code)
    return ""


def _asked(
    request: HttpRequest, session: Session, tongue: sentences.Tongue, page: str
) -> dict[str, Any]:
    """The two steps: faces, then the question of this session; or the thanks, with the result."""
    code, chosen = tongue.code, request.GET.get("face", "")
    entry, now = session.entry, timezone.now()
    faces = [(face.value, sentences.said(f"face-{face.value}", code)) for face in reversed(Face)]
    given = _words(tongue, page) | {
        "session": session,
        "site": entry.site,
        "faces": faces,
        "question": sentences.said(f"question-{session.question}", code),
        "answers": [(one.value, sentences.said(f"answer-{one.value}", code)) for one in Answer],
        "is_early": now < entry.begins,
        "key": uuid.uuid4(),
        "chosen": int(chosen) if chosen in {str(one) for one in Face.values} else 0,
    }
    if "done" in request.GET or "result" in request.GET:
        given |= {"done": "done" in request.GET, "is_shown": True} | shown(session, code)
    return given


def shown(session: Session, language: str) -> dict[str, Any]:
    """What the room thought, in a language of the screens; hidden while too few answered."""
    found = found_of(session)
    if found is None:
        least = sentences.said("thoughts-hidden", language).format(int(Audience.OUTSIDE))
        return {"found": None, "hidden": least}
    return {
        "found": found,
        "n_said": sentences.said("thoughts-n", language).format(found.n),
        "found_faces": [
            (face.value, sentences.said(f"face-{face.value}", language), found.faces[face])
            for face in reversed(Face)
        ],
        "found_answers": [
            (sentences.said(f"answer-{one.value}", language), found.answers[one]) for one in Answer
        ],
    }


def _words(tongue: sentences.Tongue, page: str) -> dict[str, Any]:
    return {
        "tongue": tongue,
        "said": sentences.all_in(tongue.code),
        "page": page,
        "query": f"?lang={tongue.code}",
        "tongues": [(one, f"{page}?lang={one.code}") for one in sentences.TONGUES],
    }


def _of_device(device: Device, home: str) -> dict[str, Any]:
    return {
        "device": device,
        "site": device.site,
        "home": home,
        "looks": [],
        "idle": IDLE,
        "warned": WARNED,
    }


def _on_tablet(device: Device, session: int, tongue: sentences.Tongue) -> str:
    given = {"site": device.site_id, "session": session}
    return reverse("desk:tablet-thoughts-of", kwargs=given) + f"?lang={tongue.code}"


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
