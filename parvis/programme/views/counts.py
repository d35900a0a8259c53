"""What took place in a year, beside what was published of it; a campaign and whom it reached."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.kernel.access import admitted, allow
from parvis.programme import queries, rules
from parvis.programme.enums import ACTIVITIES, EVENTS, Kind
from parvis.programme.forms import YearForm
from parvis.programme.models import Campaign
from parvis.ui.ways import Way


def _sees(_user: Any, _row: Any) -> bool:
    return True


@require_GET
@admitted(rules.can_read_some)
def counters(request: HttpRequest) -> HttpResponse:
    """Sessions held in a year by kind, organised and joined apart, and how many were there."""
    centres = list(queries.centres_planned(request.user))
    across = can(request.user, Act.READ, Thing.SESSION)
    asked = request.GET.get("centre", "")
    centre = next((one for one in centres if one.code == asked), None)
    if centre is None and not across and centres:
        centre = centres[0]
    year = timezone.localdate().year
    form = YearForm({"year": request.GET.get("year") or year})
    year = form.cleaned_data["year"] if form.is_valid() else year
    made_up = centre.simulated if centre is not None else request.GET.get("world") == "made-up"
    found = queries.counters(year, centre=centre, simulated=made_up) if centre or across else None
    context = {
        "form": form,
        "year": year,
        "centre": centre,
        "centres": centres,
        "across": across,
        "made_up": made_up,
        "worlds": _worlds(centre, centres, year, made_up=made_up),
        "found": found,
        "workshops": _lines(found, ACTIVITIES),
        "events": _lines(found, EVENTS),
        "headcounts": [
            (one, queries.in_sign(one.n, one.qualifier, one.method))
            for one in queries.headcounts_of(request.user, year, centre, simulated=made_up)
        ],
    }
    return render(request, "programme/counters.html", context)


def _lines(found: Any, kinds: Any) -> list[tuple[Kind, int]]:
    return [] if found is None else [(kind, found.by_kind.get(kind, 0)) for kind in kinds]


def _worlds(centre: Any, centres: list[Any], year: int, *, made_up: bool) -> list[Way]:
    """Real and made up stand apart, for whoever reads both."""
    if centre is not None or len({one.simulated for one in centres}) < 2:
        return []
    return [
        Way(_("Real network"), f"?year={year}", is_current=not made_up),
        Way(_("Example network, made up"), f"?year={year}&world=made-up", is_current=made_up),
    ]


@require_GET
@allow(_sees, among=queries.campaigns_read)
def campaign(request: HttpRequest, row: Campaign) -> HttpResponse:
    """A campaign: what it wants, its events, whom it reached of whom it concerns."""
    context = {
        "row": row,
        "share": queries.share_of(row),
        "reached": None
        if row.reached is None
        else queries.in_sign(row.reached, row.reached_qualifier),
        "public": None if row.public is None else queries.in_sign(row.public, row.public_qualifier),
        "sessions": queries.sessions_of(row, request.user),
        "may_change": rules.can_plan(request.user)
        and queries.campaigns_read(request.user, Act.WRITE).filter(pk=row.pk).exists(),
    }
    return render(request, "programme/campaign.html", context)
