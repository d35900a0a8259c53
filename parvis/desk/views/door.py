"""The door of one session: who comes in, by call sign or by number; counted, entered, closed."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.accounts.actors import Actor, staff
from parvis.accounts.http import SignedInRequest
from parvis.agenda.queries import topic as agenda_topic
from parvis.centres.models import Site
from parvis.desk import actions, queries
from parvis.desk.forms import HeadsForm, SheetsForm
from parvis.desk.views.ways import ways_of_a_door
from parvis.kernel import live
from parvis.kernel.access import allow
from parvis.kernel.editing import token
from parvis.kernel.errors import ParvisError
from parvis.programme import actions as programme
from parvis.programme.enums import Answer, Counted, Question
from parvis.programme.errors import Full
from parvis.programme.measures import site_of
from parvis.programme.models import Headcount, HeldPlaces, Participation, Seats, Session
from parvis.programme.queries import in_sign, left, party_by_sign, registrations, thoughts, topic
from parvis.programme.rules import can_keep_door
from parvis.ui import toasts
from parvis.visits.enums import LONGEST_GROUP
from parvis.visits.rules import can_keep_desk

STEPS = (1, 10)
"""How many one touch counts at the entry of an event."""
MOVES = ("door", "side")
"""Parts that change by what others do; what was done here, with its undo, is none of them."""


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def door(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """The whole door; what moves on it is asked for again when something changes."""
    return render(request, "desk/door.html", _page(request, session, site))


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def board(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """The moving parts."""
    return HttpResponse(_parts(request, _given(request, session, site)))


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def stream(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """Where the door hears that somebody came, here or elsewhere."""
    return live.stream(request, _topics(session))


@require_POST
@allow(can_keep_door, among=queries.doors)
def act(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """One gesture: «come:<places>:<n>», «arrive:<party>:<size>», «back:<party>», «tick:<name>».

    «anyway» before it («come-anyway») lets in where no place is free. «sign» reads the sign that
    was typed. «undo:<places>:<party>» takes the touch of this key back, with its visit.
    """
    here = _site(session, site)
    visits = here if here is not None and _counts_visits(request, here) else None
    what, _colon, rest = request.POST.get("do", "").partition(":")
    typed = re.sub(r"[^0-9A-Za-z ]", "", request.POST.get("sign", ""))[:12].strip()
    key, by = _key(request), staff(request.user)
    said: dict[str, Any]
    try:
        said = _done(session, what, rest.split(":"), typed, key, visits, by)
    except Full as full:
        said = {"refusal": str(full), "anyway": _anyway(session, what, rest, typed)}
    except ParvisError as refusal:
        said = {"refusal": str(refusal)}
    return _answer(request, session, site, said | {"typed": typed if "refusal" in said else ""})


def _done(
    session: Session,
    what: str,
    rest: list[str],
    typed: str,
    key: uuid.UUID,
    visits: Site | None,
    by: Actor,
) -> dict[str, Any]:
    """Do it, and say what was done. Raises ParvisError, Http404."""
    anyway = what.endswith("-anyway")
    match what.removesuffix("-anyway"):
        case "come":
            seats, n = _seats(session, rest[0]), _people(rest[1:])
            counted = visits if n > 0 else None
            actions.come(seats=seats, key=key, n=n, anyway=anyway, visit_at=counted, by=by)
            return {} if n < 0 else _undoable(key, seats, n=n)
        case "arrive":
            party = _party(session, rest[0])
            size = _whole(rest[1:], 0) or None
            return _arrive(party, size, key, visits, by, anyway=anyway)
        case "sign":
            found = party_by_sign(session, typed)
            if found is None:
                return {"refusal": _("%(sign)s is not a sign of this session.") % {"sign": typed}}
            return _arrive(found, None, key, visits, by, anyway=anyway)
        case "undo":
            seats = _seats(session, rest[0])
            who = _party(session, rest[2]) if len(rest) > 2 else None
            n = _people(rest[1:])
            actions.go_back(seats=seats, key=key, n=n, party=who, visit_at=visits, by=by)
            return {"undone": True}
        case "back":
            programme.take_back_arrival(party=_party(session, rest[0]), by=by)
            return {"undone": True}
        case "tick" | "untick":
            row = registrations(session).filter(pk=_uuid(rest[0])).first()
            if row is None:
                raise Http404
            programme.tick(registration=row, came=what == "tick", by=by)
            return {"told": row.name}
        case _:
            raise Http404


def _arrive(
    party: Participation,
    size: int | None,
    key: uuid.UUID,
    visits: Site | None,
    by: Actor,
    *,
    anyway: bool,
) -> dict[str, Any]:
    visits = None if party.state == "came" else visits  # ticked twice, they came once
    made = actions.come(
        seats=party.seats, key=key, party=party, size=size, anyway=anyway, visit_at=visits, by=by
    )
    arrived = made.party or party
    return _undoable(key, party.seats, n=arrived.size, party=arrived)


def _undoable(
    key: uuid.UUID, seats: Seats, *, n: int, party: Participation | None = None
) -> dict[str, Any]:
    back = f"undo:{seats.pk}:{n}" + (f":{party.pk}" if party is not None else "")
    return {"done": {"key": key, "n": n, "party": party, "back": back}}


def _anyway(session: Session, what: str, rest: str, typed: str) -> str:
    """The gesture that lets in all the same."""
    if what == "sign":
        party = party_by_sign(session, typed)
        return "" if party is None else f"arrive-anyway:{party.pk}"
    return "" if what.endswith("-anyway") else f"{what}-anyway:{rest}"


@require_POST
@allow(can_keep_door, among=queries.doors)
def group(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """A group that a partner brings: so many came («came:<key>»), or it does not («gone:<key>»)."""
    here = _site(session, site)
    visits = here if here is not None and _counts_visits(request, here) else None
    what, _colon, number = request.POST.get("do", "").partition(":")
    held = HeldPlaces.objects.filter(seats__session=session, pk=_whole([number], 0)).first()
    if held is None or what not in ("came", "gone"):
        raise Http404
    by = staff(request.user)
    try:
        if what == "gone":
            programme.give_places_back(group=held, by=by)
        else:
            n = _whole([request.POST.get(f"n-{held.pk}", "")], held.places)
            n, key = max(0, min(n, LONGEST_GROUP)), _key(request)
            actions.group_came(group=held, key=key, n=n, visit_at=visits, by=by)
    except ParvisError as refusal:
        return _answer(request, session, site, {"refusal": str(refusal)})
    return _answer(request, session, site, {"told": str(held.partner)})


@require_POST
@allow(can_keep_door, among=queries.doors)
def heads(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """How many were there: counted, tallied, from sheets, or estimated; of which publics."""
    form = HeadsForm(session, request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            programme.headcount(
                session=session,
                n=sent["n"],
                day=datetime.date.fromisoformat(sent["day"]),
                half_day=sent["half_day"],
                method=sent["method"],
                qualifier=sent["qualifier"],
                shares=form.shares,
                by=staff(request.user),
            )
        except ParvisError as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        page = _page(request, session, site) | {"form": form}
        return render(request, "desk/door.html", page, status=422)
    toasts.tell(request, _("%(n)d people: entered.") % {"n": sent["n"]})
    return redirect(queries.door_address(session) + "#heads")


@require_POST
@allow(can_keep_door, among=queries.doors)
def no_heads(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """A headcount is taken back: ticks count again."""
    row = Headcount.objects.filter(session=session, pk=_whole([request.POST.get("row", "")], 0))
    found = row.first()
    if found is None:
        raise Http404
    try:
        programme.take_back_headcount(
            row=found, seen=request.POST.get("seen", ""), by=staff(request.user)
        )
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
    return redirect(queries.door_address(session) + "#heads")


@require_POST
@allow(can_keep_door, among=queries.doors)
def close(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """The attendance is entered: signs and links go for good, numbers stay."""
    try:
        programme.close_attendance(session=session, by=staff(request.user))
    except ParvisError as refusal:
        toasts.warn(request, str(refusal))
        return redirect(queries.door_address(session))
    toasts.tell(request, _("The attendance is entered; signs and private links are gone."))
    given = {"site": site, "pk": session.pk}
    return redirect(reverse("desk:result", kwargs=given))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allow(can_keep_door, among=queries.doors)
def sheets(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """What paper sheets say: how many of each face and answer."""
    _site(session, site)
    form = SheetsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.think_on_paper(
                session=session,
                key=form.cleaned_data["key"],
                counts=form.counts,
                by=staff(request.user),
            )
        except ParvisError as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.tell(request, _("The sheets are entered."))
            return redirect(queries.door_address(session) + "#thoughts")
    given = {
        "session": session,
        "form": form,
        "question": Question(session.question).label,
        "answers": Answer.labels,
        "door": queries.door_address(session),
    }
    return render(request, "desk/sheets.html", given, status=422 if form.errors else 200)


def _site(session: Session, number: int) -> Site | None:
    """The site it counts at, which its address must say; none for one at no site."""
    site = site_of(session)
    if number != (0 if site is None else site.pk):
        raise Http404
    return site


def _counts_visits(request: SignedInRequest, site: Site) -> bool:
    """Whether who comes did not pass the front desk, and is counted as a visit here."""
    asked = "visits" in request.GET or "visits" in request.POST
    return asked and can_keep_desk(request.user, site)


def _topics(session: Session) -> list[str]:
    centre = session.entry.centre
    return [topic(session), *([agenda_topic(centre)] if centre is not None else [])]


def _given(request: SignedInRequest, session: Session, site: int) -> dict[str, Any]:
    here = _site(session, site)
    found = queries.door(session, timezone.now())
    return {
        "session": session,
        "site": here,
        "number": site,
        "door": found,
        "ways": [(one, left(one)) for one in found.ways],
        "topics": " ".join(_topics(session)),
        "key": uuid.uuid4(),
        "zone": session.entry.zone,
        "visits": here is not None and _counts_visits(request, here),
        "may_visit": here is not None and can_keep_desk(request.user, here),
        "steps": STEPS if session.is_event else STEPS[:1],
        "sizes": range(1, session.party_limit + 1),
        "heads_said": in_sign(found.heads_n, found.heads_told, _method(found)),
    }


def _method(found: queries.Door) -> str:
    """«estimated» when any of the headcounts is."""
    estimated = any(one.method == Counted.ESTIMATED for one in found.heads)
    return Counted.ESTIMATED if estimated else Counted.COUNTED


def _page(request: SignedInRequest, session: Session, site: int) -> dict[str, Any]:
    given = _given(request, session, site)
    found = given["door"]
    start = {
        "n": found.heads_n or found.presence.present or None,
        "day": session.entry.day.isoformat(),
    }
    return given | {
        "form": HeadsForm(session, initial=start),
        "heads": [(one, token(one)) for one in found.heads],
        "thoughts": thoughts(session),
        "thoughts_page": queries.thoughts_page(session),
        "square": queries.square(queries.thoughts_page(session), _("What did you think?")),
        "now": timezone.now().astimezone(session.entry.zone),
        "menu": ways_of_a_door(request.user, given["site"]),
        "keys": [("+", _("one more present"))],
        "stream": reverse("desk:door-stream", kwargs={"site": site, "pk": session.pk}),
        "has_stands": session.stands.exists(),
    }


def _parts(request: SignedInRequest, given: dict[str, Any], names: Sequence[str] = MOVES) -> str:
    return "".join(render_to_string(f"desk/door.html#{one}", given, request) for one in names)


def _answer(
    request: SignedInRequest, session: Session, site: int, said: dict[str, Any]
) -> HttpResponse:
    status = 422 if "refusal" in said else 200
    session.refresh_from_db()
    if request.headers.get("HX-Request"):
        given = _given(request, session, site) | said
        parts = _parts(request, given, ("told", *MOVES))
        return HttpResponse(parts, status=status)
    return render(request, "desk/door.html", _page(request, session, site) | said, status=status)


def _key(request: SignedInRequest) -> uuid.UUID:
    return _uuid(request.POST.get("key", ""))


def _uuid(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError:
        raise Http404 from None


def _seats(session: Session, number: str) -> Seats:
    found = session.seats.filter(pk=_whole([number], 0)).first()
    if found is None:
        raise Http404
    return found


def _party(session: Session, number: str) -> Participation:
    rows = Participation.objects.filter(seats__session=session, pk=_uuid(number))
    found = rows.select_related("seats").first()
    if found is None:
        raise Http404
    return found


def _people(words: list[str]) -> int:
    """How many one touch counts."""
    return max(-LONGEST_GROUP, min(_whole(words, 1), LONGEST_GROUP))


def _whole(words: list[str], otherwise: int) -> int:
    """The first of these words as a number of people or a key; a word that is none is not."""
    word = words[0] if words else ""
    return int(word) if re.fullmatch(r"-?[0-9]{1,9}", word) else otherwise
