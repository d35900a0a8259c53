"""A visit is recorded, undone, corrected; a ticket is taken."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.enums import SiteKind
from parvis.centres.models import Pole, Site
from parvis.journal import actions as journal
from parvis.journal.models import Receipt
from parvis.journal.queries import receipt
from parvis.kernel.history import action, counting
from parvis.kernel.live import addressed, announce
from parvis.kernel.rows import columns_of, from_row
from parvis.tallies import actions as tallies
from parvis.visits.actions.held import (
    New,
    answer,
    closed,
    day_for,
    insert,
    of_here,
    open_for,
    rows_of,
    same,
    take_back,
    ticket_for,
    visit_of,
    written,
)
from parvis.visits.enums import REMOTE, Answer, Channel, Reason, ServiceKind, TicketState
from parvis.visits.errors import DayIsClosed, NotCountable, NotOfThisSite, TooLate
from parvis.visits.measures import difference, of_ticket, of_visit
from parvis.visits.models import Day, Service, Ticket, Visit
from parvis.visits.queries import NOTHING, asking, scope_of, topic
from parvis.visits.shapes import (
    ANSWERS,
    Asked,
    Entry,
    Profile,
    Recorded,
    checked,
    digest_of,
    key_of,
)

PURPOSE, ONE_MORE, SHEET = "visits.record", "visits.ticket", "visits.sheet"
RECORDED = (
    "SELECT outcome, {held} FROM visits_record(%s, %s, %s, %s, %s, %s, %s::jsonb, %s, "
    "%s::json, %s::json, %s::text[], %s::text[], %s::integer[], %s, %s)"
)


@counting
def record(
    *,
    site: Site,
    key: uuid.UUID,
    channel: str = Channel.ON_SITE,
    size: int = 1,
    services: Sequence[Asked] = (),
    pole: Pole | None = None,
    language: str = "",
    need: str = "",
    priority: bool = False,
    profile: Profile | None = None,
    at: datetime.datetime | None = None,
    device_at: datetime.datetime | None = None,
    rehearsal: bool = False,
    by: Actor,
) -> Recorded:
    """Count one person or one group received once; with `pole`, they join its queue.

    Somebody on site, off site or at the mobile unit is then given a ticket; by telephone, mail,
    chat or video the service is counted and no ticket given. `key` is drawn at random by whoever
    asks: the same key with the same record is answered the same and counted once. A rehearsal is
    checked and keeps nothing. Bands that the site does not ask are not kept.

    Raises NotAKey, NotCountable, KeyUsed, DayIsClosed, NoSignLeft.
    """
    now = at or timezone.now()
    entry = checked(
        Entry(
            key=key_of(key),
            channel=channel,
            size=size,
            services=tuple(services),
            profile=profile or Profile(),
            queue=pole,
            language=language,
            need=need,
            priority=priority,
        ),
        _poles(services, pole, site),
    )
    if rehearsal:
        return Recorded(Answer.KEPT)
    date = now.astimezone(site.zone).date()
    asked = asking(site, date) if not entry.profile.is_empty else NOTHING
    if entry.queue is None or entry.channel in REMOTE:
        return _record(written(Day(site=site, date=date), entry, now, device_at, asked), entry, by)
    with transaction.atomic():
        day = open_for(site, date)
        new = written(day, entry, now, device_at, asked)
        known = journal.answered(
            PURPOSE,
            scope_of(site),
            day.date,
            [journal.Written(entry.key, entry.digest, {"state": Answer.KEPT}, new.visit.pk)],
        )
        if entry.key in known:
            return _again(known[entry.key], entry, site)
        ticket = ticket_for(day, entry, now, new.visit)
        insert(day, [replace(new, ticket=ticket)], now, by)
    return Recorded(Answer.KEPT, new.visit, ticket)


@counting
def take_ticket(
    *,
    site: Site,
    key: uuid.UUID,
    pole: Pole,
    language: str = "",
    need: str = "",
    priority: bool = False,
    visit: Visit | None = None,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Recorded:
    """Join the queue of a pole: at the kiosk, which counts the visit too.

    With `visit`, one already recorded today joins a queue besides. Raises what `record` raises.
    """
    now = at or timezone.now()
    if visit is None:
        channel = Channel.MOBILE if site.kind == SiteKind.MOBILE else Channel.ON_SITE
        return record(
            site=site,
            key=key,
            channel=channel,
            pole=pole,
            language=language,
            need=need,
            priority=priority,
            at=now,
            by=by,
        )
    with transaction.atomic():
        day = open_for(site, now.astimezone(site.zone).date())
        if visit.day_id != day.pk:
            raise NotOfThisSite(_("This visit was not recorded here today."))
        held = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        entry = checked(
            Entry(
                key=key_of(key),
                channel=held.channel,
                queue=pole,
                language=language,
                need=need,
                priority=priority,
            ),
            _poles((), pole, site),
        )
        row = uuid.uuid4()
        known = journal.answered(
            ONE_MORE,
            scope_of(site),
            day.date,
            [journal.Written(entry.key, entry.digest, {"state": Answer.KEPT}, row)],
        )
        if entry.key in known:
            return _again(known[entry.key], entry, site)
        ticket = ticket_for(day, entry, now, held)
        ticket.pk = row
        services = list(held.services.all())
        before = list(of_visit(held, services))
        if all((one.kind, one.pole_id) != (ServiceKind.POLE, pole.pk) for one in services):
            services.append(Service.objects.create(visit=held, kind=ServiceKind.POLE, pole=pole))
        ticket.save(force_insert=True)
        lines = difference(before, of_visit(held, services)) + list(of_ticket(ticket, site.zone))
        tallies.count(site, day.date, lines, tells=topic(site))
        return Recorded(Answer.KEPT, held, ticket)


@action
def undo(*, site: Site, key: uuid.UUID, at: datetime.datetime | None = None, by: Actor) -> Answer:
    """Take back the record of this key, its ticket with it; asked twice, it is done once.

    An undo that comes before its record is kept: the record is then answered «undone». Raises
    TooLate once the visitor was called, DayIsClosed once the day is closed.
    """
    now = at or timezone.now()
    key = key_of(key)
    known = journal.answered(
        PURPOSE,
        scope_of(site),
        now.astimezone(site.zone).date(),
        [journal.Written(key, "", {"state": Answer.UNDONE})],
    )
    if key not in known:
        return Answer.UNDONE
    of_here(known[key], site)
    if known[key].answer.get("state") == Answer.UNDONE:
        return Answer.UNDONE
    take_back(known[key], site, by)
    journal.answer_anew(key=key, answer={"state": Answer.UNDONE}, row=None, by=by)
    announce(topic(site))
    return Answer.UNDONE


@action
def correct(
    *,
    site: Site,
    key: uuid.UUID,
    channel: str | None = None,
    size: int | None = None,
    services: Sequence[Asked] | None = None,
    profile: Profile | None = None,
    by: Actor,
) -> Visit:
    """Change what a record of an open day says, or add the profile asked after it.

    What is not given stays. A service that has a ticket stays too: the ticket is moved in the
    queue. Raises NotCountable, DayIsClosed, and TooLate for a record that was undone.
    """
    found = receipt(key_of(key))
    if found is None:
        raise NotCountable(_("Nothing was recorded under this key."))
    of_here(found, site)
    visit = visit_of(found)
    if visit is None:
        if found.answer.get("state") == Answer.UNDONE:
            raise TooLate(_("This record has been undone."))
        raise DayIsClosed(_("This was recorded on a day that is closed: correct the day instead."))
    open_for(site, visit.day.date)
    visit = Visit.objects.select_for_update(of=("self",)).select_related("day").get(pk=visit.pk)
    held = list(visit.services.select_related("pole"))
    queued = {ticket.pole_id for ticket in visit.tickets.all()}
    asked = [Asked(one.kind, one.pole) for one in held]
    if services is not None:
        kept = [one for one in asked if one.pole is not None and one.pole.pk in queued]
        asked = [*kept, *services]
    entry = checked(
        Entry(
            key=found.key,
            channel=channel or visit.channel,
            size=visit.size if size is None else size,
            services=tuple(asked),
            profile=profile or _profile_of(visit),
        ),
        _poles([*asked], None, site),
    )
    before = list(of_visit(visit, held))
    visit.channel, visit.size = entry.channel, entry.size
    if profile is not None:
        answer(visit, entry.profile, asking(site, visit.day.date))
    visit.save()
    wanted = {(one.kind, one.pole.pk if one.pole else None): one for one in entry.services}
    for one in held:
        if wanted.pop((one.kind, one.pole_id), None) is None:
            one.delete()
    Service.objects.bulk_create(
        Service(visit=visit, kind=one.kind, pole=one.pole) for one in wanted.values()
    )
    after = of_visit(visit, visit.services.all())
    tallies.count(site, visit.day.date, difference(before, after), tells=topic(site))
    return visit


@action
def count_sheet(
    *,
    site: Site,
    key: uuid.UUID,
    date: datetime.date,
    rows: Sequence[tuple[str, Entry]],
    at: datetime.datetime | None = None,
    by: Actor,
) -> int:
    """Count a tally sheet in one go: an event, school groups, a day on paper; how many visits.

    Each row is a half-day and what so many visits alike were. The whole sheet has one key: sent
    again it is counted once, and the answer is 0. On a closed day it leaves a trace.
    Raises NotAKey, NotCountable, KeyUsed.
    """
    now = at or timezone.now()
    poles = {pole.pk: pole for pole in Pole.objects.filter(centre=site.centre_id)}
    if not rows:
        raise NotCountable(_("This sheet is empty."))
    entries = [(half_day, checked(entry, poles)) for half_day, entry in rows]
    digest = digest_of(entries, key_of(key))
    day = day_for(site, date)
    known = journal.answered(
        SHEET, scope_of(site), date, [journal.Written(key_of(key), digest, {"state": Answer.KEPT})]
    )
    if known:
        same(known[key_of(key)], digest)
        return 0
    new = []
    for half_day, entry in entries:
        one = written(day, entry, now, None, asking(site, date))
        one.visit.half_day, one.visit.at = half_day, None
        one.visit.clean_fields(exclude=["day"])
        new.append(one)
    insert(day, new, now, by, reason=Reason.SHEET)
    return sum(one.visit.alike for one in new)


def _record(new: New, entry: Entry, by: Actor) -> Recorded:
    """Record a visit that gets no ticket, in one statement. Raises DayIsClosed, KeyUsed."""
    visit, site, date = new.visit, new.visit.day.site, new.visit.day.date
    with connection.cursor() as cursor:
        cursor.execute(
            RECORDED.format(held=", ".join(f"(held).{column}" for column in columns_of(Day))),
            [
                site.pk,
                date,
                PURPOSE,
                scope_of(site),
                entry.key,
                entry.digest,
                json.dumps({"state": Answer.KEPT}),
                visit.pk,
                rows_of([visit]),
                rows_of(new.services),
                *tallies.summed(of_visit(visit, new.services)),
                *addressed(topic(site)),
            ],
        )
        outcome, *values = cast("tuple[Any, ...]", cursor.fetchone())
    if outcome == "day":
        with transaction.atomic():
            day_for(site, date)
        return _record(new, entry, by)
    if outcome == "closed":
        raise closed(date)
    if outcome == "known":
        return _again(cast("Receipt", receipt(entry.key)), entry, site)
    visit.day = from_row(Day, values)
    visit.day.site = site
    return Recorded(Answer.KEPT, visit)


def _again(known: Receipt, entry: Entry, site: Site) -> Recorded:
    """What this key was answered before. Raises KeyUsed."""
    of_here(known, site)
    same(known, entry.digest)
    ticket = Ticket.objects.filter(pk=known.row).first() if known.row else None
    visit = ticket.visit if ticket is not None else visit_of(known)
    if ticket is None and visit is not None:
        ticket = visit.tickets.exclude(state=TicketState.SENT).order_by("place").first()
    state = Answer(known.answer["state"])
    return Recorded(Answer.ALREADY if state == Answer.KEPT else state, visit, ticket)


def _profile_of(visit: Visit) -> Profile:
    return Profile(**{name: getattr(visit, name) for name in ANSWERS})


def _poles(services: Sequence[Asked], pole: Pole | None, site: Site) -> Mapping[int, Pole]:
    """Those of these poles that are of the site's centre."""
    given = [*(one.pole for one in services), pole]
    return {one.pk: one for one in given if one is not None and one.centre_id == site.centre_id}
