"""Screens of the annual report: the list, the report of a year, the card of a figure."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from parvis.annualreport import queries
from parvis.kernel.access import open_to_all
from parvis.network.models import Network
from parvis.network.queries import all_networks
from parvis.ui.addresses import address


@require_safe
@open_to_all
def reports(request: HttpRequest, network: str | None = None) -> HttpResponse:
    """The years that can be read."""
    here, context = _entered(network)
    return render(request, "annualreport/reports.html", context | {"years": queries.years(here)})


@require_safe
@open_to_all
def report(request: HttpRequest, year: int, network: str | None = None) -> HttpResponse:
    """The report of a year; a year without one answers «not published» and 404."""
    here, context = _entered(network)
    entries = queries.years(here)
    entry = queries.year_entry(entries, year)
    context |= {"years": entries, "year": year}
    if entry is None:
        return render(request, "annualreport/not_published.html", context, status=404)
    language = (get_language() or "fr")[:2]
    context["publication"] = queries.publication_of(here, year)
    context["report"] = queries.report(here, entry, language, _cards(context["elsewhere"]))
    return render(request, "annualreport/report.html", context)


@require_safe
@open_to_all
def figure(request: HttpRequest, code: str, network: str | None = None) -> HttpResponse:
    """The card of one figure."""
    here, context = _entered(network)
    card = queries.figure_card(here, code, _cards(context["elsewhere"]))
    if card is None:
        raise Http404
    entries = queries.years(here)
    return render(
        request,
        "annualreport/figure.html",
        context | {"card": card, "entry": queries.year_entry(entries, card.year)},
    )


def _entered(code: str | None) -> tuple[Network, dict[str, Any]]:
    """The network of the address, and what every skeleton asks; 404 for an unknown code."""
    networks = all_networks()
    here = (
        next((n for n in networks if n.code == code), None) if code else next(iter(networks), None)
    )
    if here is None:
        raise Http404
    elsewhere = None if here == networks[0] else here.code
    return here, {"network": here, "networks": networks, "elsewhere": elsewhere}


def _cards(elsewhere: str | None) -> Any:
    return partial(_card, elsewhere)


def _card(elsewhere: str | None, code: str) -> str:
    return address(elsewhere, "annualreport:figure", code=code)
