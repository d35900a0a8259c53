"""Sessions of today at the front desk: one touch is one more present, and their visit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.accounts.actors import staff
from parvis.accounts.http import SignedInRequest
from parvis.agenda.queries import topic as agenda_topic
from parvis.centres.models import Site
from parvis.desk import actions, queries
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.programme.errors import Full
from parvis.programme.models import Seats
from parvis.ui import toasts
from parvis.visits.queries import desks
from parvis.visits.rules import can_keep_desk

LAST = "desk-present"
"""Where the session keeps what was touched last, for a browser without scripts."""
PARTS = ("told", "sessions")


def shown(context: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the front desk shows of the sessions of today; nothing on other pages."""
    site, request = context.get("site"), context.get("request")
    if site is None or request is None or "front" not in context:
        return None
    if context.get("practice"):
        return None  # in practice nobody is counted in a session
    kept = request.session.get(LAST, {}).get(str(site.pk))
    return _given(site, request.user) | {"done": _done(*kept) if kept else None}


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def panel(request: SignedInRequest, site: Site) -> HttpResponse:
    """The moving part."""
    return render(request, "desk/parts/sessions.html#sessions", _given(site, request.user))


@require_POST
@allow(can_keep_desk, among=desks)
def present(request: SignedInRequest, site: Site) -> HttpResponse:
    """«come:<places>», «anyway:<places>» when it is full, «back:<places>» for the same key."""
    what, _colon, number = request.POST.get("do", "").partition(":")
    seats, key = _seats(site, number), _key(request)
    by = staff(request.user)
    try:
        if what == "back":
            actions.go_back(seats=seats, key=key, visit_at=site, by=by)
            return _answer(request, site, undone=True)
        if what not in ("come", "anyway"):
            raise Http404
        actions.come(seats=seats, key=key, anyway=what == "anyway", visit_at=site, by=by)
    except Full as full:
        return _answer(request, site, refusal=str(full), full=seats, key=key)
    except ParvisError as refusal:
        return _answer(request, site, refusal=str(refusal))
    return _answer(request, site, done=_done(str(key), seats.pk))


def _seats(site: Site, number: str) -> Seats:
    """Places of a session of today at this site."""
    today = queries.sessions_today(site, timezone.now())
    found = {str(one.seats.pk): one.seats for one in today if one.seats is not None}
    if number not in found:
        raise Http404
    return found[number]


def _key(request: SignedInRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None


def _done(key: str, pk: int) -> dict[str, Any] | None:
    """What was counted last, with the way back."""
    seats = Seats.objects.filter(pk=pk).select_related("session__entry").first()
    return None if seats is None else {"key": key, "seats": seats, "session": seats.session}


def _given(site: Site, user: Any) -> dict[str, Any]:
    rows = queries.sessions_today(site, timezone.now())
    return {
        "site": site,
        "rows": rows,
        "doors": queries.doors_among(user, [one.session for one in rows]),
        "zone": site.zone,
        "key": uuid.uuid4(),
        "topic": agenda_topic(site.centre),
    }


def _answer(request: SignedInRequest, site: Site, **given: Any) -> HttpResponse:
    refusal = given.get("refusal", "")
    if request.headers.get("HX-Request"):
        status = 422 if refusal else 200
        whole = _given(site, request.user) | given
        template = "desk/parts/sessions.html#{}"
        parts = (render_to_string(template.format(one), whole, request) for one in PARTS)
        return HttpResponse("".join(parts), status=status)
    done = given.get("done")
    request.session[LAST] = {str(site.pk): [done["key"], done["seats"].pk]} if done else {}
    if refusal:
        toasts.warn(request, refusal)
    elif given.get("undone"):
        toasts.tell(request, _("Undone: nothing is counted."))
    return redirect(reverse("desk:front", kwargs={"pk": site.pk}) + "#sessions")
