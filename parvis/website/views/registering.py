"""Professionals who register by name for a study day, a webinar or a seminar; and withdraw."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import visitor
from parvis.kernel.access import open_to_all
from parvis.kernel.errors import ParvisError
from parvis.programme import actions
from parvis.programme.errors import PlaceUnknown
from parvis.programme.queries import address_of, key_of
from parvis.ui.addresses import address
from parvis.website import queries
from parvis.website.forms import RegisterForm
from parvis.website.http import JOINING, is_from_elsewhere, private, slowed
from parvis.website.queries.session import SessionPage
from parvis.website.views.entering import elsewhere, entered


# No token: see website.views.joining.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def register(request: HttpRequest, code: str, network: str | None = None) -> HttpResponseBase:
    """A professional registers, and chooses among the workshops of the day; 404 for any other."""
    here, context = entered(network)
    page = queries.session_page(here, code, timezone.now())
    if page is None or not page.is_named:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = RegisterForm(
        sent,
        workshops=page.workshops,
        centres=queries.centres_of(here),
        online=page.entry.presence == "both",
    )
    refusal, status = "", 200
    if sent is not None:
        done, refusal, status = _registered(request, page, form, elsewhere(context))
        if done is not None:
            return private(done)
    context |= {"page": page, "form": form, "refusal": refusal}
    return private(render(request, "website/register.html", context, status=status))


def _registered(
    request: HttpRequest, page: SessionPage, form: RegisterForm, there: str | None
) -> tuple[HttpResponse | None, str, int]:
    if is_from_elsewhere(request):
        return None, _("This was sent by another site: do it from this page."), 403
    if not form.is_valid():
        form.fresh_key()
        return None, "", 422
    if (wait := JOINING.wait(request)) > 0:
        return None, slowed(wait), 429
    data: dict[str, Any] = form.cleaned_data
    key: uuid.UUID = data["key"]
    try:
        with transaction.atomic():
            actions.register(
                session=page.session,
                key=key,
                name=data["name"],
                email=data["email"],
                organisation=data["organisation"],
                centre=data["centre"],
                country=data["country"],
                language=request.LANGUAGE_CODE,
                workshops=[one for one in page.published_parts if str(one.pk) in data["workshops"]],
                online=data["online"],
                by=visitor(),
            )
    except ParvisError as refused:
        return None, str(refused), 409
    return redirect(address(there, "website:registration", address=address_of(key))), "", 200


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def registration(
    request: HttpRequest, address: str, network: str | None = None
) -> HttpResponseBase:
    """The page of whoever registered: the way to withdraw, and no name, for a link is passed on."""
    _here, context = entered(network)
    refusal, status, withdrawn = "", 200, False
    try:
        key = key_of(address)
        if request.method == "POST" and not is_from_elsewhere(request):
            with transaction.atomic():
                actions.withdraw(key=key, by=visitor())
            withdrawn = True
    except PlaceUnknown as unknown:
        refusal, status = str(unknown), 410
    except ParvisError as refused:
        refusal, status = str(refused), 409
    context |= {"refusal": refusal, "withdrawn": withdrawn, "is_unknown": status == 410}
    return private(render(request, "website/registration.html", context, status=status))
