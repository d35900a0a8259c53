"""What the actions of this room are made of: a day that is held, a trace that is left."""

from __future__ import annotations

import datetime
import functools
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.db import connection
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Pole, Site
from parvis.journal.models import Receipt
from parvis.kernel.live import addressed
from parvis.kernel.rows import columns_of, from_row
from parvis.tallies import actions as tallies
from parvis.visits.enums import NUMBERS, Picture, Rank, Reason, TicketState
from parvis.visits.errors import DayIsClosed, KeyUsed, NoSignLeft, TooLate
from parvis.visits.measures import Line, difference, of_ticket, of_visit
from parvis.visits.models import Correction, Day, Service, Ticket, Visit
from parvis.visits.models import Line as Queue
from parvis.visits.queries import (
    LETTERS,
    Asking,
    alive,
    band,
    half_day_of,
    kept_numbers,
    letter_of,
    scope_of,
    settings_of,
    topic,
)
from parvis.visits.shapes import ANSWERS, Entry, Profile

KEPT = (
    "SELECT visits_keep(%s, %s::json, %s::json, %s::json, "
    "%s::text[], %s::text[], %s::integer[], %s, %s)"
)
HELD = "SELECT {columns} FROM visits_day WHERE site_id = %s AND date = %s FOR SHARE"


@dataclass(frozen=True)
class New:
    """A visit about to be written, with what it was for."""

    visit: Visit
    services: Sequence[Service]
    ticket: Ticket | None = None


def trace(day: Day, lines: Iterable[Line], reason: str, at: datetime.datetime, by: Actor) -> None:
    """Keep what changed on a closed day: counts, who and why."""
    Correction.objects.bulk_create(
        Correction(day=day, at=at, by=str(by), reason=reason, measure=measure, cell=cell, n=n)
        for measure, cell, n in difference([], lines)
    )


def day_for(site: Site, date: datetime.date) -> Day:
    """The day, made if it is not there, held so that it is not closed meanwhile.

    A day made by its first record bears no hour of opening: it would be that of a visit.
    """
    day = locked(site, date)
    if day is None:
        Day.objects.bulk_create(
            [
                Day(
                    site=site,
                    centre=site.centre,
                    simulated=site.centre.simulated,
                    date=date,
                )
            ],
            ignore_conflicts=True,
        )
        day = locked(site, date)
    return cast("Day", day)  # just made, here or elsewhere, and nobody deletes a day


def locked(site: Site, date: datetime.date) -> Day | None:
    """The day as it is, shared with whoever records there, refused to whoever closes it."""
    with connection.cursor() as cursor:
        cursor.execute(HELD.format(columns=", ".join(columns_of(Day))), [site.pk, date])
        row = cursor.fetchone()
    if row is None:
        return None
    day = from_row(Day, row)
    day.site = site
    return day


def open_for(site: Site, date: datetime.date) -> Day:
    """The same, open. Raises DayIsClosed."""
    day = day_for(site, date)
    if not day.is_open:
        raise closed(date)
    return day


def closed(date: datetime.date) -> DayIsClosed:
    """What is raised when the day has been closed."""
    return DayIsClosed(
        _("%(day)s has been closed: a correction is made on its page, and leaves a trace.")
        % {"day": date_format(date, "DATE_FORMAT")}
    )


# -- a visit


def answer(visit: Visit, profile: Profile, asked: Asking) -> None:
    """Put on a visit what was answered of what is asked there, and nothing else."""
    profile = profile.of(asked.bands)
    for name in ANSWERS:
        setattr(visit, name, getattr(profile, name))
    visit.weight = None if profile.is_empty else asked.weight


def written(
    day: Day,
    entry: Entry,
    now: datetime.datetime,
    device_at: datetime.datetime | None,
    asked: Asking,
) -> New:
    """The rows of an entry, not saved; of a closed day they bear no moment."""
    visit = Visit(
        day=day,
        half_day=half_day_of(now, day.site),
        channel=entry.channel,
        size=entry.size,
        alike=entry.alike,
        at=now if day.is_open else None,
        device_at=device_at if day.is_open else None,
    )
    answer(visit, entry.profile, asked)
    services = [Service(visit=visit, kind=one.kind, pole=one.pole) for one in entry.services]
    return New(visit, services)


def insert(
    day: Day,
    new: Sequence[New],
    now: datetime.datetime,
    by: Actor,
    *,
    reason: str = Reason.LATE,
) -> None:
    """Write visits with their services and tickets, count them, and announce the queue.

    One statement, be it for one visit or ten thousand. On a closed day a trace is left and no
    ticket: what it would have counted for is counted.
    """
    tickets = [one.ticket for one in new if one.ticket is not None]
    lines = [line for one in new for line in of_visit(one.visit, one.services)]
    lines += [line for ticket in tickets for line in of_ticket(ticket, day.site.zone)]
    with connection.cursor() as cursor:
        cursor.execute(
            KEPT,
            [
                day.pk,
                rows_of(one.visit for one in new),
                rows_of(service for one in new for service in one.services),
                rows_of(tickets if day.is_open else []),
                *tallies.summed(lines),
                *addressed(topic(day.site)),
            ],
        )
    if not day.is_open:
        trace(day, lines, reason, now, by)
        tallies.settle(site=day.site, day=day.date, by=by)


def rows_of(models: Iterable[Model]) -> str:
    """Rows as the functions of this room take them: JSON, all columns but their day's."""
    return json.dumps(
        [{column: getattr(one, name) for column, name in _columns(type(one))} for one in models],
        default=str,  # random keys and moments
    )


@functools.cache
def _columns(model: type[Model]) -> list[tuple[str, str]]:
    fields = model._meta.concrete_fields
    return [(str(one.column), one.attname) for one in fields if one.attname != "day_id"]


def take_back(known: Receipt, site: Site, by: Actor) -> None:
    """Take away what a receipt stands for: a visit and all it was for, or one more ticket.

    Raises TooLate once its visitor was called, DayIsClosed when nothing leads to it any more.
    """
    ticket = Ticket.objects.filter(pk=known.row).first() if known.row else None
    found = ticket.visit if ticket is not None else visit_of(known)
    if found is None:
        raise DayIsClosed(_("This was recorded on a day that is closed: correct the day instead."))
    visit = Visit.objects.select_for_update(of=("self",)).select_related("day").get(pk=found.pk)
    tickets = list(visit.tickets.select_for_update(of=("self",)))
    services = list(visit.services.all())
    before = list(of_visit(visit, services))
    after: list[Line] = []
    if ticket is not None:  # the visit stays, with what else it was for
        poles = {one.pole_id for one in tickets if one.pk != ticket.pk}
        tickets = [one for one in tickets if one.pk == ticket.pk]
        stay = [one for one in services if one.pole_id != ticket.pole_id or one.pole_id in poles]
        after = list(of_visit(visit, stay))
    if any(one.state != TicketState.WAITING or one.called_at for one in tickets):
        raise TooLate(_("The visitor has been called: this cannot be undone any more."))
    before += [line for one in tickets for line in of_ticket(one, site.zone)]
    tallies.count(site, visit.day.date, difference(before, after))
    if ticket is None:
        visit.delete()
        return
    Service.objects.filter(
        pk__in=[one.pk for one in services if one.pk not in {kept.pk for kept in stay}]
    ).delete()
    ticket.delete()


def visit_of(known: Receipt) -> Visit | None:
    """The visit a receipt leads to while its day is open."""
    if known.row is None:
        return None
    return Visit.objects.select_related("day").filter(pk=known.row).first()


def of_here(known: Receipt, site: Site) -> None:
    """Raises KeyUsed for the key of another site's record: its answer is not told."""
    if known.scope != scope_of(site):
        raise KeyUsed(_("This key was used for another record."))


def same(known: Receipt, digest: str) -> None:
    """Raises KeyUsed when the key came with something else before.

    Once the day is closed, or the record undone, there is nothing left to compare with.
    """
    if known.digest and known.digest != digest:
        raise KeyUsed(_("This key was used for another record."))


# -- a ticket


def ticket_for(
    day: Day, entry: Entry, now: datetime.datetime, visit: Visit, serial: int | None = None
) -> Ticket:
    """The ticket of an entry that joins a queue, not saved: its number, what wait is told.

    `serial` is the number that a device gave from its own block. Raises NoSignLeft.
    """
    pole = cast("Pole", entry.queue)
    # A device without network tells nobody how long. Asked before the queue is held.
    promised = band(day.site, pole, now).minutes if serial is None else None
    queue = queue_of(day, pole)
    if serial is None:
        serial = _next(day, queue)
        Queue.objects.filter(pk=queue.pk).update(last=serial)
    return Ticket(
        day=day,
        pole=pole,
        visit=visit,
        letter=queue.letter,
        serial=serial,
        picture=_picture(day),
        language=entry.language,
        need=entry.need,
        rank=Rank.PRIORITY if entry.priority else Rank.ORDINARY,
        place=now,
        taken_at=now,
        promised=promised,
    )


def queue_of(day: Day, pole: Pole) -> Queue:
    """The queue of a pole that day, held by whoever gives its next number."""
    held = Queue.objects.select_for_update(of=("self",), no_key=True).order_by()
    rows = held.filter(day=day, pole=pole)
    queue = rows.first()
    # Its letter, unless another queue took it before somebody changed the letters of the poles.
    for letter in itertools.chain([letter_of(pole)] if queue is None else [], LETTERS):
        if queue is not None:
            break
        if letter:
            Queue.objects.bulk_create(
                [Queue(day=day, pole=pole, letter=letter)], ignore_conflicts=True
            )
            queue = rows.first()
    if queue is None:
        raise NoSignLeft(_("Every letter is taken by another pole."))
    queue.pole = pole
    return queue


def _next(day: Day, queue: Queue) -> int:
    """The next number whose sign is nobody's now, kept for no device."""
    serial = queue.last + 1
    if serial < NUMBERS:
        return serial
    return free_run(day, queue, 1)


def free_run(day: Day, queue: Queue, size: int) -> int:
    """The first of so many numbers in a row whose signs are nobody's now and kept for no device.

    Raises NoSignLeft.
    """
    held = alive(day.site, day.date).filter(letter=queue.letter)
    numbers = {*held.values_list("serial", flat=True)}
    taken = {number % NUMBERS for number in numbers | kept_numbers(day.site, day.date, queue.pole)}
    first = queue.last + 1
    for number in range(first, first + NUMBERS):
        if not any((number + one) % NUMBERS in taken for one in range(size)):
            return number
    raise NoSignLeft(
        _("All hundred numbers of the letter %(letter)s are somebody’s at this moment.")
        % {"letter": queue.letter}
    )


def _picture(day: Day) -> str:
    """A picture that nobody in the queue has, where the site wants one."""
    if not settings_of(day.site).pictures:
        return ""
    taken = set(alive(day.site, day.date).values_list("picture", flat=True))
    return next((one for one in Picture.values if one not in taken), "")
