"""The week of a centre as a grid and as a list; a month planned from another."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from parvis.accounts.actors import staff
from parvis.accounts.roles import Act
from parvis.agenda.models import spelled
from parvis.centres.models import Centre
from parvis.kernel.access import admitted, allow
from parvis.kernel.errors import ParvisError
from parvis.programme import actions, queries, rules
from parvis.programme.enums import SessionState
from parvis.programme.forms import MonthForm
from parvis.ui import toasts
from parvis.ui.ways import Way

WEEK = datetime.timedelta(days=7)
LISTS = {"grid", "list"}


def _sees(_user: Any, _row: Any) -> bool:
    return True


def planned_centres(user: Any) -> Any:
    """The centres whose sessions this person plans."""
    return queries.centres_planned(user, Act.WRITE)


@require_GET
@admitted(rules.can_read_some)
def weeks(request: HttpRequest) -> HttpResponseBase:
    """Straight to this week of the only centre; with several, the choice of one."""
    centres = list(queries.centres_planned(request.user))
    if len(centres) == 1:
        return redirect(_week(centres[0], _today(centres[0])))
    found = [(one, _week(one, _today(one))) for one in centres]
    return render(request, "programme/weeks.html", {"centres": found})


@require_GET
@allow(_sees, among=queries.centres_planned)
def week(request: HttpRequest, centre: Centre, year: int, number: int) -> HttpResponse:
    """The week of a centre: sites down, days across; or the same as a list."""
    monday = _monday(year, number)
    sites = queries.sites_of(centre)
    asked = request.GET.get("site", "")
    site = next((one for one in sites if str(one.pk) == asked), None)
    shown = request.GET.get("as", "grid")
    shown = shown if shown in LISTS else "grid"
    kept = {"as": shown} | ({"site": asked} if site is not None else {})
    here = _today(centre)

    def at(day: datetime.date, **more: str) -> str:
        said = {name: value for name, value in (kept | more).items() if value}
        said = {name: value for name, value in said.items() if (name, value) != ("as", "grid")}
        return f"{_week(centre, day)}?{urlencode(said)}" if said else _week(centre, day)

    grid = queries.week_of(centre, monday, site)
    context = {
        "centre": centre,
        "site": site,
        "grid": grid,
        "closed": queries.out_of_reach(grid, centre, request.user),
        "shown": shown,
        "today": here,
        "monday": monday,
        "sunday": monday + datetime.timedelta(days=6),
        "before": at(monday - WEEK),
        "after": at(monday + WEEK),
        "now": at(here),
        "sites": [
            Way(_("All sites"), at(monday, site=""), is_current=site is None),
            *(
                Way(one.called, at(monday, site=str(one.pk)), is_current=one == site)
                for one in sites
            ),
        ]
        if len(sites) > 1
        else [],
        "forms": [
            Way(_("Grid"), at(monday, **{"as": "grid"}), is_current=shown == "grid"),
            Way(_("List"), at(monday, **{"as": "list"}), is_current=shown == "list"),
        ],
        "may_plan": planned_centres(request.user).filter(pk=centre.pk).exists(),
        "drafts": sum(one.state == SessionState.SCHEDULED for one in grid.turns),
    }
    return render(request, "programme/week.html", context)


@require_GET
@admitted(rules.can_plan)
def months(request: HttpRequest) -> HttpResponseBase:
    """Straight to the only centre; with several, the choice of one."""
    centres = list(planned_centres(request.user))
    if len(centres) == 1:
        return redirect("programme:month", pk=centres[0].pk)
    found = [(one, reverse("programme:month", args=[one.pk])) for one in centres]
    return render(request, "programme/weeks.html", {"centres": found, "for_month": True})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(_sees, among=planned_centres)
def month(request: HttpRequest, centre: Centre) -> HttpResponse:
    """A month planned from another: every session on its new day, ticked, with what it meets."""
    typed = request.POST if request.method == "POST" else request.GET
    form = MonthForm.asked(typed, _today(centre))
    plan: list[Any] = []
    refusal, ticked = "", set(request.POST.getlist("copy"))
    if form.is_valid():
        plan = queries.month_plan(centre, form.cleaned_data["source"], form.cleaned_data["target"])
        if request.method == "POST":
            without = {one.session.pk for one in plan if str(one.session.pk) not in ticked}
            made, refusal = _copied(request, plan, without)
            if made is not None:
                return _told(request, centre, form.cleaned_data["target"], made)
    rows = [
        {
            "copy": one,
            "when": _when(one),
            "ticked": _starts_ticked(one) if request.method != "POST" else _is_in(one, ticked),
        }
        for one in plan
    ]
    context = {
        "centre": centre,
        "form": form,
        "rows": rows,
        "falling": sum(one.begins is not None and not one.there for one in plan),
        "refusal": refusal,
    }
    return render(
        request, "programme/month.html", context, status=422 if form.errors or refusal else 200
    )


def _is_in(copy: Any, ticked: set[str]) -> bool:
    return str(copy.session.pk) in ticked


def _starts_ticked(copy: Any) -> bool:
    """Ticked beforehand unless something refuses it."""
    return copy.begins is not None and not copy.there and not _refused(copy)


def _refused(copy: Any) -> bool:
    return queries.Foreseen("", copy.clashes).refused


def _when(copy: Any) -> str:
    if copy.begins is None:
        return ""
    entry = copy.session.entry
    return spelled(copy.begins, copy.ends, entry.zone, whole_days=entry.whole_days)


def _copied(
    request: HttpRequest, plan: list[Any], without: set[int]
) -> tuple[list[Any] | None, str]:
    try:
        with transaction.atomic():
            made = actions.copy_month(copies=plan, without=without, by=staff(request.user))
    except ParvisError as refused:
        return None, str(refused)
    if not made:
        return None, _("Nothing was ticked: nothing was planned.")
    return made, ""


def _told(
    request: HttpRequest, centre: Centre, target: datetime.date, made: list[Any]
) -> HttpResponse:
    said = ngettext(
        "%(n)d session planned. It is a draft until it is published.",
        "%(n)d sessions planned. They are drafts until they are published.",
        len(made),
    )
    toasts.tell(request, said % {"n": len(made)})
    last = max(one.entry.day for one in made)
    query = urlencode({"drafts": "on", "since": target.isoformat(), "until": last.isoformat()})
    return redirect(f"{reverse('ledgers:programme-sessions-list')}?{query}")


def _today(centre: Centre) -> datetime.date:
    return timezone.localdate(timezone=centre.zone)


def _monday(year: int, number: int) -> datetime.date:
    try:
        return datetime.date.fromisocalendar(year, number, 1)
    except ValueError:
        raise Http404 from None


def _week(centre: Centre, day: datetime.date) -> str:
    year, number, _weekday = day.isocalendar()
    return reverse("programme:week", args=[centre.pk, year, number])
