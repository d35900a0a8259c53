"""Duty at the front desk: who is here, late, away for a while, or does not come: one touch each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.accounts.actors import staff
from parvis.accounts.http import SignedInRequest
from parvis.centres.models import Site
from parvis.desk import queries
from parvis.desk.views.front import is_part
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.partners import actions
from parvis.partners.enums import Absence, Halt
from parvis.partners.models import DutySession
from parvis.partners.queries import today
from parvis.partners.rules import may_plan
from parvis.ui import toasts
from parvis.visits.queries import desks
from parvis.visits.rules import can_keep_desk

GESTURES: Mapping[str, Callable[..., DutySession]] = {
    "here": actions.open_session,
    "late": partial(actions.halt, why=Halt.LATE),
    "away": partial(actions.halt, why=Halt.AWAY),
    "lift": actions.lift,
    "missing": partial(actions.decline, reason=Absence.MISSED),
}
"""What is said of one duty session of today."""


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def duty(request: SignedInRequest, site: Site) -> HttpResponse:
    """The moving part: who is on duty."""
    return render(request, "desk/front.html#duty", _given(request, site))


@require_POST
@allow(can_keep_desk, among=desks)
def say(request: SignedInRequest, site: Site) -> HttpResponse:
    """«late:<session>»: one touch; the public page and the office read it at once."""
    what, _colon, key = request.POST.get("do", "").partition(":")
    row = next((one for one in today(site) if str(one.pk) == key), None)
    if row is None or what not in GESTURES or not may_plan(request.user, site):
        raise Http404
    try:
        GESTURES[what](session=row, by=staff(request.user))
    except ParvisError as refusal:
        return _answered(request, site, str(refusal))
    return _answered(request, site)


def _answered(request: SignedInRequest, site: Site, refusal: str = "") -> HttpResponse:
    if is_part(request):
        given = _given(request, site) | {"refusal": refusal}
        return render(request, "desk/front.html#duty", given, status=422 if refusal else 200)
    if refusal:
        toasts.warn(request, refusal)
    return redirect("desk:front", pk=site.pk)


def _given(request: SignedInRequest, site: Site) -> dict[str, Any]:
    return {
        "site": site,
        "duty": queries.duty(site, timezone.now()),
        "may_say": may_plan(request.user, site),
    }
