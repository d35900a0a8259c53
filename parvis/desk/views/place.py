"""What a phone follows: one's own place in the line, gone at midnight; or the whole queue.

No cookie, nothing stored, nothing about a person.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.centres.models import Site
from parvis.desk import queries, sentences
from parvis.kernel import live
from parvis.kernel.access import open_to_all
from parvis.visits.queries import place_of, topic, topic_of_place


@require_safe
@never_cache
@open_to_all
def place(request: HttpRequest, address: str) -> HttpResponse:
    """Where one stands; 410 once it is over."""
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
        return _quiet(render(request, template, given, status=200 if found else 410))


def _quiet(response: HttpResponse) -> HttpResponse:
    """What no search engine keeps, and what tells no other site where one comes from."""
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


@require_safe
@never_cache
@open_to_all
def whole(request: HttpRequest, site: int) -> HttpResponse:
    """The whole queue of a site, as its wall shows it, on a phone."""
    place = get_object_or_404(Site.objects.select_related("centre"), pk=site)
    tongue = sentences.tongue(request.GET.get("lang", settings.LANGUAGE_CODE))
    with translation.override(tongue.code):
        shown = queries.wall(place, timezone.now(), tongue.code)
        given = {
            "site": place,
            "tongue": tongue,
            "tongues": sentences.TONGUES,
            "said": sentences.all_in(tongue.code),
            "wall": shown,
            "closed_words": shown.standing.said(tongue.code),
            "topic": topic(place),
        }
        template = "desk/queue.html#queue" if "part" in request.GET else "desk/queue.html"
        return _quiet(render(request, template, given))


@require_safe
@never_cache
@open_to_all
def whole_stream(request: HttpRequest, site: int) -> HttpResponse:
    """Where the phone hears that the queue of a site moved."""
    place = get_object_or_404(Site.objects.select_related("centre"), pk=site)
    return live.stream(request, [topic(place)])
