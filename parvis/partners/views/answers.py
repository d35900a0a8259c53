"""Partners answer without an account: a signed link, and a signed calendar.

Opening a link changes nothing, whoever or whatever opens it; only its buttons do.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from parvis.accounts.actors import link
from parvis.kernel.access import open_to_all
from parvis.kernel.errors import ParvisError
from parvis.partners import actions, queries
from parvis.partners.enums import DutyState
from parvis.partners.errors import LinkOver, LinkUnknown
from parvis.partners.forms import DeclineForm, DutyActForm
from parvis.partners.http import calendar_of
from parvis.partners.models import DutyContact, DutySession
from parvis.partners.queries.duty import Candidate
from parvis.partners.views.duty import decline_or_propose


# No cookie gives any right here and none is set: whoever has the link may answer, and a page that
# could make a browser send an answer would have to know the link already.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def answers(request: HttpRequest, key: str) -> HttpResponseBase:
    """What a partner may answer for, and its answers; a link out of date can ask for a new one."""
    try:
        contact = queries.who_answers(key)
    except LinkUnknown as unknown:
        return _private(render(request, "partners/link_over.html", {"why": unknown}, status=404))
    except LinkOver as over:
        return _over(request, over)
    said, refusal, status = "", "", 200
    rows = queries.awaiting(contact)
    able = queries.candidates(rows)
    refused: tuple[int, DeclineForm] | None = None
    if request.method == "POST":
        said, refusal, refused = _answered(request, contact, rows, able)
        status = 409 if refusal else 422 if refused else 200
        rows = queries.awaiting(contact)
        able = queries.candidates(rows)
    instead = _instead(rows)
    context = {
        "contact": contact,
        "rows": [(row, _form(row, able, refused), instead.get(row.pk)) for row in rows],
        "waiting": sum(row.state == DutyState.PLANNED for row in rows),
        "said": said,
        "refusal": refusal,
        "calendar": queries.calendar_link(contact),
    }
    return _private(render(request, "partners/answers.html", context, status=status))


def _instead(rows: list[DutySession]) -> dict[int | None, DutySession]:
    """Who was asked in place of each of these sessions, by key; one query."""
    asked = DutySession.objects.filter(replaces__in=rows).exclude(state=DutyState.CANCELLED)
    return {one.replaces_id: one for one in asked.select_related("partner")}


def _form(
    row: DutySession,
    able: dict[int, list[Candidate]],
    refused: tuple[int, DeclineForm] | None,
) -> DeclineForm:
    if refused is not None and refused[0] == row.pk:
        return refused[1]
    return DeclineForm(able[row.pk], initial={"seen": row.sequence}, auto_id=f"id_{row.pk}_%s")


def _answered(
    request: HttpRequest,
    contact: DutyContact,
    rows: list[DutySession],
    able: dict[int, list[Candidate]],
) -> tuple[str, str, tuple[int, DeclineForm] | None]:
    """What was said, or why it could not be; and the form of a session when it was not filled."""
    act = request.POST.get("act", "")
    by = link(f"duty-{contact.pk}")
    if act == "confirm-all":
        return _confirmed_all(request, rows, by)
    row = next((one for one in rows if str(one.pk) == request.POST.get("session")), None)
    if row is None:
        return "", _("This duty session is over, or another partner holds it now."), None
    form: Any = DutyActForm(request.POST)
    if act == "decline":
        form = DeclineForm(able[row.pk], request.POST, auto_id=f"id_{row.pk}_%s")
    elif act != "confirm":
        return "", _("This is none of the answers."), None
    if not form.is_valid():
        if act == "decline":
            return "", "", (row.pk, form)
        return "", _("This is none of the answers."), None
    do = actions.confirm if act == "confirm" else decline_or_propose
    try:
        with transaction.atomic():
            done = do(session=row, **form.cleaned_data, by=by)
    except ParvisError as refusal:
        return "", str(refusal), None
    return _told(row, done), "", None


def _told(row: DutySession, done: DutySession) -> str:
    if done.replaces_id == row.pk:
        return _("Thank you. %(partner)s is asked to hold %(row)s in your place.") % {
            "partner": done.partner,
            "row": row,
        }
    return _("Thank you. %(row)s: %(state)s.") % {"row": row, "state": done.get_state_display()}


def _confirmed_all(request: HttpRequest, rows: list[DutySession], by: Any) -> tuple[str, str, None]:
    """Confirm what was on the screen and still stands as it did; the rest is told."""
    shown = dict(pair.split(":", 1) for pair in request.POST.getlist("shown") if ":" in pair)
    done, changed = 0, 0
    for row in rows:
        seen = shown.get(str(row.pk), "")
        if row.state != DutyState.PLANNED or not seen.isdigit():
            continue
        try:
            with transaction.atomic():
                actions.confirm(session=row, seen=int(seen), by=by)
        except ParvisError:
            changed += 1
        else:
            done += 1
    refusal = _("Some changed meanwhile: look at them again below.") if changed else ""
    if not done:
        return "", refusal or _("Nothing was left to confirm."), None
    return _("Thank you. Confirmed: %(n)d.") % {"n": done}, refusal, None


def _over(request: HttpRequest, over: LinkOver) -> HttpResponse:
    sent = None
    if request.method == "POST":
        sent = actions.send_link(contact=over.contact, by=link(f"duty-{over.contact.pk}"))
    context = {"why": over, "may_ask": True, "sent": sent}
    return _private(render(request, "partners/link_over.html", context, status=410))


def _private(response: HttpResponse) -> HttpResponse:
    """A link is a key: no search engine keeps it, no other site is told where one came from."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@open_to_all
def calendar(request: HttpRequest, key: str) -> HttpResponseBase:
    """The duty of a partner in a centre, for a calendar program; 304 while nothing changed."""
    try:
        contact = queries.whose_calendar(key)
    except LinkUnknown as refusal:
        return HttpResponse(f"{refusal}\n", status=404, content_type="text/plain; charset=utf-8")
    made = calendar_of(contact, timezone.localdate(timezone=contact.centre.zone))
    etag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["Content-Disposition"] = 'inline; filename="permanences.ics"'
    _private(response)
    return get_conditional_response(request, etag=etag, response=response) or response
