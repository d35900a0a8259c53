"""The end of a day: what it came to, what is odd about it, corrected in one touch, then closed."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.accounts.actors import staff
from parvis.accounts.http import SignedInRequest
from parvis.centres.models import Site
from parvis.centres.queries.opening import today
from parvis.desk import queries
from parvis.desk.forms import AmendForm, SheetForm
from parvis.desk.views.line import GESTURES
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.ui import toasts
from parvis.visits import actions
from parvis.visits.models import Ticket
from parvis.visits.queries import day_of, desks
from parvis.visits.rules import can_amend, can_keep_desk
from parvis.visits.shapes import Entry


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def day(request: SignedInRequest, site: Site, date: str = "") -> HttpResponse:
    """One day, today's unless said: counts, oddities, what is left to do, what was corrected."""
    return render(request, "desk/day.html", _given(request, site, _date(site, date)))


@require_POST
@allow(can_keep_desk, among=desks)
def mend(request: SignedInRequest, site: Site, date: str) -> HttpResponse:
    """One oddity corrected in one touch: «serve:<ticket>», «leave:<ticket>», «back:<ticket>»."""
    on = _date(site, date)
    what, _colon, key = request.POST.get("do", "").partition(":")
    try:
        found = Ticket.objects.filter(pk=uuid.UUID(key), day__site=site, day__date=on)
        ticket = found.select_related("day__site__centre", "pole").first()
    except ValueError:
        raise Http404 from None
    if ticket is None or what not in GESTURES:
        raise Http404
    try:
        GESTURES[what](ticket=ticket, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.tell(request, _("%(sign)s: corrected.") % {"sign": ticket.sign})
    return redirect("desk:day-of", pk=site.pk, date=on.isoformat())


@require_POST
@allow(can_keep_desk, among=desks)
def sheet(request: SignedInRequest, site: Site, date: str) -> HttpResponse:
    """Visits counted on paper, or forgotten in a gap, are added; of a closed day a trace stays."""
    on = _date(site, date)
    form = SheetForm(site, request.POST)
    if not form.is_valid():
        given = _given(request, site, on) | {"sheet": form}
        return render(request, "desk/day.html", given, status=422)
    sent = form.cleaned_data
    entry = Entry(
        key=sent["key"],
        channel=sent["channel"],
        size=sent["size"],
        alike=sent["n"],
        services=(form.service,),
    )
    try:
        n = actions.count_sheet(
            site=site,
            key=sent["key"],
            date=on,
            rows=[(sent["half_day"], entry)],
            by=staff(request.user),
        )
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        given = _given(request, site, on) | {"sheet": form}
        return render(request, "desk/day.html", given, status=422)
    told = ngettext("%(n)d visit added.", "%(n)d visits added.", n) % {"n": n}
    toasts.tell(request, told if n else _("This sheet was already counted."))
    return redirect("desk:day-of", pk=site.pk, date=on.isoformat())


@require_POST
@allow(can_keep_desk, among=desks)
def close(request: SignedInRequest, site: Site, date: str) -> HttpResponse:
    """The day is closed: nothing that could lead back to a visit stays."""
    on = _date(site, date)
    try:
        actions.close_day(site=site, date=on, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    else:
        said = {"day": date_format(on, "DATE_FORMAT")}
        toasts.tell(request, _("%(day)s is closed. Thank you, and good evening.") % said)
    return redirect("desk:day-of", pk=site.pk, date=on.isoformat())


@require_POST
@allow(can_keep_desk, among=desks)
def amend(request: SignedInRequest, site: Site, date: str) -> HttpResponse:
    """A closed day is corrected, by the manager; the trace says who, what and why."""
    on = _date(site, date)
    found = day_of(site, on)
    if found is None or not can_amend(request.user, found):
        raise Http404
    form = AmendForm(site, request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            actions.amend(
                day=found,
                channel=sent["channel"],
                half_day=sent["half_day"],
                kind=form.service.kind,
                pole=form.pole,
                n=sent["n"],
                reason=sent["reason"],
                by=staff(request.user),
            )
        except ParvisError as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        given = _given(request, site, on) | {"amend": form}
        return render(request, "desk/day.html", given, status=422)
    toasts.tell(request, _("Corrected; the trace stands below."))
    return redirect("desk:day-of", pk=site.pk, date=on.isoformat())


def _date(site: Site, written: str) -> datetime.date:
    if not written:
        return today(site)
    try:
        on = datetime.date.fromisoformat(written)
    except ValueError:
        raise Http404 from None
    if on > today(site):
        raise Http404
    return on


def _given(request: SignedInRequest, site: Site, on: datetime.date) -> dict[str, Any]:
    evening = queries.evening(site, on, timezone.now())
    found = evening.day
    is_closed = found is not None and not found.is_open
    given = {
        "site": site,
        "date": on,
        "evening": evening,
        "is_closed": is_closed,
        "is_today": on == today(site),
        "sheet": SheetForm(site),
        "front": reverse("desk:front", kwargs={"pk": site.pk}),
    }
    if found is not None and is_closed and can_amend(request.user, found):
        given["amend"] = AmendForm(site, initial={"n": 1})
    return given
