"""Public screens: the choice of a language, the home of a network, a centre."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parvis.annualreport.queries import YearEntry, years
from parvis.kernel.access import open_to_all, reads_nothing
from parvis.network.models import Network
from parvis.network.queries import all_networks
from parvis.website import queries


@require_safe
@open_to_all
def languages(request: HttpRequest) -> HttpResponse:
    """In which language? Nothing is guessed and nothing is kept."""
    return render(request, "website/languages.html")


@require_safe
@open_to_all
def home(request: HttpRequest, network: str | None = None) -> HttpResponse:
    """The network today: its reports and its members."""
    here, context = _entered(network)
    read = years(here)
    context |= {"years": read, "home": queries.network_home(here, _last_told(read))}
    return render(request, "website/home.html", context)


@require_safe
@open_to_all
def centre(request: HttpRequest, centre: str, network: str | None = None) -> HttpResponse:
    """One centre: its places and its dated life."""
    here, context = _entered(network)
    page = queries.centre_page(here, centre)
    if page is None:
        raise Http404
    return render(request, "website/centre.html", context | {"page": page})


@require_safe
@reads_nothing
def healthz(request: HttpRequest) -> HttpResponse:
    """The program runs; whether the database does is asked at /readyz."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@reads_nothing
def readyz(request: HttpRequest) -> HttpResponse:
    """The program can serve: the database answers and holds a network. 503 otherwise."""
    try:
        ready = queries.is_ready()
    except DatabaseError:
        ready = False
    said = "ready\n" if ready else "not ready\n"
    return HttpResponse(said, status=200 if ready else 503, content_type="text/plain")


def _last_told(read: list[YearEntry]) -> datetime.date:
    """The last day sources speak of: today at the latest, the end of the last year told else."""
    today = timezone.localdate()
    return min(today, datetime.date(max(entry.year for entry in read), 12, 31)) if read else today


def _entered(code: str | None) -> tuple[Network, dict[str, Any]]:
    """The network of the address, and what every skeleton asks; 404 for an unknown code."""
    networks = all_networks()
    here = next((n for n in networks if code in (None, n.code)), None)
    if here is None:
        raise Http404
    return here, {"network": here, "networks": networks}
