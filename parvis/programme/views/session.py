"""One session in the office: its page, its dates, its end; who makes it, who holds its stand."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import staff
from parvis.accounts.queries import reached
from parvis.accounts.roles import Act, Thing
from parvis.agenda.enums import Extent, Fate
from parvis.agenda.errors import Begun
from parvis.agenda.queries import planned_change
from parvis.centres.models import Centre
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.partners.models import Partner
from parvis.programme import actions, queries, rules
from parvis.programme.enums import DONE, NEXT, Joining, SessionState
from parvis.programme.forms import (
    CancelForm,
    EvaluateForm,
    HostForm,
    PointsForm,
    SeriesForm,
    WithForm,
    with_the_rest_of,
)
from parvis.programme.models import Session
from parvis.tallies.enums import HalfDay
from parvis.ui import toasts

BLANK_LINES = 3
LONGEST_ROSTER = 15
"""Days of a stand that is shared by half-days."""
Hosts = formset_factory(HostForm, extra=BLANK_LINES, max_num=60, validate_max=True)


def _sees(_user: Any, _row: Any) -> bool:
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@allow(_sees, among=queries.sheets)
def session(request: HttpRequest, row: Session) -> HttpResponse:
    """All that stands around a session, and what this person may do with it."""
    may_change = rules.can_change(request.user, row)
    if request.method == "POST":
        if not may_change:
            raise Http404
        return _done(request, row, request.POST.get("act", ""))
    planned, entry = row.is_planned, row.entry
    dates = queries.dates_of(row)
    context = {
        "row": row,
        "entry": entry,
        "may_change": may_change,
        "may_count": rules.can_keep_door(request.user, row),
        "has_names": queries.with_names(request.user).filter(pk=row.pk).exists()
        if row.joining == Joining.NAMED
        else False,
        "countable": (SessionState.PUBLISHED, *DONE),
        "has_come": entry.day <= timezone.localdate(timezone=entry.zone),
        "acts": _acts(row) if may_change else set(),
        "clashes": queries.clashes_of_session(row) if planned else [],
        "seats": [(one, queries.left(one)) for one in row.seats.all()],
        "dates": [(one, one.pk == row.pk) for one in dates],
        "drafts": sum(one.state == SessionState.SCHEDULED for one in dates),
        "groups": queries.groups_of(row),
        "roster": queries.roster(row),
        "figures": queries.overview(row) if row.is_event or row.state in DONE else [],
        "attended": queries.attended(row),
        "thoughts": queries.thoughts(row) if row.state in DONE else None,
        "proposal": _proposal(row),
        "takes": _takes(row),
        "new": {
            code: f"{reverse(f'ledgers:programme-{code}-new')}?{urlencode({'session': row.pk})}"
            for code in (
                "slots",
                "stands",
                "speakers",
                "documents",
                "groups",
                "headcounts",
                "stated",
            )
        },
    }
    return render(request, "programme/session.html", context)


def _proposal(row: Session) -> Any:
    try:
        return row.proposal
    except ObjectDoesNotExist:
        return None


def _takes(row: Session) -> list[str]:
    """What it takes up, in words."""
    return [
        str(one.space or one.person or one.body)
        if one.equipment is None
        else f"{one.equipment} × {one.quantity}"
        for one in row.entry.holds.select_related(
            "space__site__centre", "equipment__space__site__centre"
        )
    ]


def _acts(row: Session) -> set[str]:
    """What may be done with it as it stands."""
    acts = {"change"} - ({"change"} if row.state in _CLOSED else set())
    following = NEXT[row.state]
    if SessionState.PUBLISHED in following:
        acts.add("publish")
    if SessionState.CANCELLED in following or row.state == SessionState.CANCELLED:
        acts.add("cancel")
    if row.state in (SessionState.SCHEDULED, SessionState.REFUSED):
        acts.add("remove")
    begun = row.entry.begins <= timezone.now()
    if SessionState.HELD in following and begun:
        acts.add("hold")
    if row.state == SessionState.HELD:
        acts.add("close")
    if row.state in (SessionState.ATTENDED, SessionState.EVALUATED):
        acts.add("evaluate")
    if row.entry.series_id is not None and not begun and row.is_planned:
        acts.add("series")
    return acts


_CLOSED = (SessionState.REFUSED, SessionState.CANCELLED)


def _done(request: HttpRequest, row: Session, act: str) -> HttpResponse:
    by, said = staff(request.user), ""
    dates = [one for one in queries.dates_of(row) if one.state == SessionState.SCHEDULED]
    if act not in _acts(row) and not (act == "publish-all" and dates):
        raise Http404
    try:
        with transaction.atomic():
            match act:
                case "publish":
                    actions.publish(session=row, by=by)
                    said = _("Published: %(row)s.") % {"row": row}
                case "publish-all":
                    actions.publish_all(sessions=dates, by=by)
                    n = len(dates)
                    said = ngettext("%(n)d date published.", "%(n)d dates published.", n) % {"n": n}
                case "hold":
                    actions.hold(session=row, by=by)
                    said = _("It took place: %(row)s.") % {"row": row}
                case "close":
                    actions.close_attendance(session=row, by=by)
                    said = _("The attendance is entered: %(row)s.") % {"row": row}
                case "remove":
                    said = _("Removed: %(row)s.") % {"row": row}
                    actions.remove(session=row, by=by)
                case _:
                    raise Http404
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
        return redirect("programme:session", pk=row.pk)
    toasts.tell(request, said)
    if act == "remove":
        return redirect("ledgers:programme-sessions-list")
    return redirect("programme:session", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.can_change, among=queries.sheets)
def cancel(request: HttpRequest, row: Session) -> HttpResponse:
    """Call it off: why, for which dates, and where that will be read."""
    if "cancel" not in _acts(row):
        raise Http404
    dates = [one for one in queries.dates_of(row) if _can_be_cancelled(one)]
    typed = request.POST if request.method == "POST" else None
    form = CancelForm(row, typed, several=len(dates) > 1)
    if form.is_valid():
        extent = form.cleaned_data.get("extent", Extent.THIS)
        meant = [one for one in dates if _is_meant(one, row, extent)] or [row]
        why = form.cleaned_data["why"]
        try:
            with transaction.atomic():
                for one in meant:
                    actions.cancel(session=one, why=why, by=staff(request.user))
        except ParvisError as refusal:
            form.add_error(None, str(refusal))
        else:
            n = len(meant)
            said = ngettext(
                "Cancelled, and said everywhere: %(n)d date.",
                "Cancelled, and said everywhere: %(n)d dates.",
                n,
            )
            toasts.tell(request, said % {"n": n})
            return redirect("programme:session", pk=row.pk)
    seats = list(row.seats.all())
    context = {
        "row": row,
        "form": form,
        "held": sum(one.held + one.offered for one in seats),
        "waiting": sum(one.waiting for one in seats),
        "groups": [one for one in queries.groups_of(row) if not one.over],
        "dates": dates,
    }
    return render(request, "programme/cancel.html", context, status=422 if form.errors else 200)


def _can_be_cancelled(one: Session) -> bool:
    return one.state == SessionState.PUBLISHED and one.entry.begins > timezone.now()


def _is_meant(one: Session, row: Session, extent: str) -> bool:
    if extent == Extent.THIS:
        return one.pk == row.pk
    return extent == Extent.ALL or one.entry.begins >= row.entry.begins


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.can_change, among=queries.sheets)
def series(request: HttpRequest, row: Session) -> HttpResponse:
    """Other hours, days or a rule for this one, this and the next, or all: dates shown first."""
    if "series" not in _acts(row):
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = SeriesForm(row, typed)
    lines: list[Any] = []
    if form.is_valid():
        extent, why = form.cleaned_data["extent"], form.cleaned_data["why"]
        try:
            plan = planned_change(row.entry, extent, form.wish)
            lines = queries.foreseen_change(row, plan)
            if "heeded" in request.POST:
                with transaction.atomic():
                    actions.change_series(
                        session=row,
                        extent=extent,
                        wish=form.wish,
                        why=why,
                        by=staff(request.user),
                    )
                toasts.tell(request, _summed(plan))
                return redirect("programme:session", pk=row.pk)
        except ParvisError as refusal:
            form.add_error("extent" if isinstance(refusal, Begun) else None, str(refusal))
    context = {
        "row": row,
        "form": form,
        "lines": lines,
        "refused": any(one.refused for one in lines),
        "changes": any(one.fate in _CHANGES for one in lines),
        "dates": queries.dates_of(row),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/series.html", context, status=status)


_CHANGES = (Fate.MOVES, Fate.NEW, Fate.DROPPED)


def _summed(plan: Any) -> str:
    """«3 dates moved, 1 added, 2 dropped.»."""
    found = {fate: len(plan.of(fate)) for fate in _CHANGES}
    said = [
        (ngettext("%(n)d date moved", "%(n)d dates moved", found[Fate.MOVES]), Fate.MOVES),
        (ngettext("%(n)d added", "%(n)d added", found[Fate.NEW]), Fate.NEW),
        (ngettext("%(n)d dropped", "%(n)d dropped", found[Fate.DROPPED]), Fate.DROPPED),
    ]
    parts = [words % {"n": found[fate]} for words, fate in said if found[fate]]
    return ", ".join(parts) + "." if parts else _("Nothing to change: it already stood so.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.can_change, among=queries.sheets)
def hosts(request: HttpRequest, row: Session) -> HttpResponse:
    """Who makes it: organisers, partners, exhibitors; and the other centres."""
    user = request.user
    own = [one.centre_id for one in (*row.hosts.all(), *_with(row)) if one.centre_id]
    theirs = [one.partner_id for one in row.hosts.all() if one.partner_id]
    partners = _in_world(Partner, row, reached(Partner.objects.all(), user, Act.WRITE, _PLANS))
    partners = (partners | Partner.objects.filter(pk__in=theirs)).distinct().order_by("sort_key")
    centres = _in_world(Centre, row, reached(Centre.objects.all(), user, Act.WRITE, _PLANS))
    centres = (centres | Centre.objects.filter(pk__in=own)).distinct().order_by("sort_key")
    typed = request.POST if request.method == "POST" else None
    lines = Hosts(
        typed,
        prefix="hosts",
        initial=[
            {"role": one.role, "partner": one.partner, "centre": one.centre, "name": one.name}
            for one in row.hosts.all()
        ],
        form_kwargs={"partners": partners, "centres": centres},
    )
    others = WithForm(
        centres.exclude(pk=row.entry.centre_id),
        typed,
        prefix="with",
        initial={
            part: [one.centre_id for one in _with(row) if one.part == part]
            for part in ("organised", "joined")
        },
    )
    if typed is not None and lines.is_valid() and others.is_valid():
        by = staff(user)
        found = [one.facts for one in lines if one.facts is not None]
        try:
            with transaction.atomic():
                actions.change(session=row, facts={}, hosts=list(dict.fromkeys(found)), by=by)
                actions.set_centres_with(session=row, centres=others.parts, by=by)
        except ParvisError as refusal:
            others.add_error(None, str(refusal))
        else:
            toasts.tell(request, _("Recorded: %(row)s.") % {"row": row})
            return redirect("programme:session", pk=row.pk)
    wrong = typed is not None
    context = {"row": row, "lines": lines, "others": others}
    return render(request, "programme/hosts.html", context, status=422 if wrong else 200)


_PLANS = Thing.SESSION


def _in_world(model: Any, row: Session, rows: Any) -> Any:
    return rows & model.objects.filter(simulated=row.simulated)


def _with(row: Session) -> list[Any]:
    return list(row.centres_with.all())


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.can_change, among=queries.sheets)
def roster(request: HttpRequest, row: Session) -> HttpResponse:
    """Which centre holds the shared stand, half-day by half-day."""
    entry = row.entry
    days = [
        entry.day + datetime.timedelta(days=ahead)
        for ahead in range(min((entry.last_day - entry.day).days + 1, LONGEST_ROSTER))
    ]
    stood: dict[tuple[datetime.date, str], set[int]] = {}
    for one in row.roster.all():
        stood.setdefault((one.day, one.half_day), set()).add(one.centre_id)
    kept = {key for keys in stood.values() for key in keys}
    there = reached(Centre.objects.filter(simulated=row.simulated), request.user, Act.WRITE, _PLANS)
    centres = list(
        (there | Centre.objects.filter(pk__in=kept)).distinct().order_by("sort_key", "pk")
    )
    halves = [(day, half) for day in days for half in HalfDay]
    if request.method == "POST":
        known = {str(one.pk): one for one in centres}
        try:
            with transaction.atomic():
                for day, half in halves:
                    ticked = request.POST.getlist(f"{day}/{half.value}")
                    actions.set_roster(
                        session=row,
                        day=day,
                        half_day=half,
                        centres=[known[key] for key in ticked if key in known],
                        by=staff(request.user),
                    )
        except ParvisError as refusal:
            toasts.warn(request, str(refusal))
        else:
            toasts.tell(request, _("Recorded: %(row)s.") % {"row": row})
        return redirect("programme:roster", pk=row.pk)
    lines = [
        (one, [(day, half, one.pk in stood.get((day, half), set())) for day, half in halves])
        for one in centres
    ]
    held = {key for key, keys in stood.items() if keys}
    context = {
        "row": row,
        "halves": [(day, half, (day, half) in held) for day, half in halves],
        "lines": lines,
    }
    return render(request, "programme/roster.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.can_change, among=queries.sheets)
def evaluate(request: HttpRequest, row: Session) -> HttpResponse:
    """How far each purpose was met, what came out of it, what is to be remembered."""
    if "evaluate" not in _acts(row):
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = EvaluateForm(row, typed)
    stood = [one.text for one in row.key_points.all()]
    points = PointsForm(typed, initial={"points": stood})
    if typed is not None and form.is_valid() and points.is_valid():
        by = staff(request.user)
        try:
            with transaction.atomic():
                said = with_the_rest_of(stood, points.cleaned_data["points"])
                if said != stood:
                    actions.set_key_points(session=row, points=said, by=by)
                actions.evaluate(
                    session=row, ratings=form.ratings, summary=form.summary_said, by=by
                )
        except ParvisError as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.tell(request, _("Recorded: %(row)s.") % {"row": row})
            return redirect("programme:session", pk=row.pk)
    context = {
        "row": row,
        "form": form,
        "points": points,
    }
    status = 422 if typed is not None else 200
    return render(request, "programme/evaluate.html", context, status=status)
