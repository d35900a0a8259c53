"""The front desk: one tap is one visit; who waits; what was just recorded, and the way back."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parvis.accounts.actors import staff
from parvis.accounts.http import SignedInRequest
from parvis.agenda.queries import topic as agenda_topic
from parvis.centres.models import Site
from parvis.centres.queries.opening import today
from parvis.desk import queries
from parvis.desk.forms import RecordForm
from parvis.desk.rules import can_open_a_desk
from parvis.desk.sentences import CODES, all_in
from parvis.desk.views.ways import keys_of_the_front, ways_of
from parvis.devices import actions as device_actions
from parvis.devices.queries import asking_help
from parvis.devices.queries import topic as device_topic
from parvis.kernel import live
from parvis.kernel.access import admitted, allow
from parvis.kernel.errors import ParvisError
from parvis.partners.queries import topic as duty_topic
from parvis.partners.rules import may_plan
from parvis.ui import toasts
from parvis.visits import actions
from parvis.visits.enums import Band, Moment, PracticalNeed
from parvis.visits.errors import DayIsClosed
from parvis.visits.queries import desks, half_day_of, of_today, place_of, settings_of, topic
from parvis.visits.rules import can_keep_desk
from parvis.visits.shapes import ANSWERS, Asked, Entry, Profile

LAST = "desk-last"
"""Where the session keeps the last record, for a browser without scripts."""
GROUPS = (2, 3, 4, 5, 8, 10, 12, 15, 18, 20, 22, 24, 25, 26, 27, 28, 29, 30, 32, 35)
"""Sizes of groups in one touch; any other is written."""


@require_safe
@never_cache
@admitted(can_open_a_desk)
def sites(request: SignedInRequest) -> HttpResponse:
    """The desks and doors of sessions one may open; the only desk is opened at once.

    Whoever keeps a front desk finds the doors there.
    """
    ways = queries.ways_in(request.user)
    keeps = any(way.keeps for way in ways)
    doors = [] if keeps else queries.doors_now(request.user, timezone.now())
    if len(ways) == 1 and ways[0].keeps != ways[0].counsels and not doors:
        desk = "desk:front" if ways[0].keeps else "desk:counsellor"
        return redirect(desk, pk=ways[0].site.pk)
    given = {"ways": ways, "doors": [(one, queries.door_address(one)) for one in doors]}
    return render(request, "desk/sites.html", given)


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def front(request: SignedInRequest, site: Site) -> HttpResponse:
    """The whole desk; what moves on it is asked for again when something changes."""
    key = request.session.get(LAST, {}).get(str(site.pk), "")
    done = queries.record_of(site, uuid.UUID(key)) if key else None
    given = _given(request, site) | _done(site, done)
    given |= _asks(site) | {
        "last": queries.last_of(site),
        "duty": queries.duty(site, timezone.now()),
        "may_say": may_plan(request.user, site),
    }
    return render(request, "desk/front.html", given)


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def line(request: SignedInRequest, site: Site) -> HttpResponse:
    """The moving part: who waits, who is where, the figures of the tiles."""
    return render(request, "desk/front.html#line", _given(request, site))


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def last(request: SignedInRequest, site: Site) -> HttpResponse:
    """The moving part: what was recorded last."""
    given = {"site": site, "last": queries.last_of(site)}
    return render(request, "desk/front.html#last", given)


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def stream(request: SignedInRequest, site: Site) -> HttpResponse:
    """Where the desk hears that something changed."""
    topics = [topic(site), device_topic(site), duty_topic(site), agenda_topic(site.centre)]
    return live.stream(request, topics)


@require_POST
@allow(can_keep_desk, among=desks)
def record(request: SignedInRequest, site: Site) -> HttpResponse:
    """One tap: a visit is recorded, and ticketed if it waits for a pole; nothing is asked.

    What a device kept for a while says how long ago it was touched, in seconds that its clock
    counted: they hold even where that clock is a day off.
    """
    form = RecordForm(site, request.POST)
    if not form.is_valid():
        return _refused(request, site, _("This was not recorded: touch the tile again."))
    sent, by = form.cleaned_data, staff(request.user)
    seen, _others = queries.channels(site)
    practice = _practice(request)
    moment = timezone.now() - datetime.timedelta(seconds=sent["age"] or 0)
    entry = Entry(
        key=sent["key"],
        channel=sent["channel"] or seen[0][0],
        size=sent["size"] or 1,
        services=(form.service,),
        profile=_answered(request),
    )
    try:
        made = actions.record(
            site=site,
            key=entry.key,
            channel=entry.channel,
            size=entry.size,
            services=() if form.pole is not None else entry.services,
            pole=form.pole,
            profile=entry.profile,
            at=moment,
            device_at=sent["clock"],
            rehearsal=practice,
            by=by,
        )
    except DayIsClosed as refusal:
        if moment.astimezone(site.zone).date() == today(site):
            return _refused(request, site, str(refusal))
        return _counted_late(request, site, entry, moment)
    except ParvisError as refusal:
        return _refused(request, site, str(refusal))
    if practice:
        return _shown(request, site, {"practised": form.said})
    if made.visit is None:
        return _refused(request, site, _("This record has been undone."))
    return _shown(request, site, _done(site, queries.record_of(site, sent["key"])))


@require_POST
@allow(can_keep_desk, among=desks)
def undo(request: SignedInRequest, site: Site) -> HttpResponse:
    """Take back one of the last records, its ticket with it."""
    if _practice(request):
        return _shown(request, site, {"undone": True})
    key = _key(request)
    try:
        actions.undo(site=site, key=key, by=staff(request.user))
    except ParvisError as refusal:
        return _refused(request, site, str(refusal), queries.record_of(site, key))
    return _shown(request, site, {"undone": True})


@require_POST
@allow(can_keep_desk, among=desks)
def details(request: SignedInRequest, site: Site) -> HttpResponse:
    """One thing more about a record: a band of its profile, what it was also for, a need.

    «age:19-25», «also:computer», «need:seat», «language:ar», «priority:1»; sent again with the
    same answer, the answer is taken back.
    """
    key = _key(request)
    done = queries.record_of(site, key)
    if done is None:
        return _refused(request, site, _("This record is not there any more."))
    what, _colon, value = request.POST.get("answer", "").partition(":")
    by = staff(request.user)
    try:
        if what in Band.values:
            held = Profile(**{name: getattr(done.visit, name) for name in ANSWERS})
            answer = None if getattr(held, what) == value else value
            actions.correct(site=site, key=key, profile=replace(held, **{what: answer}), by=by)
        elif what == "also":
            actions.correct(site=site, key=key, services=_also(done, value), by=by)
        elif done.ticket is not None:
            actions.describe(ticket=done.ticket, **_described(done, what, value), by=by)
    except ParvisError as refusal:
        return _refused(request, site, str(refusal), done)
    return _shown(request, site, _done(site, queries.record_of(site, key)))


@require_POST
@allow(can_keep_desk, among=desks)
def helped(request: SignedInRequest, site: Site) -> HttpResponse:
    """Somebody goes where help was asked for: «<device>» before a screen, «desk-4» at a desk."""
    kind, _dash, desk = request.POST.get("device", "").partition("-")
    if kind == "desk" and desk.isdecimal():
        device_actions.answer_summons(site=site, desk=int(desk[:3]), by=staff(request.user))
        return moved(request, site)
    asked = {str(one.pk): one for one in asking_help(site)}
    device = asked.get(request.POST.get("device", ""))
    if device is not None:
        device_actions.answer_help(device=device, by=staff(request.user))
    return moved(request, site)


@require_safe
@never_cache
@allow(can_keep_desk, among=desks)
def paper(request: SignedInRequest, site: Site, ticket: uuid.UUID) -> HttpResponse:
    """A ticket for the printer at the counter: sign, need, wait, square; nothing else."""
    found = of_today(site).filter(pk=ticket).first()
    place = place_of(found.address) if found is not None else None
    if found is None or place is None:
        raise Http404
    language = found.language if found.language in CODES else settings.LANGUAGE_CODE
    page = queries.page_of(found.address, language)
    given = {
        "site": site,
        "place": place,
        "said": all_in(language),
        "wait": queries.wait_said(place.wait, language) if place.wait else "",
        "square": queries.square(page, all_in(language)["follow"]),
        "tongue": language,
    }
    return render(request, "desk/paper.html", given)


def moved(request: SignedInRequest, site: Site, refusal: str = "") -> HttpResponse:
    """What a gesture in the queue answers: the queue as it now is, or why it could not be done."""
    if not is_part(request):
        if refusal:
            toasts.warn(request, refusal)
        return redirect(_address(request, site))
    given = _given(request, site) | {"refusal": refusal}
    return render(request, "desk/front.html#line", given, status=422 if refusal else 200)


def is_part(request: HttpRequest) -> bool:
    """Whether a script asks, and takes a part of the page for an answer."""
    return bool(request.headers.get("HX-Request"))


def _counted_late(
    request: SignedInRequest, site: Site, entry: Entry, moment: datetime.datetime
) -> HttpResponse:
    """A touch of a day closed meanwhile is counted on that day, with a trace: it is not lost."""
    try:
        actions.count_sheet(
            site=site,
            key=entry.key,
            date=moment.astimezone(site.zone).date(),
            rows=[(half_day_of(moment, site), entry)],
            by=staff(request.user),
        )
    except ParvisError as refusal:
        return _refused(request, site, str(refusal))
    return _shown(request, site, {"late": True})


def _answered(request: HttpRequest) -> Profile:
    """What was answered before the touch, where the centre asks then."""
    return Profile(**{name: request.POST.get(f"ask_{name}") or None for name in ANSWERS})


def _also(done: queries.Record, value: str) -> list[Asked]:
    """What a record was for, with this besides, or without it where it was there."""
    held = [Asked(one.kind, one.pole) for one in done.visit.services.all()]
    one = Asked(value)
    return [other for other in held if other != one] if one in held else [*held, one]


def _described(done: queries.Record, what: str, value: str) -> dict[str, Any]:
    ticket = done.ticket
    if ticket is None or what not in ("need", "wish", "first"):
        raise Http404
    if what == "first":
        return {"priority": value == "yes"}
    name = {"need": "need", "wish": "language"}[what]
    return {name: "" if getattr(ticket, name) == value else value}


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None


def _practice(request: HttpRequest) -> bool:
    return "practice" in request.GET or "practice" in request.POST


def _address(request: HttpRequest, site: Site) -> str:
    address = reverse("desk:front", kwargs={"pk": site.pk})
    return f"{address}?practice=1" if _practice(request) else address


def _shown(request: SignedInRequest, site: Site, given: dict[str, Any]) -> HttpResponse:
    """What was done, in its bar; a browser without scripts sees it on the page it comes back to."""
    if is_part(request):
        whole = {"site": site, "practice": _practice(request)} | given
        return HttpResponse(
            render_to_string("desk/front.html#done", whole, request)
            + render_to_string("desk/front.html#asks", _asks(site), request)
        )
    done = given.get("done")
    request.session[LAST] = {str(site.pk): str(done.key)} if done is not None else {}
    if given.get("undone"):
        toasts.tell(request, _("Undone: nothing is counted."))
    if given.get("practised"):
        toasts.tell(request, _("Practice: nothing was kept."))
    return redirect(_address(request, site))


def _refused(
    request: SignedInRequest, site: Site, sentence: str, done: queries.Record | None = None
) -> HttpResponse:
    if not is_part(request):
        toasts.warn(request, sentence)
        return redirect(_address(request, site))
    given = {"site": site, "refusal": sentence, "practice": _practice(request)}
    return render(request, "desk/front.html#done", given | _done(site, done), status=422)


def _done(site: Site, done: queries.Record | None) -> dict[str, Any]:
    if done is None:
        return {}
    asked = queries.questions(site, done.visit)
    is_after = settings_of(site).moment == Moment.AFTER
    held = {one.kind for one in done.visit.services.all() if one.pole_id is None}
    waits = done.ticket is not None and done.ticket.state == "waiting"
    return {
        "done": done,
        "questions": asked,
        "asks": next((one.band for one in asked if is_after and one.answer is None), ""),
        "also": [(one.value, one.label, one.value in held) for one in queries.UNQUEUED],
        "needs": [(one.value, one.label) for one in PracticalNeed] if waits else [],
        "wishes": queries.languages() if waits else [],
    }


def _asks(site: Site) -> dict[str, Any]:
    return {"first": queries.asked_first(site)}


def _given(request: SignedInRequest, site: Site) -> dict[str, Any]:
    now = timezone.now()
    seen, others = queries.channels(site)
    return {
        "site": site,
        "front": queries.front(site, now),
        "channels": seen,
        "others": others,
        "unqueued": [(one.value, one.label) for one in queries.UNQUEUED],
        "practice": _practice(request),
        "key": uuid.uuid4(),
        "desk": queries.kept_desk(request.session, site),
        "now": now.astimezone(site.zone),
        "groups": GROUPS,
        "menu": ways_of(request.user, site, reverse("desk:front", kwargs={"pk": site.pk})),
        "keys": keys_of_the_front(),
        "stream": reverse("desk:front-stream", kwargs={"pk": site.pk}),
    }
