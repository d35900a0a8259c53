"""Gestures in the queue, from the front desk and from a counsellor's: one button, one gesture.

A button says what it does and to whom: «call:<ticket>», «send:<ticket>:<pole>», «next».
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.accounts.actors import Actor, staff
from parvis.accounts.http import SignedInRequest
from parvis.centres.models import Pole, Site
from parvis.desk.forms import DESKS
from parvis.desk.queries import kept_desk
from parvis.desk.views.front import moved
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.visits import actions
from parvis.visits.models import Ticket
from parvis.visits.queries import desks, of_today, poles_at
from parvis.visits.rules import can_keep_desk

GESTURES: Mapping[str, Callable[..., object]] = {
    "recall": actions.recall,
    "start": actions.start,
    "park": actions.park,
    "miss": actions.miss,
    "back": actions.come_back,
    "serve": actions.serve,
    "leave": actions.leave,
    "apart": actions.set_apart,
}
"""What needs nothing but the ticket."""


@require_POST
@allow(can_keep_desk, among=desks)
def move(request: SignedInRequest, site: Site) -> HttpResponse:
    """Call the next or a given one, once more, aside, back, on to another pole, gone."""
    desk = _desk(request, site)
    try:
        gesture(request.POST.get("do", ""), site, desk, staff(request.user))
    except ParvisError as refusal:
        return moved(request, site, str(refusal))
    return moved(request, site)


def gesture(do: str, site: Site, desk: int, by: Actor) -> None:
    """Do what a button says. Raises what the action raises, and 404 for what is not there."""
    what, _colon, rest = do.partition(":")
    if what == "next":
        actions.call_next(site=site, poles=poles_at(site), desk=desk, by=by)
        return
    key, _colon, pole = rest.partition(":")
    ticket = ticket_at(site, key)
    if what == "call":
        actions.call(ticket=ticket, desk=desk, by=by)
    elif what == "send":
        actions.send_on(ticket=ticket, pole=pole_at(site, pole), by=by)
    elif what in GESTURES:
        GESTURES[what](ticket=ticket, by=by)
    else:
        raise Http404(_("This gesture is not known."))


def ticket_at(site: Site, key: str) -> Ticket:
    """A ticket of today at this site; 404 for any other."""
    try:
        found = of_today(site).filter(pk=uuid.UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    found.day.site = site
    return found


def pole_at(site: Site, key: str) -> Pole:
    """A pole of this site; 404 for any other."""
    found = next((one for one in poles_at(site) if str(one.pk) == key), None)
    if found is None:
        raise Http404
    return found


def _desk(request: SignedInRequest, site: Site) -> int:
    """The desk said with the gesture, kept for the next one; else the one said before."""
    said = request.POST.get("desk", "")
    kept = kept_desk(request.session, site)
    if said.isdecimal() and 1 <= int(said) <= DESKS and int(said) != kept:
        request.session["desks"] = request.session.get("desks", {}) | {str(site.pk): int(said)}
        return int(said)
    return kept
