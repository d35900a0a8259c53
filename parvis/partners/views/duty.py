"""Duty in the office: the week of a site, one session, what nobody holds, a week copied."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts.actors import staff
from parvis.accounts.queries import holdings
from parvis.accounts.roles import Act, Reach, Thing
from parvis.centres.models import Site
from parvis.journal.actions import put_back_all
from parvis.journal.queries import head, written, written_since
from parvis.kernel.access import admitted, allow
from parvis.kernel.errors import ParvisError
from parvis.partners import actions, queries, rules
from parvis.partners.enums import ANSWERABLE, EXPECTED, DutyState
from parvis.partners.forms import CopyForm, DeclineForm, DutyActForm, MoveForm, ProposeForm
from parvis.partners.models import Duty, DutySession
from parvis.partners.queries.duty import WARNED
from parvis.ui import toasts
from parvis.ui.forms import Form
from parvis.ui.ways import Way

TABLES = {DutySession._meta.db_table, Duty._meta.db_table}
WEEK = datetime.timedelta(days=7)


def _sees(_user: Any, _row: Any) -> bool:
    return True


@require_GET
@admitted(rules.sees_gaps)
def duty(request: HttpRequest) -> HttpResponseBase:
    """Straight to this week of the main site; with several centres, their sites."""
    sites = list(queries.sites_seen(request.user))
    if len({site.centre_id for site in sites}) == 1:
        return redirect(_week(sites[0], timezone.localdate(timezone=sites[0].zone)))
    found = [(site, _week(site, timezone.localdate(timezone=site.zone))) for site in sites]
    return render(request, "partners/duty.html", {"sites": found})


@require_GET
@allow(_sees, among=queries.sites_seen)
def week(request: HttpRequest, site: Site, year: int, number: int) -> HttpResponse:
    """The week of a site: poles down, days across."""
    monday = _monday(year, number)
    here = timezone.localdate(timezone=site.zone)
    others = [one for one in queries.sites_seen(request.user) if one.centre_id == site.centre_id]
    context = {
        "site": site,
        "grid": queries.grid(site, monday),
        "today": here,
        "monday": monday,
        "sunday": monday + datetime.timedelta(days=6),
        "before": _week(site, monday - WEEK),
        "after": _week(site, monday + WEEK),
        "now": _week(site, here),
        "sites": [
            Way(str(one).partition(" · ")[2], _week(one, monday), is_current=one == site)
            for one in others
        ],
        "may_plan": rules.may_plan(request.user, site),
        "coverage": queries.coverage([site], here.replace(month=1, day=1), here),
        "copy": _week(site, monday, "copy"),
    }
    return render(request, "partners/week.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_plan, among=queries.sites_planned)
def copy(request: HttpRequest, site: Site, year: int, number: int) -> HttpResponse:
    """Copy a week into another: what is left out is told before it is recorded."""
    monday = _monday(year, number)
    rows = queries.to_copy(site, monday)
    form = CopyForm(
        request.POST if request.method == "POST" else None, initial={"to": monday + WEEK}
    )
    against: list[str] = []
    if form.is_valid():
        to = form.monday()
        days = {row.pk: row.day + (to - monday) for row in rows}
        if "heeded" not in request.POST:
            against = rules.clashes_of_copy(rows, days, site)
        if not against:
            return _copied(request, site, monday, to)
    context = {
        "site": site,
        "monday": monday,
        "rows": rows,
        "form": form,
        "against": against,
        "back": _week(site, monday),
    }
    status = 422 if form.errors or against else 200
    return render(request, "partners/copy.html", context, status=status)


def _copied(
    request: HttpRequest, site: Site, monday: datetime.date, to: datetime.date
) -> HttpResponse:
    by, mark = staff(request.user), head()
    made = actions.copy_week(site=site, monday=monday, to=to, by=by)
    said = ngettext("%(n)d duty session planned.", "%(n)d duty sessions planned.", len(made))
    _told(request, site, said % {"n": len(made)}, mark)
    return redirect(_week(site, to))


@require_POST
@allow(rules.may_plan, among=queries.sites_planned)
def back(request: HttpRequest, site: Site, first: int, last: int) -> HttpResponse:
    """Put back what one act changed of the duty of a site; the half-days follow."""
    lines = written(TABLES, first, last)
    sites = {(line.before or line.after or {}).get("site_id") for line in lines}
    if not lines or sites != {site.pk}:
        raise Http404
    by = staff(request.user)
    keys = {line.row for line in lines if line.what == DutySession._meta.db_table}
    try:
        with transaction.atomic():
            put_back_all(entries=lines, by=by)
            for row in queries.sessions_seen(request.user).filter(pk__in=keys):
                if row.partner_id is not None:
                    actions.count(session=row, by=by)
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.tell(request, _("Put back as it was."))
    day = (lines[0].before or lines[0].after or {}).get("day")
    here = datetime.date.fromisoformat(day) if day else timezone.localdate(timezone=site.zone)
    return redirect(_week(site, here))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(_sees, among=queries.sessions_seen)
def session(request: HttpRequest, row: DutySession) -> HttpResponse:
    """One duty session: what stands, and what this person may do with it."""
    may_plan = rules.may_plan(request.user, row.site)
    may_answer = rules.may_answer(request.user, row)
    able = queries.candidates([row])[row.pk] if row.state in ANSWERABLE and may_answer else []
    refused: Form | None = None
    against: list[str] = []
    if request.method == "POST":
        if not may_answer:
            raise Http404
        act = request.POST.get("act", "")
        made = _act(act, row, able, request, may_plan=may_plan)
        if made is None:
            raise Http404
        form, do = made
        if form.is_valid():
            if act == "move" and "heeded" not in request.POST:
                against = _clashes_of_move(row, form)
            if not against and (done := _done(request, row, form, do)) is not None:
                return done
        refused = form
    context = {
        "row": row,
        "may_plan": may_plan,
        "may_answer": may_answer,
        "able": able,
        "refused": refused,
        "form": refused,
        "against": against,
        "acts": _acts(row, may_plan=may_plan) if may_answer else set(),
        "decline": _or(refused, DeclineForm)
        or DeclineForm(able, initial={"seen": row.sequence}, missed=may_plan),
        "propose": _or(refused, ProposeForm) or ProposeForm(able, initial={"seen": row.sequence}),
        "move": _or(refused, MoveForm) or MoveForm(initial=_as_it_stands(row)),
        "asked": row.replacements.exclude(state=DutyState.CANCELLED)
        .select_related("partner")
        .first(),
        "week": _week(row.site, row.day) if _reads_centre(request) else "",
        "list": reverse("ledgers:partners-sessions-list"),
    }
    return render(request, "partners/session.html", context, status=422 if refused else 200)


def _reads_centre(request: HttpRequest) -> bool:
    return rules.sees_gaps(request.user)


def _or(form: Form | None, kind: type[Form]) -> Form | None:
    return form if type(form) is kind else None


def _as_it_stands(row: DutySession) -> dict[str, Any]:
    names = ("day", "begins", "ends", "desk")
    return {"seen": row.sequence} | {name: getattr(row, name) for name in names}


def _acts(row: DutySession, *, may_plan: bool) -> set[str]:
    """What may be done with it as it stands."""
    acts: set[str] = set()
    if row.state in ANSWERABLE and row.partner_id is not None and row.state != DutyState.CONFIRMED:
        acts.add("confirm")
    if row.state in EXPECTED:
        acts.add("decline")
    if row.state in ANSWERABLE and row.replaces_id is None:
        acts.add("propose")
    if may_plan and row.state in ANSWERABLE:
        acts |= {"move", "call-off"}
        if row.partner_id is not None:
            acts |= {"open", "close"}
    if may_plan and row.state == DutyState.OPENED:
        acts.add("close")
    return acts


Done = Callable[..., DutySession]


def _act(
    act: str, row: DutySession, able: Any, request: HttpRequest, *, may_plan: bool
) -> tuple[Form, Done] | None:
    """The form of an act and the action that does it; None for one that is not open here."""
    if act not in _acts(row, may_plan=may_plan) and act not in ("confirm", "decline", "propose"):
        return None
    typed = request.POST
    match act:
        case "confirm":
            return DutyActForm(typed), actions.confirm
        case "decline":
            return DeclineForm(able, typed, missed=may_plan), decline_or_propose
        case "propose":
            return ProposeForm(able, typed), actions.propose
        case "call-off":
            return DutyActForm(typed), actions.call_off
        case "open":
            return DutyActForm(typed), _without_seen(actions.open_session)
        case "close":
            return DutyActForm(typed), _without_seen(actions.close_session)
        case _:
            return MoveForm(typed), actions.move


def _without_seen(do: Done) -> Done:
    """Presence is a fact, whatever was on the screen."""

    def done(*, seen: int | None = None, **typed: Any) -> DutySession:
        return do(**typed)

    return done


def decline_or_propose(*, partner: Any = None, **typed: Any) -> DutySession:
    """Say that nobody comes; with another partner named, ask that one in the same act."""
    if partner is None:
        return actions.decline(**typed)
    return actions.propose(partner=partner, **typed)


def _clashes_of_move(row: DutySession, form: Form) -> list[str]:
    typed = form.cleaned_data
    plan = rules.Plan(
        site=row.site,
        pole=row.pole,
        partner=row.partner,
        desk=typed["desk"],
        begins=typed["begins"],
        ends=typed["ends"],
        paired=row.paired,
        first=typed["day"],
    )
    return rules.clashes_of_plan(
        plan, timezone.localdate(timezone=row.site.zone), own=rules.itself(row)
    )


def _done(request: HttpRequest, row: DutySession, form: Form, do: Done) -> HttpResponse | None:
    by, mark = staff(request.user), head()
    typed = dict(form.cleaned_data)
    if isinstance(form, MoveForm):
        typed["languages"] = row.languages
    try:
        with transaction.atomic():
            done = do(session=row, **typed, by=by)
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        return None
    said = _("Recorded: %(row)s, %(state)s.") % {"row": row, "state": done.get_state_display()}
    _told(request, row.site, said, mark)
    return redirect("partners:session", pk=row.pk)


def _told(request: HttpRequest, site: Site, said: str, mark: int) -> None:
    """Say it, with the way back for whoever plans there."""
    lines = written_since(mark, TABLES, str(staff(request.user)))
    if lines is None:
        toasts.tell(request, _("Nothing to change: it already stood so."))
        return
    undo = ""
    if rules.may_plan(request.user, site):
        undo = reverse("partners:duty-back", args=[site.pk, *lines])
    toasts.tell(request, said, undo=undo)


@require_GET
@admitted(rules.sees_gaps)
def gaps(request: HttpRequest) -> HttpResponse:
    """What nobody holds in the weeks ahead, with who could: one button asks."""
    now = timezone.now()
    held = [one for one in holdings(request.user) if one.may(Act.READ, Thing.DUTY)]
    centres = {one.place for one in held if one.role.reach is Reach.CENTRE and one.place}
    rows = queries.gaps_of(centres, (now + 2 * WARNED).date(), now)
    able = queries.candidates(rows)
    asked = {
        one.replaces_id: one
        for one in DutySession.objects.filter(
            replaces__in=rows, state=DutyState.PLANNED
        ).select_related("partner")
    }
    planned = set(queries.sites_planned(request.user).values_list("pk", flat=True))
    context = {
        "gaps": [(row, able[row.pk], asked.get(row.pk), row.site_id in planned) for row in rows],
        "near": now.date() + WARNED,
    }
    return render(request, "partners/gaps.html", context)


def _monday(year: int, number: int) -> datetime.date:
    try:
        return queries.monday_of(year, number)
    except ValueError:
        raise Http404 from None


def _week(site: Site, day: datetime.date, name: str = "week") -> str:
    year, number, _weekday = day.isocalendar()
    return reverse(f"partners:{name}", args=[site.pk, year, number])
