"""Without an account: a partner proposes by a signed link, a stand is kept by another.

Opening a link changes nothing, whoever or whatever opens it; only its buttons do.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import link
from parvis.centres.enums import Need
from parvis.kernel.access import open_to_all
from parvis.kernel.editing import ChangedMeanwhile, token
from parvis.kernel.errors import ParvisError
from parvis.partners.models import DutyContact
from parvis.programme import actions, queries
from parvis.programme.errors import LinkOver, LinkUnknown
from parvis.programme.forms import ProposeForm, StandForm
from parvis.programme.models import Stand
from parvis.ui.calendar import spelled

REMEMBERED = datetime.timedelta(days=366)
"""How far back a partner sees what became of its proposals."""


# No cookie gives any right here and none is set: whoever has the link may propose, and a page that
# could make a browser send a proposal would have to know the link already.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def propose(request: HttpRequest, key: str) -> HttpResponseBase:
    """Propose a session, and see what became of those proposed before."""
    try:
        contact = queries.who_proposes(key)
    except (LinkUnknown, LinkOver) as refusal:
        return _over(request, refusal)
    said, refusal_said = "", ""
    form = ProposeForm(contact, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said, refusal_said = _proposed(contact, form)
        if said:
            form = ProposeForm(contact)
    proposals = queries.of_partner(contact, timezone.now() - REMEMBERED)
    context = {
        "contact": contact,
        "form": form,
        "said": said,
        "refusal": refusal_said,
        "proposals": proposals,
        "began": form.is_bound,
    }
    status = 409 if refusal_said else 422 if form.errors else 200
    return _private(render(request, "programme/propose.html", context, status=status))


def _proposed(contact: DutyContact, form: ProposeForm) -> tuple[str, str]:
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            made = actions.propose(
                contact=contact,
                facts=form.facts(),
                key=typed["key"],
                note=typed["note"],
                by=link(f"propose-{contact.pk}"),
            )
    except ParvisError as refusal:
        return "", str(refusal)
    if made.coordination is not None:
        said = _("Thank you. It is on the agenda of the meeting of %(day)s.")
        return said % {"day": spelled(made.coordination.day)}, ""
    return _("Thank you. It waits for the next meeting of the centre."), ""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def stand(request: HttpRequest, key: str) -> HttpResponseBase:
    """Whoever holds a stand says what one finds there, and taps once for each person who comes."""
    try:
        row = queries.whose_stand(key)
    except LinkUnknown as refusal:
        return _over(request, refusal)
    typed = request.POST if request.method == "POST" else None
    said = refusal_said = ""
    form = StandForm(row, seen=token(row))
    if typed is not None and typed.get("act") == "tally":
        said, refusal_said = _tallied(row, typed.get("need", ""))
    elif typed is not None:
        form = StandForm(row, typed)
        if form.is_valid():
            said, refusal_said = _kept(row, form)
            row.refresh_from_db()
            form = form if refusal_said else StandForm(row, seen=token(row))
    today = timezone.localdate(timezone=row.session.entry.zone)
    crowd = next(
        (one for one in queries.crowds(row.session, today) if one.stand.pk == row.pk), None
    )
    context = {
        "row": row,
        "entry": row.session.entry,
        "form": form,
        "said": said,
        "refusal": refusal_said,
        "needs": Need.of(row.needs),
        "crowd": crowd,
    }
    status = 409 if refusal_said else 422 if form.errors else 200
    return _private(render(request, "programme/stand.html", context, status=status))


def _kept(row: Stand, form: StandForm) -> tuple[str, str]:
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            actions.tell_stand(
                stand=row,
                offers=typed["offers"],
                needs=typed["needs"],
                seen=typed["seen"],
                by=link(f"stand-{row.pk}"),
            )
    except ChangedMeanwhile:
        return "", _("Somebody changed this meanwhile: look at it again below.")
    except ParvisError as refusal:
        return "", str(refusal)
    return _("Thank you. It is shown on the page of the day."), ""


def _tallied(row: Stand, need: str) -> tuple[str, str]:
    try:
        with transaction.atomic():
            actions.tally_stand(
                stand=row, need=need if need in Need.values else "", by=link(f"stand-{row.pk}")
            )
    except ParvisError as refusal:
        return "", str(refusal)
    return _("One more counted."), ""


def _over(request: HttpRequest, refusal: ParvisError) -> HttpResponse:
    status = 410 if isinstance(refusal, LinkOver) else 404
    context: dict[str, Any] = {"why": refusal}
    return _private(render(request, "programme/link_over.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """A link is a key: no search engine keeps it, no other site is told where one came from."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
