"""The visitor's own page: a place in the line and how long; nothing else, gone at midnight."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.desk import queries, sentences
from parvis.kernel import live
from parvis.kernel.access import open_to_all
from parvis.visits.queries import place_of, topic_of_place


@require_safe
@never_cache
@open_to_all
def place(request: HttpRequest, address: str) -> HttpResponse:
    """Where one stands. No cookie, nothing stored, nothing about a person; 410 once it is over."""
    tongue = sentences.tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    with translation.override(tongue.code):
        found = place_of(address)
        given = {
            "address": address,
            "tongue": tongue,
            "tongues": sentences.TONGUES,
            "said": sentences.all_in(tongue.code),
            "place": found,
            "topic": topic_of_place(address) or "",
        }
        if found is not None:
            given |= {
                "wait": queries.wait_said(found.wait, tongue.code) if found.wait else "",
                "before": queries.before_said(found, tongue.code),
            }
        template = "desk/place.html#place" if "part" in request.GET else "desk/place.html"
        response = render(request, template, given, status=200 if found else 410)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
@open_to_all
def stream(request: HttpRequest, address: str) -> HttpResponse:
    """Where the phone hears that the line moved; 410 once the ticket is over."""
    found = topic_of_place(address)
    if found is None:
        return HttpResponse(status=410)
    return live.stream(request, [found])
