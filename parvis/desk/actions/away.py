"""What a tablet counted without network is taken in: visits by their room, presences here.

A presence comes beside its visit, with a key of its own: each is counted once, in whatever order
they come and however often. Nobody is turned away afterwards: whoever was in the room was there,
whatever the places said elsewhere meanwhile.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Site
from parvis.desk.actions.presence import PRESENT, scope_of
from parvis.desk.queries import first_seats
from parvis.devices.models import Device
from parvis.journal import actions as journal
from parvis.kernel.errors import ParvisError
from parvis.kernel.history import action
from parvis.programme import actions as programme
from parvis.programme.actions.held import locked_seats
from parvis.programme.enums import PlaceState
from parvis.programme.errors import Full, WrongState
from parvis.programme.measures import site_of
from parvis.programme.models import Participation, Seats, Session
from parvis.programme.queries import party_by_sign, sessions
from parvis.visits import actions as visits
from parvis.visits.enums import LONGEST_GROUP, Answer
from parvis.visits.errors import NotCountable, NotOfThisSite
from parvis.visits.shapes import Answered, key_of, moment_of

COMES, GOES = "present", "absent"
"""Kinds of record that are taken in here; the others are those of visits."""


@dataclass(frozen=True)
class _Sent:
    """One presence as its tablet wrote it, read and checked."""

    key: uuid.UUID
    kind: str
    at: datetime.datetime
    of: uuid.UUID
    session: int
    sign: str
    n: int


@action
def take_in(
    *,
    site: Site,
    device: Device,
    records: Sequence[object],
    sent_at: datetime.datetime,
    at: datetime.datetime | None = None,
    by: Actor,
) -> list[Answered]:
    """Take in what a tablet recorded; one answer for each record, in its order.

    «present» and «absent» have `session`, `sign` or nothing, `n`; «absent» takes back the presence
    of the key `of`. What cannot be taken is refused with a sentence; the others go through.
    """
    now = at or timezone.now()
    ours = [number for number, one in enumerate(records) if _kind(one) in (COMES, GOES)]
    own = set(ours)
    theirs = [number for number in range(len(records)) if number not in own]
    merged = visits.merge(
        site=site,
        device=device,
        records=[records[number] for number in theirs],
        sent_at=sent_at,
        at=now,
        by=by,
    )
    answers = dict(zip(theirs, merged, strict=True))
    ahead = sent_at - now
    # An undo that comes with its presence, or before it, wins over it.
    for number in sorted(ours, key=lambda number: (_kind(records[number]) != GOES, number)):
        answers[number] = _one(site, records[number], ahead, now, by)
    return [answers[number] for number in range(len(records))]


def _kind(record: object) -> str:
    return str(record.get("kind", "")) if isinstance(record, Mapping) else ""


def _one(
    site: Site, record: object, ahead: datetime.timedelta, now: datetime.datetime, by: Actor
) -> Answered:
    """What becomes of one presence."""
    written = record.get("key", "") if isinstance(record, Mapping) else ""
    try:
        with transaction.atomic():
            sent = _read(record)
            seats = _seats(site, sent.session)
            moment = min(sent.at - ahead, now)
            state = (_absent if sent.kind == GOES else _present)(seats, sent, moment, by)
    except ParvisError as refusal:
        return Answered(str(written), Answer.REFUSED, str(refusal))
    return Answered(str(sent.key), state)


def _present(seats: Seats, sent: _Sent, moment: datetime.datetime, by: Actor) -> Answer:
    known = _receive(seats.session, sent.key, Answer.KEPT)
    if known is not None:
        return Answer.UNDONE if known == Answer.UNDONE else Answer.ALREADY
    party = _party(seats.session, sent.sign)
    if party is not None:
        try:
            with transaction.atomic():
                programme.arrive(party=party, anyway=True, at=moment, by=by)
        except (Full, WrongState):
            party = None  # places went elsewhere, or theirs was given back: they were there
    if party is None:
        programme.walk_in(seats=seats, n=sent.n, anyway=True, at=moment, by=by)
    return Answer.KEPT


def _absent(seats: Seats, sent: _Sent, moment: datetime.datetime, by: Actor) -> Answer:
    known = _receive(seats.session, sent.of, Answer.UNDONE)
    if known is None or known == Answer.UNDONE:
        return Answer.UNDONE
    journal.answer_anew(key=sent.of, answer={"state": Answer.UNDONE}, row=None, by=by)
    party = _party(seats.session, sent.sign)
    if party is not None and party.state == PlaceState.CAME:
        programme.take_back_arrival(party=party, at=moment, by=by)
    else:
        programme.walk_in(seats=seats, n=-sent.n, at=moment, by=by)
    return Answer.UNDONE


def _receive(session: Session, key: uuid.UUID, state: Answer) -> str | None:
    """What this key was answered before; None when this is the first time."""
    wrote = journal.Written(key, "", {"state": state})
    known = journal.answered(PRESENT, scope_of(session), session.entry.day, [wrote])
    if key not in known:
        return None
    if known[key].scope != scope_of(session):
        raise NotCountable(_("This key was used for another record."))
    return str(known[key].answer.get("state"))


def _party(session: Session, sign: str) -> Participation | None:
    """The party of a sign; None without one, and once the parties are gone.

    Raises NotCountable for a sign that this session never gave.
    """
    if not sign:
        return None
    party = party_by_sign(session, sign)
    if party is None and session.state not in ("attended", "evaluated"):
        raise NotCountable(_("%(sign)s is not a sign of this session.") % {"sign": sign})
    return party


def _seats(site: Site, pk: int) -> Seats:
    """The places of a session at this site, locked. Raises NotOfThisSite."""
    session = sessions().filter(pk=pk).first()
    found = None
    if session is not None and site_of(session) == site:
        found = first_seats(session.seats.all())
    if found is None:
        raise NotOfThisSite(_("This session is not one of this site."))
    return locked_seats(found.pk)


def _read(record: Any) -> _Sent:
    """A presence from what its tablet wrote. Raises NotAKey, NotCountable."""
    key = key_of(record.get("key"))
    session, n, sign = record.get("session"), record.get("n", 1), record.get("sign") or ""
    is_number = isinstance(session, int) and not isinstance(session, bool)
    if not is_number or not 0 < session < 2**63:
        raise NotCountable(_("This session is not known."))
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= LONGEST_GROUP:
        raise NotCountable(_("A group has from 1 to %(most)d people.") % {"most": LONGEST_GROUP})
    if not isinstance(sign, str) or not re.fullmatch(r"([A-HJ-NP-Z][0-9]{3,4})?", sign):
        raise NotCountable(_("This sign is not known."))
    return _Sent(
        key=key,
        kind=record["kind"],
        at=moment_of(record.get("at")),
        of=key_of(record.get("of")) if record["kind"] == GOES else key,
        session=session,
        sign=sign,
        n=n,
    )
