"""A big day: the crowd and the needs tallied at each stand, and the result on one page."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.accounts.actors import staff
from parvis.accounts.http import SignedInRequest
from parvis.centres.enums import SIGNS, Need
from parvis.desk import queries
from parvis.desk.views.ways import ways_of_a_door
from parvis.kernel import live
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.programme import actions as programme
from parvis.programme.enums import Audience, Counted, Question
from parvis.programme.measures import site_of
from parvis.programme.models import Session
from parvis.programme.queries import (
    Crowd,
    attended,
    crowds,
    in_sign,
    needs_seen,
    overview,
    thoughts,
    topic,
)
from parvis.programme.rules import can_keep_door
from parvis.ui import toasts


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def stands(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """Every stand, with its strokes; what moves is asked for again."""
    given = _given(session, site) | {
        "now": timezone.now().astimezone(session.entry.zone),
        "menu": ways_of_a_door(request.user, site_of(session)),
        "keys": [],
        "stream": reverse("desk:stands-stream", kwargs={"site": site, "pk": session.pk}),
        "door": queries.door_address(session),
    }
    return render(request, "desk/stands.html", given)


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def board(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """The moving part."""
    return render(request, "desk/stands.html#stands", _given(session, site))


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def stream(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """Where it hears of strokes made elsewhere."""
    return live.stream(request, [topic(session)])


@require_POST
@allow(can_keep_door, among=queries.doors)
def stroke(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """«<stand>:<need or nothing>:<n>»; n is -1 for one too many, never below nought."""
    _here(session, site)
    read = re.fullmatch(r"([0-9]{1,9}):([a-z-]*):(-1|1|10)", request.POST.get("do", ""))
    if read is None:
        raise Http404
    stand = session.stands.filter(pk=int(read[1])).first()
    if stand is None:
        raise Http404
    need, n, refusal = read[2], int(read[3]), ""
    stand.session = session
    held = next(one for one in crowds(session, _day(session)) if one.stand.pk == stand.pk)
    if n < 0 and _tallied(held, need) < 1:
        refusal = _("Nothing was tallied there.")
    else:
        try:
            programme.tally_stand(stand=stand, need=need, n=n, by=staff(request.user))
        except ParvisError as refused:
            refusal = str(refused)
    if request.headers.get("HX-Request"):
        given = _given(session, site) | {"refusal": refusal}
        status = 422 if refusal else 200
        return render(request, "desk/stands.html#stands", given, status=status)
    if refusal:
        toasts.warn(request, refusal)
    return redirect("desk:stands", site=site, pk=session.pk)


@require_safe
@never_cache
@allow(can_keep_door, among=queries.doors)
def result(request: SignedInRequest, session: Session, site: int) -> HttpResponse:
    """What it came to, on one sheet: entries, publics, stands, needs, what people thought."""
    _here(session, site)
    found = attended(session)
    heads = list(session.headcounts.order_by("day", "half_day"))
    estimated = any(one.method == Counted.ESTIMATED for one in heads)
    rows = crowds(session) if session.entry.day == session.entry.last_day else _all_days(session)
    hours = sorted({hour for row in rows for hour in row.hours})
    given = {
        "session": session,
        "present": in_sign(*found, Counted.ESTIMATED if estimated else "") if found else "",
        "heads": heads,
        "seats": list(session.seats.select_related("slot").order_by("pk")),
        "publics": _publics(heads),
        "figures": [(one, in_sign(one.n, one.qualifier)) for one in overview(session) if one.n],
        "crowds": rows,
        "hours": hours,
        "stand_rows": [(row, [row.hours.get(hour, 0) for hour in hours]) for row in rows],
        "needs": needs_seen(rows).items(),
        "thoughts": thoughts(session),
        "question": Question(session.question).label,
        "door": queries.door_address(session),
        "today": timezone.now().astimezone(session.entry.zone),
    }
    return render(request, "desk/result.html", given)


def _all_days(session: Session) -> list[Crowd]:
    """The tallies of every day of a longer event, added up by stand."""
    entry, found = session.entry, dict[int, Crowd]()
    days = (entry.last_day - entry.day).days + 1
    for ahead in range(days):
        for row in crowds(session, entry.day + datetime.timedelta(days=ahead)):
            held = found.setdefault(row.stand.pk, Crowd(row.stand, {}, {}))
            for hour, n in row.hours.items():
                held.hours[hour] = held.hours.get(hour, 0) + n
            for need, n in row.needs.items():
                held.needs[need] = held.needs.get(need, 0) + n
    return sorted(found.values(), key=lambda one: (-one.n, one.stand.number))


def _publics(heads: list[Any]) -> list[tuple[str, int]]:
    """How many of each public, over all headcounts."""
    found = {public: sum(one.shares.get(public.value, 0) for one in heads) for public in Audience}
    return [(str(public.label), n) for public, n in found.items() if n]


def _tallied(crowd: Crowd, need: str) -> int:
    return crowd.needs.get(need, 0) if need else crowd.n - sum(crowd.needs.values())


def _day(session: Session) -> Any:
    """Today where it is held, as far as it is on then."""
    entry = session.entry
    today = timezone.now().astimezone(entry.zone).date()
    return min(max(today, entry.day), entry.last_day)


def _here(session: Session, number: int) -> None:
    site = site_of(session)
    if number != (0 if site is None else site.pk):
        raise Http404


def _given(session: Session, site: int) -> dict[str, Any]:
    _here(session, site)
    rows = crowds(session, _day(session))
    rows.sort(key=lambda one: one.stand.number)
    entry, now = session.entry, timezone.now()
    hour = datetime.timedelta(hours=1)
    return {
        "session": session,
        "site": site_of(session),
        "number": site,
        "zone": entry.zone,
        "topic": topic(session),
        "total": sum(one.n for one in rows),
        "is_on": entry.begins - hour <= now <= entry.ends + hour,
        "rows": [(one, _needs(one)) for one in rows],
        "needs": [(need, SIGNS.get(need, "I"), n) for need, n in needs_seen(rows).items()],
    }


def _needs(crowd: Crowd) -> list[tuple[Need, str, int]]:
    """The needs that a stand answers, each with its sign and its strokes."""
    return [
        (need, SIGNS.get(need, "I"), crowd.needs.get(need.value, 0))
        for need in Need.of(crowd.stand.needs)
    ]
