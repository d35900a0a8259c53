"""Places without identity: joined, changed, given back, passed on; who comes is ticked."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel.history import action
from parvis.partners.models import Partner
from parvis.programme.actions.held import (
    added,
    count,
    locked_seats,
    moved_party,
    now_or,
    party_of,
    random_key,
    tell,
    tell_places,
    told,
)
from parvis.programme.enums import DONE, Joining, PlaceState, SessionState
from parvis.programme.errors import (
    Full,
    JoiningClosed,
    NoSignLeft,
    NotPossible,
    OfferOver,
    WrongState,
)
from parvis.programme.measures import of_seats
from parvis.programme.models import HeldPlaces, Participation, Seats, Session
from parvis.programme.models.places import AHEAD, FOUR, THREE
from parvis.programme.models.sessions import LARGEST_PARTY
from parvis.programme.queries.keys import digest_of
from parvis.programme.queries.places import left

OFFER_FOR = datetime.timedelta(hours=24)
SHORTEST_OFFER = datetime.timedelta(minutes=15)
AT_THE_DOOR = datetime.timedelta(hours=3)
"""How long before the beginning the door is kept."""
MOST_AT_ONCE = 1000
_FITS = (
    "waiting = 0 AND (capacity IS NULL "
    "OR held + offered + set_aside + walked_in + %(size)s <= capacity)"
)
GIVE = (
    "WITH seat AS (UPDATE programme_seats SET serial = serial + 1, "  # noqa: S608 - constants
    f"held = held + CASE WHEN {_FITS} THEN %(size)s ELSE 0 END, "
    f"waiting = waiting + CASE WHEN {_FITS} THEN 0 ELSE %(size)s END, "
    f"place = place + CASE WHEN {_FITS} THEN 0 ELSE 1 END "
    "WHERE id = %(seats)s RETURNING id, serial, waiting, place) "
    "INSERT INTO programme_participation (id, seats_id, number, size, state, digest, place, until) "
    "SELECT %(id)s, id, serial - 1, %(size)s, "
    "CASE WHEN waiting = 0 THEN 'held' ELSE 'waiting' END, "
    "%(digest)s, CASE WHEN waiting = 0 THEN NULL ELSE place END, NULL "
    "FROM seat RETURNING number, state, place"
)
"""One statement counts the party in and writes it; whoever finds others waiting waits too."""


@dataclass(frozen=True)
class Joined:
    """What somebody is told who joined: their party, and whether this very request made it."""

    party: Participation
    new: bool


@action
def join(
    *,
    seats: Seats,
    key: uuid.UUID,
    size: int = 1,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Joined:
    """Hold a place for a party, or a place in the line when others wait or too few are free.

    `key` is drawn at random by the page that asks, and opens the party's own page from then on;
    asked twice with the same key, it is the same party. Whoever asks at the same moment comes
    after us: the places are locked before anything is read.
    Raises JoiningClosed, NotPossible for a party too large, NoSignLeft, NotAKey.
    """
    now, digest = now_or(at), digest_of(random_key(key))
    held = locked_seats(seats.pk, ("entry",))
    before = left(held).word
    known = Participation.objects.filter(digest=digest, seats=held).first()
    if known is not None:
        known.seats = held
        return Joined(known, new=False)
    _may_join(held, size, now)
    if held.serial >= THREE + FOUR:
        raise NoSignLeft(_("Every sign of this session was given: come to the door."))
    party = Participation(seats=held, size=size, digest=digest)
    with connection.cursor() as cursor:
        cursor.execute(GIVE, {"size": size, "seats": held.pk, "id": party.pk, "digest": digest})
        party.number, party.state, party.place = cursor.fetchone()
    held.serial += 1
    if party.state == PlaceState.HELD:
        held.held += size
    else:
        held.waiting += size
        held.place += 1
    tell_places(held, before)
    return Joined(party, new=True)


def _may_join(seats: Seats, size: int, now: datetime.datetime) -> None:
    session = seats.session
    if session.joining != Joining.PLACES or session.state != SessionState.PUBLISHED:
        raise JoiningClosed(_("No place is to be held for this session."))
    if not seats.given or now >= session.closes_at:
        raise JoiningClosed(
            _("Places are no longer given here; come to the door, there may be room.")
        )
    if session.entry.begins - now > AHEAD:
        raise JoiningClosed(_("Places are given from a year before."))
    if not 1 <= size <= session.party_limit:
        raise NotPossible(
            _("From 1 to %(most)d people come under one sign.") % {"most": session.party_limit}
        )
    if seats.capacity is not None and size > seats.capacity:
        raise NotPossible(_("There are fewer places than that in all."))


@action
def leave(*, key: uuid.UUID, at: datetime.datetime | None = None, by: Actor) -> Participation:
    """Give a place, an offer or a place in the line back; the next in the line is offered it.

    Done twice it is done once. Raises PlaceUnknown, WrongState for somebody who has come.
    """
    seats, party = party_of(key)
    if party.state == PlaceState.LEFT:
        return party
    before, lines = left(seats).word, list(of_seats(seats.session, seats))
    was = party.state
    moved_party(party, PlaceState.LEFT)
    _take_out(seats, was, party.size)
    if was != PlaceState.WAITING:
        seats.gave_back += party.size
    party.save(update_fields=["state", "place", "until"])
    _offer(seats, now_or(at))
    seats.save()
    count(seats.session, added(lines, of_seats(seats.session, seats)))
    tell_places(seats, before)
    return party


@action
def resize(
    *, key: uuid.UUID, size: int, at: datetime.datetime | None = None, by: Actor
) -> Participation:
    """Come more or fewer than was said. What is freed goes to the next in the line.

    Raises PlaceUnknown, JoiningClosed, NotPossible, Full when so many more are not free,
    WrongState.
    """
    seats, party = party_of(key)
    if size == party.size:
        return party
    if party.state not in (PlaceState.HELD, PlaceState.WAITING, PlaceState.OFFERED):
        moved_party(party, PlaceState.WAITING)  # refuses, and says where it stands
    now, before, more = now_or(at), left(seats).word, size - party.size
    _may_join(seats, size, now)
    short = seats.waiting > 0 or (seats.free is not None and seats.free < more)
    if more > 0 and short and party.state != PlaceState.WAITING:
        raise Full(_("So many more places are not free."))
    _take_out(seats, party.state, -more)
    party.size = size
    party.save(update_fields=["size"])
    _offer(seats, now)
    seats.save()
    tell_places(seats, before)
    return party


@action
def accept(*, key: uuid.UUID, by: Actor) -> Participation:
    """Take the place that was offered; asked twice, it is taken once.

    Raises PlaceUnknown, OfferOver when it went to somebody else meanwhile, WrongState.
    """
    seats, party = party_of(key)
    if party.state == PlaceState.HELD:
        return party
    if party.state == PlaceState.WAITING:
        raise OfferOver(
            _("The place was kept for you for a while, then offered on; you are in the line again.")
        )
    moved_party(party, PlaceState.HELD)
    seats.offered -= party.size
    seats.held += party.size
    party.save(update_fields=["state", "place", "until"])
    seats.save(update_fields=["offered", "held"])
    return party


@action
def pass_on(*, seats: int, at: datetime.datetime | None = None, by: Actor) -> int:
    """Offers that were not taken in time go to the next in the line; how many were over.

    Whoever did not answer stands in the line again, behind the others.
    """
    now, held = now_or(at), locked_seats(seats)
    before = left(held).word
    late = Participation.objects.filter(seats=held, state=PlaceState.OFFERED, until__lte=now)
    found = list(late.order_by("until", "number"))
    for party in found:
        party.seats = held
        moved_party(party, PlaceState.WAITING)
        held.place += 1
        held.offered -= party.size
        held.waiting += party.size
        party.place = held.place
        party.save(update_fields=["state", "place", "until"])
    _offer(held, now)
    held.save()
    tell_places(held, before)
    return len(found)


def _take_out(seats: Seats, state: str, n: int) -> None:
    """So many people fewer in this state."""
    column = {
        PlaceState.HELD: "held",
        PlaceState.WAITING: "waiting",
        PlaceState.OFFERED: "offered",
    }[PlaceState(state)]
    setattr(seats, column, getattr(seats, column) - n)


def _offer(seats: Seats, now: datetime.datetime) -> None:
    """Offer what is free to whoever is first in the line, and to the next while it lasts.

    In order: a party larger than what is free is not passed by. Nothing is offered once the
    session has begun, for the door is quicker. Not saved here.
    """
    begins = seats.session.entry.begins
    if not seats.given or not seats.waiting or begins <= now:
        return
    line = Participation.objects.filter(seats=seats, state=PlaceState.WAITING).order_by("place")
    for party in line.iterator(chunk_size=50):
        free = seats.free
        if free is not None and free < party.size:
            break
        party.state, party.place = PlaceState.OFFERED, None
        party.until = _until(begins, now)
        party.save(update_fields=["state", "place", "until"])
        seats.offered += party.size
        seats.waiting -= party.size


def _until(begins: datetime.datetime, now: datetime.datetime) -> datetime.datetime:
    """A day, or a third of what is left until it begins; a quarter of an hour at least."""
    return now + max(min(OFFER_FOR, (begins - now) / 3), SHORTEST_OFFER)


def offer_free(seats: Seats, now: datetime.datetime) -> None:
    """Offer what became free to the line; for acts of staff that change the places. Saved."""
    _offer(seats, now)
    seats.save()


# -- at the door


@action
def arrive(
    *,
    party: Participation,
    size: int | None = None,
    anyway: bool = False,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Participation:
    """Tick a party at the door, in one tap; `size` when fewer or more came than was said.

    Somebody who still waits comes in when there is room, or `anyway`. Ticked twice, they came
    once. Raises WrongState, Full, NotPossible before the door is kept.
    """
    seats, held = _at_the_door(party, now_or(at))
    if held.state == PlaceState.CAME and size in (None, held.size):
        return held
    lines = list(told(seats))
    before = left(seats).word
    n = held.size if size is None else size
    if not 1 <= n <= LARGEST_PARTY:
        raise NotPossible(
            _("From 1 to %(most)d people come under one sign.") % {"most": LARGEST_PARTY}
        )
    if held.state == PlaceState.CAME:
        _change_arrived(seats, held, n, anyway)
    else:
        _let_in(seats, held, n, anyway)
    held.save(update_fields=["state", "place", "until", "size"])
    seats.save()
    count(seats.session, added(lines, told(seats)))
    tell_places(seats, before)
    tell(seats.session)
    return held


@action
def take_back_arrival(
    *, party: Participation, at: datetime.datetime | None = None, by: Actor
) -> Participation:
    """The wrong party was ticked: it holds its place again. Raises WrongState."""
    seats, held = _at_the_door(party, now_or(at))
    if held.state == PlaceState.HELD:
        return held
    lines = list(told(seats))
    moved_party(held, PlaceState.HELD)
    seats.came -= held.size
    held.save(update_fields=["state", "place", "until"])
    seats.save()
    count(seats.session, added(lines, told(seats)))
    tell(seats.session)
    return held


@action
def walk_in(
    *,
    seats: Seats,
    n: int = 1,
    anyway: bool = False,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Seats:
    """Count whoever comes without a place, one tap each; fewer (n below nought) takes back.

    Whoever keeps the door may let in more than is free (`anyway`): people who hold a place and do
    not come leave it. Raises Full, NotPossible before the door is kept, WrongState afterwards.
    """
    now = now_or(at)
    held = locked_seats(seats.pk)
    _door_is_kept(held.session, now)
    _believable(n)
    free = held.free
    if n > 0 and not anyway and free is not None and free < n:
        raise Full(_("No place is free; people who are expected may still come."))
    lines, before = list(told(held)), left(held).word
    held.walked_in = max(held.walked_in + n, 0)
    _offer(held, now)
    held.save()
    count(held.session, added(lines, told(held)))
    tell_places(held, before)
    tell(held.session)
    return held


def _at_the_door(party: Participation, now: datetime.datetime) -> tuple[Seats, Participation]:
    seats = locked_seats(party.seats_id)
    held = Participation.objects.filter(pk=party.pk).first()
    if held is None:
        raise WrongState(_("The attendance of this session is closed."))
    held.seats = seats
    _door_is_kept(seats.session, now)
    return seats, held


def _door_is_kept(session: Session, now: datetime.datetime) -> None:
    if session.state not in (SessionState.PUBLISHED, *DONE):
        raise WrongState(
            _("This session is %(state)s: nobody is counted in.")
            % {"state": session.get_state_display()}
        )
    if session.entry.begins - now > AT_THE_DOOR:
        raise NotPossible(_("The door is kept from three hours before."))


def _believable(n: int) -> None:
    if abs(n) > MOST_AT_ONCE:
        raise NotPossible(_("At most %(most)d at once.") % {"most": MOST_AT_ONCE})


def _let_in(seats: Seats, party: Participation, n: int, anyway: bool) -> None:
    """From a place held, offered or waited for to the room."""
    own = 0 if party.state == PlaceState.WAITING else party.size
    _has_room(seats, n - own, anyway)
    was = party.state
    moved_party(party, PlaceState.CAME)
    _take_out(seats, was, party.size)
    if was == PlaceState.HELD:
        seats.absent += max(party.size - n, 0)
    seats.held += n
    seats.came += n
    party.size = n


def _change_arrived(seats: Seats, party: Participation, n: int, anyway: bool) -> None:
    _has_room(seats, n - party.size, anyway)
    seats.held += n - party.size
    seats.came += n - party.size
    party.size = n


def _has_room(seats: Seats, more: int, anyway: bool) -> None:
    """Raises Full; `anyway` holds but for the rule that places are never given twice."""
    if more <= 0 or seats.capacity is None:
        return
    taken = seats.held + seats.offered + seats.set_aside
    if not anyway and taken + seats.walked_in + more > seats.capacity:
        raise Full(_("No place is free; people who are expected may still come."))
    if taken + more > seats.capacity:
        raise Full(_("Every place is held: count them as people who walked in."))


# -- groups


@action
def hold_places(
    *,
    seats: Seats,
    partner: Partner,
    places: int,
    until: datetime.datetime | None = None,
    by: Actor,
) -> HeldPlaces:
    """Keep places for a group that a partner brings. Raises Full, NotPossible, WrongState."""
    held = locked_seats(seats.pk)
    if not held.session.is_planned:
        raise WrongState(_("Places are kept for sessions to come."))
    if places < 1:
        raise NotPossible(_("Keep one place at least."))
    free = held.free
    if free is not None and (free < places or held.waiting):
        raise Full(_("So many places are not free."))
    before = left(held).word
    held.set_aside += places
    held.save(update_fields=["set_aside"])
    tell_places(held, before)
    return HeldPlaces.objects.create(seats=held, partner=partner, places=places, until=until)


@action
def give_places_back(
    *, group: HeldPlaces, at: datetime.datetime | None = None, by: Actor
) -> HeldPlaces:
    """A group does not come: its places go to the line. Done twice it is done once."""
    seats, held = _group(group)
    if held.over:
        return held
    before = left(seats).word
    seats.set_aside -= held.places
    held.over = True
    held.save(update_fields=["over"])
    offer_free(seats, now_or(at))
    tell_places(seats, before)
    return held


@action
def group_came(
    *, group: HeldPlaces, n: int, at: datetime.datetime | None = None, by: Actor
) -> HeldPlaces:
    """A group is at the door: so many came; the places it does not use are free.

    Raises NotPossible before the door is kept, WrongState when it was counted already.
    """
    seats, held = _group(group)
    now = now_or(at)
    _door_is_kept(seats.session, now)
    _believable(n)
    if held.over:
        raise WrongState(_("This group was counted, or gave its places back."))
    lines, before = list(told(seats)), left(seats).word
    seats.set_aside -= held.places
    seats.walked_in += max(n, 0)
    held.came, held.over = max(n, 0), True
    held.save(update_fields=["came", "over"])
    offer_free(seats, now)
    count(seats.session, added(lines, told(seats)))
    tell_places(seats, before)
    tell(seats.session)
    return held


def _group(group: HeldPlaces) -> tuple[Seats, HeldPlaces]:
    seats = locked_seats(group.seats_id)
    return seats, HeldPlaces.objects.select_for_update(no_key=True).get(pk=group.pk)


@action
def want_one_more(*, seats: Seats, by: Actor) -> int:
    """Say that one more such session is wanted, when this one is full; how often it was said."""
    held = locked_seats(seats.pk)
    lines = list(of_seats(held.session, held))
    held.wanted += 1
    held.save(update_fields=["wanted"])
    count(held.session, added(lines, of_seats(held.session, held)))
    return held.wanted
