"""The agenda in three layers, and campaigns that hold several events."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parvis.agenda.enums import Layer
from parvis.agenda.queries import coming
from parvis.kernel.access import open_to_all
from parvis.website import queries
from parvis.website.forms import LayersForm
from parvis.website.views.entering import elsewhere, entered, entered_centre, page_of_lines

PAGE = 50


@require_safe
@open_to_all
def agenda(
    request: HttpRequest, network: str | None = None, centre: str | None = None
) -> HttpResponse:
    """A centre's dates, the network's and Europe's in one list; each layer may be left out."""
    here, context = entered(network)
    place = entered_centre(here, centre)
    form = LayersForm(request.GET)
    asked = form.cleaned_data["layer"] if form.is_valid() else []
    rows = queries.dates(here, centre=place, layers=asked or Layer.values)
    page_of = Paginator(coming(rows, timezone.now()), PAGE).get_page(request.GET.get("page"))
    context |= {
        "centre": place,
        "form": form,
        "layers": [(one.value, one.label, one.value in asked or not asked) for one in Layer],
        "feed": urlencode({"layer": asked or Layer.values}, doseq=True),
        "page_of": page_of,
        "days": queries.dates_by_day(page_of.object_list, elsewhere(context)),
    }
    return render(request, "website/agenda.html", context, status=200 if form.is_valid() else 400)


@require_safe
@open_to_all
def campaign(request: HttpRequest, code: str, network: str | None = None) -> HttpResponse:
    """A campaign: what it wants, what it is made of, whom it reached."""
    here, context = entered(network)
    found = queries.campaign_page(here, code, page_of_lines(context))
    if found is None:
        raise Http404
    context |= {"page": found}
    return render(request, "website/campaign.html", context)
