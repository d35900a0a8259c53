"""Co-building in the office: what waits, a meeting and its agenda, who is asked to propose."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parvis.accounts.actors import staff
from parvis.agenda import shapes
from parvis.agenda.models import Entry
from parvis.agenda.queries import Clash, Planned
from parvis.kernel.access import admitted, allow
from parvis.kernel.errors import ParvisError
from parvis.programme import actions, queries, rules
from parvis.programme.enums import CoordinationState, SessionState
from parvis.programme.forms import DecideForm
from parvis.programme.models import Coordination, Proposal
from parvis.ui import toasts


def _sees(_user: Any, _row: Any) -> bool:
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@allow(_sees, among=queries.proposals)
def proposal(request: HttpRequest, row: Proposal) -> HttpResponse:
    """One proposal: what the partner said, what it runs into, what is decided."""
    may_decide = rules.can_decide(request.user, row)
    waits = row.session.state == SessionState.PROPOSED
    if request.method == "POST" and not may_decide:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "again":
        return _again(request, row)
    form = DecideForm(row, request.POST if request.method == "POST" else None)
    clashes: list[Clash] = queries.clashes_of_session(row.session) if waits else []
    if form.is_valid():
        asked = form.takes_up and "heeded" not in request.POST
        clashes = _clashes(row, form) if asked else []
        if not clashes and (done := _decided(request, row, form)) is not None:
            return done
    context = {
        "row": row,
        "session": row.session,
        "entry": row.session.entry,
        "form": form,
        "clashes": clashes,
        "asks": form.is_bound and bool(clashes),
        "refused": any(one.level == "block" for one in clashes),
        "may_decide": may_decide,
        "waits": waits,
    }
    wrong = request.method == "POST"
    return render(request, "programme/proposal.html", context, status=422 if wrong else 200)


def _clashes(row: Proposal, form: DecideForm) -> list[Clash]:
    """What it would run into as the meeting wants it."""
    entry = row.session.entry
    there = Entry(
        pk=entry.pk,
        **{
            name: getattr(entry, name)
            for name in ("layer", "centre", "stop", "title", "presence", "simulated")
        },
        **{name: form.facts()[name] for name in ("begins", "ends", "time_zone", "site")},
    )
    planned = Planned(there, shapes.holds_of(there, form.needs()))
    return queries.clashes_of([planned], row.session.audiences)[0]


def _decided(request: HttpRequest, row: Proposal, form: DecideForm) -> HttpResponse | None:
    typed = form.cleaned_data
    more: dict[str, Any] = {}
    if form.takes_up:
        more = {"facts": form.facts(), "needs": form.needs()}
    try:
        with transaction.atomic():
            done = actions.decide(
                proposal=row,
                decision=typed["decision"],
                answer=typed["answer"],
                by=staff(request.user),
                **more,
            )
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        return None
    said = _("%(row)s: %(decision)s.")
    toasts.tell(request, said % {"row": row, "decision": done.get_decision_display()})
    if form.takes_up:
        return redirect("programme:session", pk=row.session_id)
    if row.coordination_id is not None:
        return redirect("programme:meeting", pk=row.coordination_id)
    return redirect("ledgers:programme-proposals-list")


def _again(request: HttpRequest, row: Proposal) -> HttpResponse:
    try:
        with transaction.atomic():
            actions.propose_again(proposal=row, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.tell(request, _("It waits for a decision again."))
    return redirect("programme:proposal", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(_sees, among=queries.coordinations)
def meeting(request: HttpRequest, row: Coordination) -> HttpResponse:
    """A coordination meeting: its agenda, what was decided, what is full or not published."""
    may_lead = rules.can_lead(request.user, row)
    if request.method == "POST":
        if not may_lead or request.POST.get("act") != "hold":
            raise Http404
        with transaction.atomic():
            actions.hold_coordination(coordination=row, by=staff(request.user))
        toasts.tell(request, _("Held. What was not decided goes to the next meeting."))
        return redirect("programme:meeting", pk=row.pk)
    rows = list(queries.proposals(request.user).filter(coordination=row).order_by("proposed_at"))
    context = {
        "row": row,
        "may_lead": may_lead,
        "waiting": [one for one in rows if one.session.state == SessionState.PROPOSED],
        "decided": [one for one in rows if one.session.state != SessionState.PROPOSED],
        "agenda": queries.agenda_of(row.centre, timezone.now()),
        "to_come": row.state == CoordinationState.PLANNED,
    }
    return render(request, "programme/meeting.html", context)


@require_GET
@admitted(rules.can_plan)
def contacts(request: HttpRequest) -> HttpResponse:
    """Who may be asked to propose, each with the link to give."""
    rows = [(one, queries.propose_link(one)) for one in queries.contacts(request.user)]
    return render(request, "programme/contacts.html", {"rows": rows})
