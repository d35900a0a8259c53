"""The rows of places that a session has, as its kind of joining, its rooms and its slots ask."""

from __future__ import annotations

import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.agenda.enums import Presence
from parvis.programme.actions.held import locked_seats, tell_places
from parvis.programme.actions.places import offer_free
from parvis.programme.enums import Joining, SessionState, Way
from parvis.programme.errors import BelowHeld, NotPossible
from parvis.programme.models import Seats, Session
from parvis.programme.models.places import LETTERS, THREE
from parvis.programme.queries.places import left

Wanted = dict[tuple[str, int | None], int | None]
"""Each way in, or slot by its key, with its capacity."""


def seat(session: Session) -> None:
    """Make the rows of places what the session now says. Raises BelowHeld, NotPossible."""
    wanted = _wanted(session)
    given = session.state == SessionState.PUBLISHED and session.joining in (
        Joining.PLACES,
        Joining.NAMED,
    )
    there = {(one.way, one.slot_id): one for one in session.seats.order_by("pk")}
    for key in sorted(there.keys() - wanted.keys(), key=str):
        _close(there[key])
    letters = {one.letter for one in there.values()}
    for key, capacity in wanted.items():
        if key in there:
            _fit(there[key], capacity, given)
            continue
        letter = next((one for one in LETTERS if one not in letters), None)
        if letter is None:
            raise NotPossible(_("A session has at most twenty-four lists of places."))
        letters.add(letter)
        Seats.objects.create(
            session=session,
            way=key[0],
            slot_id=key[1],
            letter=letter,
            capacity=capacity,
            given=given,
            start=secrets.randbelow(THREE),
        )


def unseat(session: Session) -> None:
    """No place of this session is given any more."""
    for one in session.seats.order_by("pk"):
        _fit(one, one.capacity, given=False)


def _wanted(session: Session) -> Wanted:
    presence = session.entry.presence
    wanted: Wanted = {}
    if presence != Presence.ONLINE:
        wanted[Way.ON_SITE, None] = session.capacity
    if presence != Presence.ON_SITE:
        wanted[Way.ONLINE, None] = session.online_capacity
    for slot in session.slots.filter(places__isnull=False):
        wanted[Way.ON_SITE, slot.pk] = slot.places
    return wanted


def _fit(seats: Seats, capacity: int | None, given: bool) -> None:
    if (seats.capacity, seats.given) == (capacity, given):
        return
    held = locked_seats(seats.pk)
    taken = held.held + held.offered + held.set_aside
    if capacity is not None and capacity < taken:
        raise BelowHeld(_("%(n)d places are held already: fewer cannot be given.") % {"n": taken})
    before = left(held).word
    held.capacity, held.given = capacity, given
    offer_free(held, timezone.now())
    tell_places(held, before)


def _close(seats: Seats) -> None:
    """A way in that is there no more: its row goes when nobody ever asked for a place there."""
    held = locked_seats(seats.pk)
    if held.held or held.offered or held.set_aside:
        raise BelowHeld(
            _("%(n)d places are held already: fewer cannot be given.")
            % {"n": held.held + held.offered + held.set_aside}
        )
    if not held.serial and not held.walked_in and not held.wanted:
        held.delete()
    elif held.given:
        held.given = False
        held.save(update_fields=["given"])
