"""A certificate of attendance, printed on the spot: the name is typed here and never sent.

The page has no form and may reach nothing (its policy says so, parvis.config.csp): what is typed
stays in the browser it is typed in. Without a script the line is filled in by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.accounts.http import SignedInRequest
from parvis.desk import queries, sentences
from parvis.kernel.access import allow, open_to_all
from parvis.programme.enums import HostRole, PlaceState, SessionState
from parvis.programme.errors import PlaceUnknown
from parvis.programme.models import Session
from parvis.programme.queries import key_of, party
from parvis.programme.rules import can_keep_door


def shown(context: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the page of one's own place offers once one has come; it gives `party` and `address`."""
    found, address = context.get("party"), context.get("address")
    if found is None or not address or found.state != PlaceState.CAME:
        return None
    tongue = sentences.tongue((get_language() or "")[:2])
    page = reverse("desk:certificate", kwargs={"address": address})
    return {"said": sentences.all_in(tongue.code), "page": f"{page}?lang={tongue.code}"}


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def at_the_door(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """One sheet after another, for those who came, on the device at the door."""
    if session.state == SessionState.CANCELLED:
        raise Http404
    door = queries.door_address(session)
    if not door.startswith(reverse("desk:front", kwargs={"pk": site})):
        raise Http404
    page = reverse("desk:door-certificate", kwargs={"site": site, "pk": session.pk})
    return _sheet(request, session, page, back=door)


@require_safe
@never_cache
@open_to_all
def own(request: HttpRequest, address: str) -> HttpResponse:
    """For whoever came, by the private link of their place; 410 once the attendance is closed."""
    try:
        found = party(key_of(address))
    except PlaceUnknown:
        found = None
    page = reverse("desk:certificate", kwargs={"address": address})
    if found is None:
        return _not_yet(request, page, "certificate-gone", 410)
    if found.state != PlaceState.CAME:
        return _not_yet(request, page, "certificate-not-yet", 409)
    response = _sheet(request, found.seats.session, page)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _asked(request: HttpRequest) -> sentences.Tongue:
    return sentences.tongue(request.GET.get("lang", settings.LANGUAGE_CODE))


def _not_yet(request: HttpRequest, page: str, code: str, status: int) -> HttpResponse:
    tongue = _asked(request)
    given = _given(tongue, page) | {"told": sentences.said(code, tongue.code)}
    return render(request, "desk/certificate.html", given, status=status)


def _sheet(request: HttpRequest, session: Session, page: str, back: str = "") -> HttpResponse:
    tongue = _asked(request)
    entry = session.entry
    hosts = session.hosts.exclude(role=HostRole.EXHIBITOR).select_related("partner", "centre")
    with translation.override(tongue.code):
        given = _given(tongue, page) | {
            "session": session,
            "when": entry.when,
            "where": entry.where,
            "room": queries.rooms_of([session]).get(session.entry_id, {}),
            "hosts": [str(one) for one in hosts.order_by("order", "pk")],
            "hours": _hours(session),
            "today": timezone.now().astimezone(entry.zone),
            "back": back,
        }
        return render(request, "desk/certificate.html", given)


def _hours(session: Session) -> str:
    """How long it was, «2 h 30»; nothing for whole days."""
    entry = session.entry
    if entry.whole_days or entry.day != entry.last_day:
        return ""
    hours, minutes = divmod(int((entry.ends - entry.begins).total_seconds()) // 60, 60)
    if not hours:
        return f"{minutes}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{minutes:02}" if minutes else "")


def _given(tongue: sentences.Tongue, page: str) -> dict[str, Any]:
    return {
        "tongue": tongue,
        "said": sentences.all_in(tongue.code),
        "tongues": [(one, f"{page}?lang={one.code}") for one in sentences.TONGUES],
    }
