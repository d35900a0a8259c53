"""What a device recorded without network is taken in: nothing lost, nothing doubled.

The union of what was sent, in whatever order and however often: a record whose key has come is
answered «already here», an undo wins over the record it undoes, a ticket only moves forward.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Pole, Site
from parvis.devices import actions as devices
from parvis.devices.models import Device
from parvis.devices.queries import blocks_of
from parvis.journal import actions as journal
from parvis.journal.models import Receipt
from parvis.journal.queries import receipts
from parvis.kernel.errors import ParvisError
from parvis.kernel.history import action
from parvis.kernel.live import announce
from parvis.tallies import actions as tallies
from parvis.visits.actions.held import (
    day_for,
    insert,
    of_here,
    same,
    ticket_for,
    written,
)
from parvis.visits.actions.records import PURPOSE, correct, undo
from parvis.visits.enums import LIVE, NEXT, REMOTE, Answer, TicketState
from parvis.visits.errors import KeyUsed, NoSignLeft, NotCountable, NotOfThisSite
from parvis.visits.measures import difference, of_ticket
from parvis.visits.models import Day, Ticket
from parvis.visits.queries import asking, scope_of, topic
from parvis.visits.shapes import Answered, Entry, Sent, read

OLDEST = datetime.timedelta(days=31)
"""How long after a visit a device may still send it; it keeps nothing beyond a fortnight."""
FORWARD = [
    TicketState.WAITING,
    TicketState.CALLED,
    TicketState.PARKED,
    TicketState.MISSED,
    TicketState.IN_SERVICE,
    TicketState.SERVED,
    TicketState.LEFT,
]
"""How far a ticket has come; what a device sends of its own tickets moves them forward only."""


@dataclass
class _Batch:
    """One batch as it is being taken in."""

    site: Site
    device: Device
    now: datetime.datetime
    ahead: datetime.timedelta
    """How far the clock of the device is ahead of ours."""
    by: Actor
    answers: dict[int, Answered] = field(default_factory=dict)
    sent: list[tuple[int, Sent]] = field(default_factory=list)

    def answer(
        self, number: int, key: object, state: Answer, said: str = "", sign: str = ""
    ) -> None:
        """What becomes of one record."""
        self.answers[number] = Answered(str(key), state, said, sign)

    def refuse(self, number: int, key: object, refusal: ParvisError) -> None:
        """One record is refused; the others go through."""
        self.answer(number, key, Answer.REFUSED, str(refusal))

    def moment(self, sent: Sent) -> datetime.datetime:
        """When it happened by our clock; never in the future."""
        return min(sent.at - self.ahead, self.now)

    def of(self, *kinds: str) -> list[tuple[int, Sent]]:
        """Records of these kinds not answered yet, in the order they happened."""
        left = [one for one in self.sent if one[1].kind in kinds and one[0] not in self.answers]
        return sorted(left, key=lambda one: (one[1].at, one[0]))


@action
def merge(
    *,
    site: Site,
    device: Device,
    records: Sequence[object],
    sent_at: datetime.datetime,
    at: datetime.datetime | None = None,
    by: Actor,
) -> list[Answered]:
    """Take in what a device recorded without network; one answer for each record, in its order.

    `sent_at` is the device's clock as it sends: the difference from ours corrects every moment,
    so that a clock a day off counts on the right day; both are kept until the day is closed. A
    record that cannot be taken is refused with a sentence and the others go through. What is of a
    day already closed is counted there and leaves a trace. A device whose key was taken back, or
    of another site, has everything refused and keeps it.
    """
    now = at or timezone.now()
    batch = _Batch(site, device, now, sent_at - now, by)
    refusal = _why_not(site, device)
    poles = {pole.pk: pole for pole in Pole.objects.filter(centre=site.centre_id)}
    for number, one in enumerate(records):
        key = one.get("key", "") if isinstance(one, Mapping) else ""
        if refusal:
            batch.answer(number, key, Answer.REFUSED, refusal)
            continue
        try:
            batch.sent.append((number, read(one, poles)))
        except ParvisError as wrong:
            batch.refuse(number, key, wrong)
    if not refusal:
        devices.seen(device=device, device_clock=sent_at, by=by)
        _undo_first(batch)
        _take_in(batch)
        _look_again(batch)
        announce(topic(site))
    return [batch.answers[number] for number in range(len(records))]


def _why_not(site: Site, device: Device) -> str:
    if device.is_revoked:
        return _("The key of this device was taken back: what it holds stays on it.")
    if device.site_id != site.pk:
        return _("This device belongs to another site.")
    return ""


def _undo_first(batch: _Batch) -> None:
    """An undo of something that is not here yet: its record, in this batch or later, is undone."""
    for number, sent in batch.of("undo"):
        try:
            with transaction.atomic():
                state = undo(site=batch.site, key=_of(sent), at=batch.now, by=batch.by)
            batch.answer(number, sent.key, state)
        except ParvisError as refusal:
            batch.refuse(number, sent.key, refusal)


def _take_in(batch: _Batch) -> None:
    """The visits, day by day, in one go for each day."""
    by_day: dict[datetime.date, dict[uuid.UUID, tuple[int, Sent]]] = defaultdict(dict)
    again: list[tuple[int, Sent]] = []
    chosen: dict[uuid.UUID, Sent] = {}
    for number, sent in batch.of("visit"):
        if sent.key in chosen:
            again.append((number, sent))
            continue
        chosen[sent.key] = sent
        moment = batch.moment(sent)
        if batch.now - moment > OLDEST:
            batch.refuse(
                number,
                sent.key,
                NotCountable(_("This is more than a month old: count it on a tally sheet.")),
            )
            continue
        by_day[moment.astimezone(batch.site.zone).date()][sent.key] = number, sent
    for date in sorted(by_day):
        _take_in_day(batch, date, by_day[date])
    for number, sent in again:
        first = chosen[sent.key]
        if _entry(first).digest != _entry(sent).digest:
            batch.refuse(number, sent.key, KeyUsed(_("This key was used for another record.")))
        else:
            found = next(one for one in batch.answers.values() if one.key == str(sent.key))
            state = Answer.ALREADY if found.state == Answer.KEPT else found.state
            batch.answers[number] = replace(found, state=state)


def _take_in_day(
    batch: _Batch, date: datetime.date, sent: Mapping[uuid.UUID, tuple[int, Sent]]
) -> None:
    site, by = batch.site, batch.by
    day = day_for(site, date)
    asked = asking(site, date)
    new = {}
    for key, (_number, one) in sent.items():
        new[key] = written(day, _entry(one), batch.moment(one), one.at, asked)
    known = journal.answered(
        PURPOSE,
        scope_of(site),
        date,
        [
            journal.Written(
                key,
                _entry(sent[key][1]).digest if day.is_open else "",
                {"state": Answer.KEPT},
                one.visit.pk if day.is_open else None,
            )
            for key, one in new.items()
        ],
    )
    signs = _signs(known.values())
    rows = []
    tickets: dict[uuid.UUID, Ticket] = {}
    its_own = _numbers_free(batch.device, day)
    for key, (number, one) in sent.items():
        if key in known:
            _answer_known(batch, number, one, known[key], signs)
            continue
        row, entry = new[key], _entry(one)
        if entry.queue is not None and entry.channel not in REMOTE:
            serial = one.serial if (entry.queue.pk, one.serial) in its_own else None
            its_own.discard((entry.queue.pk, one.serial))
            with suppress(NoSignLeft):  # counted all the same, without a number
                tickets[key] = ticket_for(day, entry, batch.moment(one), row.visit, serial)
            row = replace(row, ticket=tickets.get(key))
        rows.append(row)
        batch.answer(number, key, Answer.KEPT, sign=row.ticket.sign if row.ticket else "")
    if not day.is_open:  # they were there, and are gone: only what they count for is kept
        for _number, move in batch.of("move"):
            if (ticket := tickets.get(_of(move))) and _is_forward(ticket, move):
                _carry(ticket, TicketState(move.state), batch.moment(move), move.desk)
        for ticket in tickets.values():
            ticket.give_up(batch.now)
    insert(day, rows, batch.now, by)


def _numbers_free(device: Device, day: Day) -> set[tuple[int, int | None]]:
    """The numbers that this device alone may give that day and has not given, by pole."""
    blocks = blocks_of(device, day.date)
    if not blocks:
        return set()
    given = set(Ticket.objects.filter(day=day).values_list("letter", "serial"))
    return {
        (block.pole_id, number)
        for block in blocks
        for number in range(block.first, block.last + 1)
        if (block.letter, number) not in given
    }


def _signs(known: Iterable[Receipt]) -> dict[uuid.UUID | None, str]:
    """The call signs of the visits these receipts lead to, by the key of the visit; one query."""
    rows = [receipt.row for receipt in known if receipt.row is not None]
    return {ticket.visit_id: ticket.sign for ticket in Ticket.objects.filter(visit__in=rows)}


def _answer_known(
    batch: _Batch, number: int, sent: Sent, known: Receipt, signs: Mapping[uuid.UUID | None, str]
) -> None:
    """A key that has come: answered as before, refused when it came with something else."""
    try:
        of_here(known, batch.site)
        same(known, _entry(sent).digest)
    except KeyUsed as refusal:
        batch.refuse(number, sent.key, refusal)
        return
    state = Answer(known.answer["state"])
    state = Answer.ALREADY if state == Answer.KEPT else state
    batch.answer(number, sent.key, state, sign=signs.get(known.row, ""))


def _look_again(batch: _Batch) -> None:
    """Profiles asked after the record, and how far the tickets of the device have come."""
    for number, sent in batch.of("profile"):
        try:
            with transaction.atomic():
                correct(
                    site=batch.site,
                    key=_of(sent),
                    profile=_entry(sent).profile,
                    by=batch.by,
                )
            batch.answer(number, sent.key, Answer.KEPT)
        except ParvisError as refusal:
            batch.refuse(number, sent.key, refusal)
    moves = batch.of("move")
    known = receipts([_of(sent) for _number, sent in moves])
    for number, sent in moves:
        try:
            with transaction.atomic():
                state = _move(batch, sent, known.get(_of(sent)))
            batch.answer(number, sent.key, state)
        except ParvisError as refusal:
            batch.refuse(number, sent.key, refusal)


def _move(batch: _Batch, sent: Sent, known: Receipt | None) -> Answer:
    """Move a ticket forward to where the device left it; what is behind changes nothing."""
    if sent.state not in FORWARD:
        raise NotCountable(_("This ticket cannot be moved so."))
    if known is None:
        raise NotCountable(_("Nothing was recorded under this key."))
    of_here(known, batch.site)
    if known.row is None:
        return Answer.ALREADY  # undone, or its day is closed: there is no ticket to move
    rows = Ticket.objects.select_for_update(of=("self",)).exclude(state=TicketState.SENT)
    ticket = rows.filter(visit=known.row).first()
    if ticket is None:
        raise NotOfThisSite(_("This visit has no ticket."))
    if not _is_forward(ticket, sent):
        return Answer.ALREADY
    before = list(of_ticket(ticket, batch.site.zone))
    _carry(ticket, TicketState(sent.state), batch.moment(sent), sent.desk)
    ticket.save()
    day = Day.objects.get(pk=ticket.day_id)
    lines = difference(before, of_ticket(ticket, batch.site.zone))
    tallies.count(batch.site, day.date, lines)
    return Answer.KEPT


def _is_forward(ticket: Ticket, sent: Sent) -> bool:
    """Whether a move leads this ticket further than it has come."""
    return (
        ticket.state in LIVE
        and sent.state in FORWARD
        and FORWARD.index(TicketState(sent.state)) > FORWARD.index(TicketState(ticket.state))
    )


def _carry(ticket: Ticket, state: TicketState, moment: datetime.datetime, desk: int | None) -> None:
    """Put on a ticket what a state says happened, and what must have happened before it."""
    moment = max(moment, ticket.taken_at)
    if state not in (TicketState.LEFT, TicketState.PARKED):
        ticket.called_at = ticket.called_at or moment
        ticket.last_called_at = ticket.last_called_at or moment
        ticket.calls = max(ticket.calls, 1)
    if state in (TicketState.IN_SERVICE, TicketState.SERVED):
        ticket.started_at = ticket.started_at or moment
    if not NEXT[state]:
        ticket.ended_at = moment
    ticket.state, ticket.desk = state, desk or ticket.desk


def _of(sent: Sent) -> uuid.UUID:
    """The key of the visit that a record speaks of."""
    return sent.of or sent.key


def _entry(sent: Sent) -> Entry:
    """What a record says."""
    return sent.entry or Entry(sent.key)
