"""What was sent and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.actors import staff
from parvis.kernel.access import allow, signed_in
from parvis.kernel.errors import ParvisError
from parvis.mailing import actions, queries, rules
from parvis.mailing import models as mail
from parvis.mailing.enums import CAN_GO_BACK, TROUBLED, State

PAGE = 50


@require_GET
@signed_in
def messages(request: HttpRequest) -> HttpResponse:
    """Every message with its state, latest first; nothing for whoever does not look after them."""
    if not rules.can_see_mail(request.user):
        raise Http404
    return _list(request)


@require_GET
@allow(rules.can_read, among=queries.messages)
def message(request: HttpRequest, message: mail.Message) -> HttpResponse:
    """A message to an example address, read here because nobody else can."""
    return render(request, "mailing/message.html", {"message": message, "office": _office()})


@require_POST
@allow(rules.can_see_mail, among=queries.messages)
def put_back(request: HttpRequest, message: mail.Message) -> HttpResponse:
    """Put a message back in the queue; said in a sentence when it cannot be."""
    try:
        with transaction.atomic():
            actions.put_back(message=message, by=staff(request.user))
    except ParvisError as refusal:
        return _list(request, refusal=str(refusal))
    return redirect("mailing:messages")


def on_the_home(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The section of the office's home: how many messages somebody should look at."""
    if not rules.can_see_mail(context["request"].user):
        return None
    return {"trouble": queries.troubled()}


def _list(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    found = queries.messages(request.user)
    asked = request.GET.get("state", "")
    if asked == "trouble":
        found = found.filter(state__in=TROUBLED)
    elif asked in State.values:
        found = found.filter(state=asked)
    counts = queries.counts()
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "states": [(state, counts[state.value]) for state in State if counts[state.value]],
        "all": sum(counts.values()),
        "trouble": sum(counts[state.value] for state in TROUBLED),
        "can_go_back": (*CAN_GO_BACK, State.WAITING),
        "refusal": refusal,
        "office": _office(),
    }
    return render(request, "mailing/messages.html", context, status=422 if refusal else 200)


def _office() -> str:
    """The home of whoever signed in: the room above us, so by its setting."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)
