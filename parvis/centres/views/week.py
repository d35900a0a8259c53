"""The ordinary hours of a site, drawn up for a whole week, and the days to come as they read."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts.actors import staff
from parvis.accounts.queries import scoped
from parvis.accounts.roles import Act
from parvis.centres import actions
from parvis.centres.forms import WeekForm
from parvis.centres.models import Hours, Site
from parvis.centres.queries.opening import in_force, next_days, today, week_token
from parvis.centres.rules import clashes
from parvis.journal.actions import put_back_all
from parvis.journal.models import Line
from parvis.journal.queries import head, written, written_since
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.sources.actions import own_word
from parvis.ui import toasts

TABLES = {Hours._meta.db_table, Hours.sources.through._meta.db_table}


def _sites(user: Any) -> Any:
    return scoped(Site.objects.select_related("centre"), user)


def _written_sites(user: Any) -> Any:
    return scoped(Site.objects.select_related("centre"), user, Act.WRITE)


def _sees(_user: Any, _site: Site) -> bool:
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@allow(_sees, among=_sites)
def week(request: HttpRequest, site: Site) -> HttpResponse:
    """The week as it stands; drawn up anew from a day on, by whoever may."""
    may_write = _written_sites(request.user).filter(pk=site.pk).exists()
    against: list[str] = []
    if request.method == "POST":
        if not may_write:
            raise Http404
        form = WeekForm(site, request.POST)
        if form.is_valid():
            since = form.cleaned_data["since"]
            if "heeded" not in request.POST:
                against = clashes.of_week(site, form.week(), since)
            if not against and (done := _changed(request, site, form)) is not None:
                return done
    else:
        form = WeekForm(site, initial=_as_it_stands(site))
    context = {
        "site": site,
        "form": form,
        "against": against,
        "may_write": may_write,
        "days": next_days(site),
    }
    status = 422 if form.errors or against else 200
    return render(request, "centres/week.html", context, status=status)


def _changed(request: HttpRequest, site: Site, form: WeekForm) -> HttpResponse | None:
    by, mark = staff(request.user), head()
    try:
        with transaction.atomic():
            actions.change_week(
                site=site,
                week=form.week(),
                since=form.cleaned_data["since"],
                seen=form.cleaned_data["seen"],
                sources=[own_word(code=site.centre.code, name=site.centre.name, by=by)],
                by=by,
            )
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        return None
    lines = written_since(mark, TABLES, str(by))
    if lines is None:
        toasts.tell(request, _("Nothing to change: it already stood so."))
    else:
        undo = reverse("office:week-back", args=[site.pk, *lines])
        toasts.tell(request, _("Recorded: the hours of %(site)s.") % {"site": site}, undo=undo)
    return redirect("office:week", pk=site.pk)


@require_POST
@allow(_sees, among=_written_sites)
def week_back(request: HttpRequest, site: Site, first: int, last: int) -> HttpResponse:
    """Put the week back as it was before one act."""
    lines = written(TABLES, first, last)
    if not lines or any(not _is_of(site, line) for line in lines):
        raise Http404
    try:
        put_back_all(entries=lines, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.tell(request, _("Put back as it was."))
    return redirect("office:week", pk=site.pk)


def _is_of(site: Site, line: Line) -> bool:
    columns = line.before or line.after or {}
    return line.what != Hours._meta.db_table or columns.get("site_id") == site.pk


def _as_it_stands(site: Site) -> dict[str, Any]:
    day = today(site)
    stands: dict[str, Any] = {"since": day, "seen": week_token(site)}
    for row in Hours.objects.filter(site=site).order_by("weekday", "opens"):
        if in_force(row, day):
            kind = "appointment" if row.by_appointment else "open"
            span = [f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"]
            stands.setdefault(f"{kind}-{row.weekday}", []).append(span)
    return stands
