"""The Charter as staff read and accept it, and who accepted which version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.actors import staff
from parvis.charter import actions, queries, rules
from parvis.charter.models import Version
from parvis.kernel.access import allow, signed_in
from parvis.kernel.errors import ParvisError


@require_GET
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """The version in force for this person, to be accepted if it is not yet."""
    return _read(request)


@require_POST
@allow(rules.can_accept, among=queries.versions)
def accept(request: HttpRequest, version: Version) -> HttpResponse:
    """Record that this person accepts this version; a version that changed meanwhile is said."""
    try:
        with transaction.atomic():
            actions.accept(user=_person(request), version=version, by=staff(request.user))
    except ParvisError as refusal:
        return _read(request, refusal=str(refusal))
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_GET
@signed_in
def acceptances(request: HttpRequest) -> HttpResponse:
    """Who has accepted which version; for the coordination and the label authority."""
    if not rules.can_see_acceptances(request.user):
        raise Http404
    context = {
        "versions": queries.versions(request.user),
        "people": queries.staff_standing(),
        "office": resolve_url(settings.LOGIN_REDIRECT_URL),
    }
    return render(request, "charter/acceptances.html", context)


def awaits(request: HttpRequest) -> Version | None:
    """What whoever signed in has still to read: the office's home shows it first."""
    return queries.awaited_from(_person(request))


def on_the_home(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The section of the office's home: the Charter, and for some the list of acceptances."""
    request = context["request"]
    return {"awaited": awaits(request), "sees_all": rules.can_see_acceptances(request.user)}


def _read(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    person = _person(request)
    version = queries.in_force(simulated=person.is_demonstration)
    context = {
        "version": version,
        "accepted": version.staff.filter(user=person).first() if version else None,
        "refusal": refusal,
        "office": resolve_url(settings.LOGIN_REDIRECT_URL),
    }
    return render(request, "charter/read.html", context, status=422 if refusal else 200)


def _person(request: HttpRequest) -> Any:
    return request.user
