"""A session and the places of it: joined in two taps, without a name, left by whoever holds one."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.accounts.actors import visitor
from parvis.kernel.access import open_to_all
from parvis.kernel.errors import ParvisError
from parvis.programme import actions
from parvis.programme.enums import PlaceState, SessionState, Way
from parvis.programme.errors import PlaceUnknown
from parvis.programme.models import Participation
from parvis.programme.queries import address_of, ahead, key_of, party
from parvis.ui import calendar
from parvis.ui.addresses import address
from parvis.ui.squares import square
from parvis.website import queries
from parvis.website.forms import JoinForm, ReminderForm, SizeForm
from parvis.website.http import JOINING, is_from_elsewhere, private, slowed
from parvis.website.queries.session import SessionPage, WayIn
from parvis.website.views.entering import elsewhere, entered


# Nobody is signed in here and no cookie is read: a token would protect nothing (is_from_elsewhere).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def session(request: HttpRequest, code: str, network: str | None = None) -> HttpResponseBase:
    """A session; sent, it gives a place, or a place in the line, and leads to its own page.

    422 for what was not filled, 409 when it cannot be, 429 when too many are asked for from one
    address; what was chosen comes back.
    """
    here, context = entered(network)
    page = queries.session_page(here, code, timezone.now())
    if page is None:
        raise Http404
    form = _join_form(request, page) if page.can_join else None
    refusal, status = "", 200
    if request.method == "POST":
        done, refusal, status = _done(request, page, form, elsewhere(context))
        if done is not None:
            return done
        if status == 409:  # somebody else was quicker: what is said is what stands now
            page = queries.session_page(here, code, timezone.now()) or page
    url = settings.BASE_URL + address(elsewhere(context), "website:session", code=code)
    context |= {
        "page": page,
        "form": form,
        "refusal": refusal,
        "wanted": "wanted" in request.GET,
        "data": queries.as_data(page.session, url, page.room),
        "url": url,
    }
    return render(request, "website/session.html", context, status=status)


def _join_form(request: HttpRequest, page: SessionPage) -> JoinForm:
    ways = [(way.letter, way.name) for way in page.ways]
    sent = request.method == "POST" and request.POST.get("act") == "join"
    form = JoinForm(request.POST if sent else None, session=page.session, ways=ways)
    if not sent:
        # The first way in that has room is chosen already: one tap less.
        first = next((way for way in page.ways if not way.is_full), page.ways[0])
        form.initial["way"] = first.letter
    return form


def _done(
    request: HttpRequest, page: SessionPage, form: JoinForm | None, there: str | None
) -> tuple[HttpResponseBase | None, str, int]:
    """Where it leads once it is done; else why it was not, and the status that says so."""
    if is_from_elsewhere(request):
        return None, _("This was sent by another site: do it from this page."), 403
    act = request.POST.get("act")
    if act == "join" and form is None:
        return None, _("Places are no longer given here; come to the door, there may be room."), 409
    if act == "join" and form is not None and not form.is_valid():
        form.fresh_key()
        return None, "", 422
    if act not in ("join", "want"):
        return None, _("This page does not know what was asked: use its buttons."), 422
    if (wait := JOINING.wait(request)) > 0:
        return None, slowed(wait), 429
    try:
        with transaction.atomic():
            if act == "want":
                return _wanted(page, there), "", 200
            return _joined(page, form, there), "", 200
    except ParvisError as refused:
        return None, str(refused), 409


def _joined(page: SessionPage, form: JoinForm | None, there: str | None) -> HttpResponseBase:
    data: dict[str, Any] = form.cleaned_data if form is not None else {}
    way = next(way for way in page.ways if way.letter == data["way"])
    actions.join(seats=way.seats, key=data["key"], size=data["size"], by=visitor())
    return redirect(address(there, "website:place", address=address_of(data["key"])))


def _wanted(page: SessionPage, there: str | None) -> HttpResponseBase | None:
    full: WayIn | None = next((way for way in page.ways if way.is_full), None)
    if full is not None:
        actions.want_one_more(seats=full.seats, by=visitor())
    return redirect(address(there, "website:session", code=page.session.code) + "?wanted=1#join")


# -- the page of whoever holds a place


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def place(request: HttpRequest, address: str, network: str | None = None) -> HttpResponseBase:
    """A party's own page: its sign, where it stands; 410 once it is over or was never.

    Whoever has the address may leave, come more or fewer, take an offered place.
    """
    here, context = entered(network)
    found = _party(address)
    if found is None or found.seats.session.simulated != here.simulated:
        return private(render(request, "website/place_over.html", context, status=410))
    refusal, status, form = "", 200, SizeForm(initial={"size": found.size})
    if request.method == "POST":
        if is_from_elsewhere(request):
            refusal, status = _("This was sent by another site: do it from this page."), 403
        else:
            refusal, status, form = _changed(request, key_of(address), form)
        if not refusal and not form.errors:
            return private(redirect(request.path))
        found = _party(address) or found
    context |= _of_place(found, context, request.path) | {
        "form": form,
        "refusal": refusal,
    }
    return private(render(request, "website/place.html", context, status=status))


def _party(address: str) -> Participation | None:
    try:
        return party(key_of(address))
    except PlaceUnknown:
        return None


def _changed(request: HttpRequest, key: uuid.UUID, form: SizeForm) -> tuple[str, int, SizeForm]:
    act = request.POST.get("act")
    try:
        with transaction.atomic():
            if act == "accept":
                actions.accept(key=key, by=visitor())
            elif act == "leave":
                actions.leave(key=key, by=visitor())
            elif act == "size":
                form = SizeForm(request.POST)
                if not form.is_valid():
                    return "", 422, form
                actions.resize(key=key, size=form.cleaned_data["size"], by=visitor())
            else:
                return _("This page does not know what was asked: use its buttons."), 422, form
    except ParvisError as refused:
        return str(refused), 409, form
    return "", 200, form


def _of_place(found: Participation, context: dict[str, Any], path: str) -> dict[str, Any]:
    held = found.seats
    session, entry, now = held.session, held.session.entry, timezone.now()
    room = queries.rooms_of([session.pk]).get(session.pk, "")
    url = settings.BASE_URL + path
    until = None
    if found.until is not None:
        local = found.until.astimezone(entry.zone)
        until = f"{calendar.weekday(local.date())}, {time_format(local.time())}"
    live = found.state in (PlaceState.HELD, PlaceState.WAITING, PlaceState.OFFERED)
    return {
        "party": found,
        "session": session,
        "entry": entry,
        "where": ", ".join(part for part in (room, entry.where) if part),
        "slot": held.slot
        and f"{held.slot.begins.astimezone(entry.zone):%H:%M}–"
        f"{held.slot.ends.astimezone(entry.zone):%H:%M}",
        "ahead": ahead(found) if found.state == PlaceState.WAITING else 0,
        "until": until,
        "is_over": entry.ends <= now,
        "can_change": live and now < entry.ends and session.state == SessionState.PUBLISHED,
        "can_resize": live and now < session.closes_at and session.party_limit > 1,
        "link": entry.link
        if held.way == Way.ONLINE and found.state in (PlaceState.HELD, PlaceState.CAME)
        else "",
        "can_remind": session.state == SessionState.PUBLISHED and entry.begins > now,
        "url": url,
        "square": square(url, _("The address of this page")),
    }


# -- a reminder, apart


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def reminder(request: HttpRequest, code: str, network: str | None = None) -> HttpResponseBase:
    """An address for one reminder; nothing ties it to a place, and it is erased the day after."""
    here, context = entered(network)
    page = queries.session_page(here, code, timezone.now())
    if page is None:
        raise Http404
    there = elsewhere(context)
    refusal, status = "", 200
    form = ReminderForm(initial={"key": uuid.uuid4()})
    if request.method == "POST":
        form = ReminderForm(request.POST)
        if is_from_elsewhere(request):
            refusal, status = _("This was sent by another site: do it from this page."), 403
        elif not form.is_valid():
            status = 422
        elif (wait := JOINING.wait(request)) > 0:
            refusal, status = slowed(wait), 429
        else:
            key = form.cleaned_data["key"]
            try:
                with transaction.atomic():
                    actions.remember(
                        session=page.session,
                        email=form.cleaned_data["email"],
                        key=key,
                        language=request.LANGUAGE_CODE,
                        by=visitor(),
                    )
                kept = address(there, "website:reminder-kept", address=address_of(key))
                return private(redirect(kept))
            except ParvisError as refused:
                refusal, status = str(refused), 409
    context |= {"page": page, "form": form, "refusal": refusal}
    return private(render(request, "website/reminder.html", context, status=status))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def reminder_kept(
    request: HttpRequest, address: str, network: str | None = None
) -> HttpResponseBase:
    """Whether an address is kept under this link; its button erases it at once."""
    _here, context = entered(network)
    try:
        key = key_of(address)
    except PlaceUnknown:
        raise Http404 from None
    erased = False
    if request.method == "POST" and not is_from_elsewhere(request):
        erased = actions.forget(key=key, by=visitor())
    context |= {"erased": erased, "is_kept": queries.is_reminded(key)}
    return private(render(request, "website/reminder_kept.html", context))
