"""The office home, and what a report contradicts."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.actors import Actor, staff
from parvis.annualreport import actions as reports
from parvis.annualreport import queries as read
from parvis.annualreport import rules
from parvis.charter.views import awaits
from parvis.kernel.access import allow, signed_in
from parvis.kernel.errors import ParvisError
from parvis.network.models import Network
from parvis.network.queries import all_networks, find
from parvis.office import queries
from parvis.office.forms import SettleForm
from parvis.ui import needs


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with which posts, and where to go; the Charter first, until accepted."""
    if "later" not in request.GET and awaits(request) is not None:
        return redirect("charter:read")
    networks = all_networks()
    context = {
        "posts": queries.posts_of(request.user),
        "needs": needs.waiting(request),
        "networks": networks,
        "reports": queries.reports_of(networks),
    }
    return render(request, "office/home.html", context)


@require_GET
@signed_in
def contradictions(request: HttpRequest, year: int, code: str | None = None) -> HttpResponse:
    """What contradicts what in the report of a year, and what was settled; any staff may see."""
    network = find(code)
    if network is None:
        raise Http404
    return _contradictions(request, network, year)


@require_POST
@allow(rules.can_settle_contradictions, among=queries.networks, key="code")
def settle(request: HttpRequest, network: Network, year: int, key: str) -> HttpResponse:
    """Say which value holds, and why; what was typed stays when it cannot be taken."""
    form = SettleForm(key, request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                reports.resolve(
                    network=network, year=year, key=key, **form.cleaned_data, by=_by(request)
                )
        except ParvisError as refusal:
            form.add_error("reason", str(refusal))
    if form.errors:
        return _contradictions(request, network, year, form=form, key=key)
    return redirect(f"{_address(network, year)}#c-{key}")


@require_POST
@allow(rules.can_settle_contradictions, among=queries.networks, key="code")
def reopen(request: HttpRequest, network: Network, year: int, key: str) -> HttpResponse:
    """Take back what was settled."""
    try:
        with transaction.atomic():
            reports.reopen(network=network, year=year, key=key, by=_by(request))
    except ParvisError as refusal:
        return _contradictions(request, network, year, refusal=str(refusal))
    return redirect(f"{_address(network, year)}#c-{key}")


@require_POST
@allow(rules.can_publish_report, among=queries.networks, key="code")
def publish(request: HttpRequest, network: Network, year: int) -> HttpResponse:
    """Approve the report as its facts now stand; refused while a contradiction is open."""
    try:
        with transaction.atomic():
            reports.publish(network=network, year=year, by=_by(request))
    except ParvisError as refusal:
        return _contradictions(request, network, year, refusal=str(refusal))
    return redirect(_address(network, year))


def _by(request: HttpRequest) -> Actor:
    return staff(request.user)


def _address(network: Network, year: int) -> str:
    return reverse("office:contradictions", kwargs={"code": network.code, "year": year})


def _contradictions(
    request: HttpRequest,
    network: Network,
    year: int,
    *,
    form: SettleForm | None = None,
    key: str = "",
    refusal: str = "",
) -> HttpResponse:
    entry = read.year_entry(read.years(network), year)
    if entry is None:
        raise Http404
    review = read.review(network, year)
    may_settle = rules.can_settle_contradictions(request.user, network)
    rows = [
        (one, form if form is not None and one.key == key else SettleForm(one.key))
        for one in review.open
    ]
    context = {
        "network": network,
        "networks": all_networks(),
        "entry": entry,
        "year": year,
        "review": review,
        "rows": rows,
        "form": form,
        "key": key,
        "refusal": refusal,
        "may_settle": may_settle,
        "may_publish": rules.can_publish_report(request.user, network) and entry.is_report,
        "publication": read.publication_of(network, year),
    }
    status = 422 if refusal or form is not None else 200
    return render(request, "office/contradictions.html", context, status=status)
