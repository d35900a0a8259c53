"""Screens of the annual report: the list, the report of a year, the card of a figure."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from parvis.annualreport import queries
from parvis.annualreport.paper import file_name, paper_of, simulated_mark
from parvis.journal.queries import settled_head
from parvis.kernel import embedded
from parvis.kernel.access import open_to_all
from parvis.network.models import Network
from parvis.network.queries import all_networks
from parvis.papers import shelf
from parvis.papers.typesetting import Paper
from parvis.ui.addresses import address


@require_safe
@open_to_all
def reports(request: HttpRequest, network: str | None = None) -> HttpResponse:
    """The years that can be read."""
    here, context = _entered(network)
    context |= {"years": queries.years(here), "published": queries.published_years(here)}
    return render(request, "annualreport/reports.html", context)


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
    context |= {"entry": entry, "article": _article(here, entry, context)}
    return render(request, "annualreport/report.html", context)


def _article(network: Network, entry: queries.YearEntry, context: dict[str, Any]) -> SafeString:
    """The report as a page shows it: kept in memory until a line enters the journal."""
    head = settled_head()
    key = f"report:{network.pk}:{entry.year}:{_language()}:{head}"
    kept: SafeString | None = cache.get(key) if head is not None else None
    if kept is not None:
        return kept
    elsewhere = context["elsewhere"]
    article = render_to_string(
        "annualreport/parts/article.html",
        context
        | {
            "publication": queries.publication_of(network, entry.year),
            "report": queries.report(network, entry, _language(), _cards(elsewhere)),
            "pdf": address(elsewhere, "annualreport:printed", year=entry.year),
        },
    )
    if head is not None:
        cache.set(key, article, timeout=None)
    return article


@require_safe
@open_to_all
def printed(request: HttpRequest, year: int, network: str | None = None) -> HttpResponse:
    """The report of a year as PDF, from the shelf when the same facts were printed before."""
    here, context = _entered(network)
    entry = queries.year_entry(queries.years(here), year)
    if entry is None:
        return render(
            request, "annualreport/not_published.html", context | {"year": year}, status=404
        )
    report = queries.report(here, entry, _language(), _cards(context["elsewhere"]))
    edition = queries.edition_of(here, year, _language())
    return PaperResponse(paper_of(report, here, edition), file_name(report, here))


@require_safe
@open_to_all
def contradictions(request: HttpRequest, year: int, network: str | None = None) -> HttpResponse:
    """What is still open in the report of a year: anybody may see why it is a draft."""
    here, context = _entered(network)
    entry = queries.year_entry(queries.years(here), year)
    context |= {"year": year, "entry": entry}
    if entry is None:
        return render(request, "annualreport/not_published.html", context, status=404)
    context["edition"] = queries.edition_of(here, year, _language())
    return render(request, "annualreport/contradictions.html", context)


@require_safe
@open_to_all
def chart(request: HttpRequest, year: int, code: str, network: str | None = None) -> HttpResponse:
    """The rows of one chart as CSV; 404 when the report draws no chart of this code."""
    here, context = _entered(network)
    entry = queries.year_entry(queries.years(here), year)
    if entry is None:
        raise Http404
    report = queries.report(here, entry, _language(), _cards(context["elsewhere"]))
    found = next((shown for shown in queries.charts_of(report) if shown.code == code), None)
    if found is None:
        raise Http404
    answer = HttpResponse(
        found.csv(pgettext("head of a column", "What")), content_type="text/csv; charset=utf-8"
    )
    suffix = f"-{simulated_mark()}" if here.simulated else ""
    name = f"{code}-{year}-{_language()}{suffix}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class PaperResponse(SimpleTemplateResponse):
    """A paper, set when the answer is rendered: by then the door has closed its transaction."""

    def __init__(self, paper: Paper, name: str) -> None:
        super().__init__(template="", content_type="application/pdf")
        self.paper = paper
        self["Content-Disposition"] = f'inline; filename="{name}"'
        self["X-Robots-Tag"] = "noindex"

    @property
    def rendered_content(self) -> Any:
        """The bytes of the paper. Raises as `typeset` does."""
        return shelf.fetched(self.paper, embedded.here().var / "papers")


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


def _language() -> str:
    """The language of the address: that of the report."""
    return (get_language() or "fr")[:2]


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
