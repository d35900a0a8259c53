"""Somebody is present: counted in the session and, at a front desk, as a visit; nobody is linked.

The visit is for «a workshop» or «an event» and does not say which; the session is one more present
and does not say of which visit. What joins the two is the transaction alone.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.enums import SiteKind
from parvis.centres.models import Site
from parvis.journal import actions as journal
from parvis.journal.queries import receipt
from parvis.kernel.history import action
from parvis.programme import actions as programme
from parvis.programme.actions.held import locked_seats
from parvis.programme.enums import Medium, PlaceState
from parvis.programme.models import HeldPlaces, Participation, Seats, Session
from parvis.visits import actions as visits
from parvis.visits.enums import Answer, Channel, ServiceKind
from parvis.visits.errors import DayIsClosed, TooLate
from parvis.visits.shapes import Asked, key_of

PRESENT, THOUGHT = "desk.present", "desk.thought"


@dataclass(frozen=True)
class Came:
    """What a touch became: counted by this very request or by one before, as a visit or not."""

    new: bool
    party: Participation | None = None
    is_visit: bool = False


def scope_of(session: Session) -> str:
    """Under what the receipts of a session's door are kept."""
    return f"desk/session/{session.pk}"


@action
def come(
    *,
    seats: Seats,
    key: uuid.UUID,
    n: int = 1,
    party: Participation | None = None,
    size: int | None = None,
    anyway: bool = False,
    visit_at: Site | None = None,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Came:
    """Count people at the door of a session once: by a sign, or so many without one.

    `size` is said when fewer or more came than their sign was taken for; `n` below nought takes
    back some who came without a sign.

    With `visit_at`, they are a visit of that site too, for its workshop or its event; once the day
    is closed there, they are present alone. The same key counts once, whoever sends it again.
    Raises what `programme.arrive`, `programme.walk_in` and `visits.record` raise, and TooLate for
    a key that was undone.
    """
    now = at or timezone.now()
    held = locked_seats(seats.pk)
    if party is not None:
        n = party.size if size is None else size
    is_new, is_visit = _once(held.session, key, n, visit_at, now, by)
    if is_new and party is None:
        programme.walk_in(seats=held, n=n, anyway=anyway, at=now, by=by)
    elif is_new and party is not None:
        party = programme.arrive(party=party, size=size, anyway=anyway, at=now, by=by)
    return Came(is_new, party, is_visit)


@action
def group_came(
    *,
    group: HeldPlaces,
    key: uuid.UUID,
    n: int,
    visit_at: Site | None = None,
    at: datetime.datetime | None = None,
    by: Actor,
) -> bool:
    """Count a group that a partner brings, once for this key; whether this request counted it.

    With `visit_at` they are a visit of that site too, all together. Raises what `come` and
    `programme.group_came` raise.
    """
    held = locked_seats(group.seats_id)
    visit_at = visit_at if n else None  # nobody of it came: there is no visit of nobody
    is_new, _is_visit = _once(held.session, key, n, visit_at, at or timezone.now(), by)
    if is_new:
        programme.group_came(group=group, n=n, at=at, by=by)
    return is_new


def _once(
    session: Session,
    key: uuid.UUID,
    n: int,
    site: Site | None,
    now: datetime.datetime,
    by: Actor,
) -> tuple[bool, bool]:
    """Whether this key is new, and whether it counted a visit."""
    known = receipt(key_of(key))
    if known is not None and known.answer.get("state") == Answer.UNDONE:
        raise TooLate(_("This record has been undone."))
    if known is not None:
        return False, known.purpose != PRESENT
    if site is not None:
        kind = ServiceKind.EVENT if session.is_event else ServiceKind.WORKSHOP
        channel = Channel.MOBILE if site.kind == SiteKind.MOBILE else Channel.ON_SITE
        try:
            with transaction.atomic():
                made = visits.record(
                    site=site,
                    key=key,
                    channel=channel,
                    size=n,
                    services=(Asked(kind),),
                    at=now,
                    by=by,
                )
        except DayIsClosed:
            pass  # the visits of today are settled; whoever comes in the evening is present
        else:
            return made.state == Answer.KEPT, True
    wrote = journal.Written(key, "", {"state": Answer.KEPT})
    day = session.entry.day
    return not journal.answered(PRESENT, scope_of(session), day, [wrote]), False


@action
def go_back(
    *,
    seats: Seats,
    key: uuid.UUID,
    n: int = 1,
    party: Participation | None = None,
    visit_at: Site | None = None,
    at: datetime.datetime | None = None,
    by: Actor,
) -> bool:
    """Take back what `come` counted under this key, its visit too; whether there was something.

    Asked twice it is done once. Raises DayIsClosed when the visit was settled meanwhile, WrongState
    when the attendance was closed.
    """
    held = locked_seats(seats.pk)
    known = receipt(key_of(key))
    was = known is not None and known.answer.get("state") == Answer.KEPT
    if known is not None and known.purpose == PRESENT:
        if known.scope != scope_of(held.session):
            return False
        journal.answer_anew(key=key, answer={"state": Answer.UNDONE}, row=None, by=by)
    elif visit_at is not None:
        visits.undo(site=visit_at, key=key, at=at, by=by)
    else:
        return False
    if was and party is None:
        programme.walk_in(seats=held, n=-n, at=at, by=by)
    elif was and party is not None and party.state == PlaceState.CAME:
        programme.take_back_arrival(party=party, at=at, by=by)
    return was


@action
def think(
    *,
    session: Session,
    key: uuid.UUID,
    face: int,
    answer: str = "",
    medium: str = Medium.PHONE,
    at: datetime.datetime | None = None,
    by: Actor,
) -> bool:
    """Keep one face and one answer, once for this key; whether this request kept it.

    The receipt says that the key was used, not what it said. Raises what `programme.feedback` and
    `key_of` raise.
    """
    if not _is_first(session, key):
        return False
    programme.feedback(session=session, face=face, answer=answer, medium=medium, at=at, by=by)
    return True


@action
def think_on_paper(
    *,
    session: Session,
    key: uuid.UUID,
    counts: Mapping[tuple[int, str], int],
    at: datetime.datetime | None = None,
    by: Actor,
) -> bool:
    """Enter the totals of paper sheets, once for this key; whether this request entered them."""
    if not _is_first(session, key):
        return False
    programme.paper_feedback(session=session, counts=counts, at=at, by=by)
    return True


def _is_first(session: Session, key: uuid.UUID) -> bool:
    wrote = journal.Written(key_of(key), "", {"state": Answer.KEPT})
    return not journal.answered(THOUGHT, scope_of(session), session.entry.day, [wrote])
