"""Public screens: the choice of a language, a network's home, its centres, its bodies."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.encoding import uri_to_iri
from django.views.decorators.http import require_http_methods, require_safe

from parvis.accounts.actors import staff
from parvis.annualreport.queries import years
from parvis.kernel.access import admitted, open_to_all, reads_nothing, signed_in
from parvis.network.models import Network
from parvis.ui.addresses import address
from parvis.website import actions, queries, rules
from parvis.website.forms import AsOfForm, DirectoryForm, NearForm, PlaceForm
from parvis.website.views.entering import entered, page_of_lines


@require_safe
@open_to_all
def languages(request: HttpRequest) -> HttpResponse:
    """In which language? Nothing is guessed and nothing is kept."""
    return render(request, "website/languages.html")


@require_safe
@open_to_all
def home(request: HttpRequest, network: str | None = None) -> HttpResponse:
    """The network as last told: its reports, its members, its bodies."""
    here, context = entered(network)
    entries = years(here)
    today = timezone.localdate()
    told = queries.last_told(entries)
    day = today if told is None else min(told, today)
    return render(
        request,
        "website/home.html",
        context
        | {
            "home": queries.network_home(here, day, entries),
            "to_read": queries.to_read(here),
            "soon": queries.soonest(here, page_of_lines(context)),
        },
    )


@require_safe
@open_to_all
def directory(request: HttpRequest, network: str | None = None) -> HttpResponse:
    """Who belongs to the network on a day; 400 with a sentence when the question is not clear."""
    here, context = entered(network)
    today = timezone.localdate()
    form = DirectoryForm(request.GET, today=today, countries=queries.countries_of(here))
    context |= _asked(form, here, today)
    if form.is_valid():
        context["directory"] = queries.directory(
            here, form.cleaned_data["as_of"], country=form.cleaned_data["country"]
        )
    return render(
        request, "website/directory.html", context, status=200 if form.is_valid() else 400
    )


@require_safe
@open_to_all
def mobile(request: HttpRequest, network: str | None = None) -> HttpResponse:
    """Where the buses of the network stop, by commune or by name; 400 for words that are none."""
    here, context = entered(network)
    form = NearForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context |= {"form": form, "words": words}
    context["near"] = queries.near(here, words, timezone.localdate())
    return render(request, "website/mobile.html", context, status=200 if form.is_valid() else 400)


@require_safe
@open_to_all
def bodies(request: HttpRequest, network: str | None = None) -> HttpResponse:
    """Who sits where on a day; 400 with a sentence when the day is not one."""
    here, context = entered(network)
    today = timezone.localdate()
    form = AsOfForm(request.GET, today=today)
    context |= _asked(form, here, today)
    if form.is_valid():
        context["bodies"] = queries.bodies_on(here, form.cleaned_data["as_of"])
    return render(request, "website/bodies.html", context, status=200 if form.is_valid() else 400)


@require_safe
@open_to_all
def centre(request: HttpRequest, centre: str, network: str | None = None) -> HttpResponse:
    """One centre: what, where, when open, with whom, and its dated life."""
    here, context = entered(network)
    page = queries.centre_page(here, centre, timezone.localdate())
    if page is None:
        raise Http404
    context |= {
        "page": page,
        "to_read": queries.to_read(page.centre),
        "soon": queries.soonest(here, page_of_lines(context, page.centre)),
    }
    return render(request, "website/centre.html", context)


@require_safe
@open_to_all
def page(
    request: HttpRequest, way: str, network: str | None = None, centre: str | None = None
) -> HttpResponseBase:
    """A page written by an editor, of a network or of one of its centres.

    In another language it may stand under other slugs: then that is where one is sent.
    """
    here, _context = entered(network)
    place = here if centre is None else queries.centre_of(here, centre)
    found = None if place is None else queries.page_at(place, way)
    if found is None:
        raise Http404
    spoken = queries.in_spoken_language(found)
    if spoken is not None and uri_to_iri(url := spoken.get_url(request)) != request.path:
        return redirect(url)
    return found.serve(request)


@require_http_methods(["GET", "HEAD", "POST"])
@admitted(rules.can_write_pages)
def writing(request: HttpRequest) -> HttpResponse:
    """Where this person writes pages, and the way into the editor; a place is given its pages."""
    form = PlaceForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        home = actions.open_pages(place=form.cleaned_data["place"], by=staff(request.user))
        return redirect("wagtailadmin_explore", home.pk)
    context = {"form": form, "places": queries.written(rules.homes(request.user))}
    return render(request, "website/writing.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def to_account(request: HttpRequest) -> HttpResponse:
    """Wagtail's page of one's account leads to ours."""
    return redirect("office:account")


@require_safe
@reads_nothing
def to_centre(request: HttpRequest, centre: str, network: str | None = None) -> HttpResponse:
    """Below the directory too, a centre's code leads to its page."""
    return redirect(address(network, "website:centre", centre=centre), permanent=True)


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


def _asked(form: AsOfForm, network: Network, today: datetime.date) -> dict[str, Any]:
    """The form, the days people ask about, and the day after which sources say nothing."""
    entries = years(network)
    asked = form.cleaned_data.get("as_of") if form.is_valid() else None
    told = queries.last_told(entries)
    return {
        "form": form,
        "day": asked,
        "today": today,
        "days": queries.days_told(entries, today),
        "told": told if told and asked and asked > told else None,
    }
