"""A counsellor's desk: next by one key, closed in three touches, nothing about a person kept."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.accounts.actors import Actor, staff
from parvis.accounts.http import SignedInRequest
from parvis.centres.models import Site
from parvis.counselling import actions
from parvis.counselling.enums import NextStep, Outcome
from parvis.counselling.rules import can_counsel_at
from parvis.desk import queries
from parvis.desk.forms import CloseForm, NoteForm, SeatForm
from parvis.desk.views.front import is_part
from parvis.desk.views.line import gesture, pole_at, ticket_at
from parvis.desk.views.ways import keys_of_a_counsellor, ways_of
from parvis.devices import actions as devices
from parvis.devices.queries import topic as device_topic
from parvis.kernel import live
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.partners import actions as duty
from parvis.partners.enums import Halt
from parvis.partners.queries import topic as duty_topic
from parvis.ui import toasts
from parvis.visits.enums import Channel, Territory
from parvis.visits.queries import poles_at, topic


@require_safe
@never_cache
@allow(can_counsel_at, among=queries.sites_counselled)
def counsellor(request: SignedInRequest, site: Site) -> HttpResponse:
    """The whole desk; who has not said where they sit is asked first."""
    seat = queries.seat_of(request.session, site)
    start: dict[str, Any] = {
        "desk": seat.desk,
        "poles": [str(key) for key in seat.poles],
        "languages": list(seat.languages),
        "meets": list(seat.meets),
    }
    form = SeatForm(poles_at(site), queries.languages(), initial=start)
    given = _given(request, site) | {"form": form, "note": NoteForm(site)}
    return render(request, "desk/counsellor.html", given)


@require_safe
@never_cache
@allow(can_counsel_at, among=queries.sites_counselled)
def now(request: SignedInRequest, site: Site) -> HttpResponse:
    """Both panels: who is here was changed from elsewhere."""
    return render(request, "desk/parts/now.html", _given(request, site))


@require_safe
@never_cache
@allow(can_counsel_at, among=queries.sites_counselled)
def queue(request: SignedInRequest, site: Site) -> HttpResponse:
    """The moving part: who waits."""
    return render(request, "desk/parts/queue.html", _given(request, site))


@require_safe
@never_cache
@allow(can_counsel_at, among=queries.sites_counselled)
def stream(request: SignedInRequest, site: Site) -> HttpResponse:
    """Where the desk hears that the queue, its duty or a call for reception moved."""
    return live.stream(request, [topic(site), device_topic(site), duty_topic(site)])


@require_POST
@allow(can_counsel_at, among=queries.sites_counselled)
def sit(request: SignedInRequest, site: Site) -> HttpResponse:
    """Say where one sits and whom one calls; this browser remembers it until one signs out."""
    form = SeatForm(poles_at(site), queries.languages(), request.POST)
    if not form.is_valid():
        given = _given(request, site) | {"form": form, "note": NoteForm(site), "sits": True}
        return render(request, "desk/counsellor.html", given, status=422)
    sent = form.cleaned_data
    seat = sent | {"poles": [int(key) for key in sent["poles"]]}
    request.session["seats"] = request.session.get("seats", {}) | {str(site.pk): seat}
    _arrived(request, site)
    return redirect("desk:counsellor", pk=site.pk)


@require_POST
@allow(can_counsel_at, among=queries.sites_counselled)
def act(request: SignedInRequest, site: Site) -> HttpResponse:
    """One gesture: next, has come, once more, close, hand over, a need seen."""
    try:
        told = _done(request, site, staff(request.user))
    except ParvisError as refusal:
        return _answered(request, site, refusal=str(refusal))
    return _answered(request, site, told=told)


@require_POST
@allow(can_counsel_at, among=queries.sites_counselled)
def note(request: SignedInRequest, site: Site) -> HttpResponse:
    """An interview without a ticket is counted: by telephone, by mail."""
    form = NoteForm(site, request.POST)
    if not form.is_valid():
        start = SeatForm(poles_at(site), queries.languages())
        given = _given(request, site) | {"form": start, "note": form, "notes": True}
        return render(request, "desk/counsellor.html", given, status=422)
    sent = form.cleaned_data
    pole = pole_at(site, sent.pop("pole"))
    try:
        actions.note(site=site, pole=pole, **sent, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.tell(request, _("Counted."))
    return redirect("desk:counsellor", pk=site.pk)


def _done(request: SignedInRequest, site: Site, by: Actor) -> str:
    """Do what the button says; what to tell once it is done."""
    seat = queries.seat_of(request.session, site)
    what, _colon, rest = request.POST.get("do", "").partition(":")
    if what == "flag":
        theme = next((one for one in queries.themes(site.centre) if str(one.pk) == rest), None)
        if theme is None:
            raise Http404
        actions.flag_need(site=site, theme=theme, zone=request.POST.get("zone", ""), by=by)
        return _("Seen today, and counted.")
    if seat.desk is None:
        return _("Say first at which desk you sit.")
    if what in ("summon", "dismiss"):
        ask = devices.summon if what == "summon" else devices.answer_summons
        ask(site=site, desk=seat.desk, by=by)
        return ""
    if what in ("away", "lift"):
        _stepped_away(request, site, what, by)
        return ""
    if what == "next":
        _arrived(request, site)
        turn = actions.call_next(
            site=site,
            poles=queries.poles_called(site, seat),
            desk=seat.desk,
            languages=seat.languages or None,
            meets=seat.meets,
            by=by,
        )
        return "" if turn.ticket is not None else _("Nobody waits for you.")
    if what in ("close", "hand"):
        return _ended(request, site, what, rest, by)
    gesture(f"{what}:{rest}", site, seat.desk, by)
    return ""


def _arrived(request: SignedInRequest, site: Site) -> None:
    """Whoever sits down at their duty, or calls, is there and receives: nobody has to say it."""
    seat = queries.seat_of(request.session, site)
    row = queries.own_duty(site, seat, request.user, timezone.now())
    if row is not None:
        moved_in = queries.number_of(row.desk) != seat.desk
        duty.open_session(
            session=row, desk=str(seat.desk) if moved_in else "", by=staff(request.user)
        )


def _stepped_away(request: SignedInRequest, site: Site, what: str, by: Actor) -> None:
    """One's own desk is closed for a while, or open again."""
    seat = queries.seat_of(request.session, site)
    row = queries.own_duty(site, seat, request.user, timezone.now())
    if row is None:
        raise Http404
    if what == "away":
        duty.halt(session=row, why=Halt.AWAY, by=by)
    else:
        duty.open_session(session=row, by=by)


def _ended(request: SignedInRequest, site: Site, what: str, rest: str, by: Actor) -> str:
    key, _colon, end = rest.partition(":")
    ticket = ticket_at(site, key)
    form = CloseForm(request.POST)
    sent = form.cleaned_data if form.is_valid() else {}
    if what == "hand":
        there = actions.hand_over(
            ticket=ticket, pole=pole_at(site, end), subject=sent.get("subject", ""), by=by
        )
        return _("%(sign)s keeps their place, and waits there.") % {"sign": there.sign}
    actions.close(ticket=ticket, **(sent | {"next_step": end or NextStep.NOTHING}), by=by)
    return _("%(sign)s: closed. Nothing about the person is kept.") % {"sign": ticket.sign}


def _answered(
    request: SignedInRequest, site: Site, *, told: str = "", refusal: str = ""
) -> HttpResponse:
    if is_part(request):
        given = _given(request, site) | {"told": told, "refusal": refusal}
        status = 422 if refusal else 200
        return render(request, "desk/parts/now.html", given, status=status)
    if refusal:
        toasts.warn(request, refusal)
    elif told:
        toasts.tell(request, told)
    return redirect("desk:counsellor", pk=site.pk)


def _given(request: SignedInRequest, site: Site) -> dict[str, Any]:
    moment: datetime.datetime = timezone.now()
    seat = queries.seat_of(request.session, site)
    own = queries.own_desk(site, seat, request.user, moment)
    channels = {f"channel/{one.value}": str(one.label) for one in Channel}
    return {
        "site": site,
        "own": own,
        "mine": [(label, own.own[cell]) for cell, label in channels.items() if own.own[cell]],
        "outcomes": Outcome.choices,
        "steps": NextStep.choices,
        "zones": [(one.value, one.label) for one in Territory if one != Territory.UNSAID],
        "now": moment.astimezone(site.zone),
        "menu": ways_of(request.user, site, reverse("desk:counsellor", kwargs={"pk": site.pk})),
        "keys": keys_of_a_counsellor(),
        "stream": reverse("desk:counsellor-stream", kwargs={"pk": site.pk}),
    }
