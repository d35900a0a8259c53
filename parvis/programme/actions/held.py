"""What the actions of the programme are made of: rows locked, moved, counted, told."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.agenda.models import Entry
from parvis.agenda.queries import topic as topic_of_agenda
from parvis.kernel.live import announce
from parvis.programme.enums import NEXT, NEXT_PLACE, PlaceState, SessionState
from parvis.programme.errors import NotAKey, PlaceUnknown, WrongState
from parvis.programme.measures import Line, of_presence, of_seats, read, site_of
from parvis.programme.models import Headcount, Participation, Seats, Session
from parvis.programme.queries.keys import digest_of
from parvis.programme.queries.places import left, topic
from parvis.sources import actions as sources
from parvis.sources.models import Source
from parvis.tallies import actions as tallies

WITH_PLACE = ("entry__site__centre", "entry__centre", "entry__stop", "entry__series")
RANDOM = 4


def locked(session: Session) -> Session:
    """The session as it now stands, locked until the act is done."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(*WITH_PLACE).get(pk=session.pk)


def locked_seats(pk: int, ways: Collection[str] = WITH_PLACE) -> Seats:
    """The places, locked: whoever gives or takes back one comes after us."""
    rows = Seats.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(*(f"session__{way}" for way in ways)).get(pk=pk)


def party_of(key: uuid.UUID) -> tuple[Seats, Participation]:
    """The party of a key, and its places, both locked, the places first. Raises PlaceUnknown."""
    found = Participation.objects.filter(digest=digest_of(key)).values_list("seats", flat=True)
    seats = found.first()
    if seats is None:
        raise unknown()
    held = locked_seats(seats)
    party = Participation.objects.filter(digest=digest_of(key)).first()
    if party is None:
        raise unknown()
    party.seats = held
    return held, party


def unknown() -> PlaceUnknown:
    """The refusal of a link that leads nowhere."""
    return PlaceUnknown(_("This link leads to no place: it is incomplete, or the session is over."))


def random_key(key: uuid.UUID) -> uuid.UUID:
    """The key itself. Raises NotAKey for one that was not drawn at random."""
    if key.version != RANDOM:
        raise NotAKey(_("This key is not one of ours: open the page again."))
    return key


def moved(session: Session, state: SessionState) -> Session:
    """Move a locked session along its life. Raises WrongState."""
    if session.state == state:
        return session  # asked twice, done once
    if state not in NEXT[session.state]:
        raise not_now(session)
    session.state = state
    session.save(update_fields=["state"])
    return session


def not_now(session: Session) -> WrongState:
    """The refusal of what its state does not allow."""
    return WrongState(
        _("This session is %(state)s: this cannot be done now.")
        % {"state": session.get_state_display()}
    )


def moved_party(party: Participation, state: PlaceState) -> None:
    """Move a party along its life; not saved here. Raises WrongState."""
    if state not in NEXT_PLACE[party.state]:
        raise WrongState(
            _("%(sign)s: %(state)s. This cannot be done now.")
            % {"sign": party.sign, "state": party.get_state_display()}
        )
    party.state = state
    party.place = None
    party.until = None


def count(session: Session, lines: Iterable[Line], day: datetime.date | None = None) -> None:
    """Add lines to the counts of the place and day of a session; nowhere, for one of no site."""
    site = site_of(session)
    if site is not None:
        tallies.count(site, day or session.entry.day, lines)


def count_anew(session: Session) -> None:
    """Count a session that was recorded with all that it counts for."""
    site = site_of(session)
    if site is None:
        return
    lines = read(session)
    for day in sorted({key[0] for key in lines}):
        rows = [(measure, cell, n) for (on, measure, cell), n in lines.items() if on == day]
        tallies.count(site, day, rows)


@contextmanager
def counted(session: Session) -> Iterator[None]:
    """Whatever is done inside to a session or its rows, its counts follow, even to another day.

    For acts of staff, which are rare; the door and the places count what they change alone.
    """
    site, before = site_of(session), read(session)
    yield
    session.refresh_from_db()
    session.entry.refresh_from_db()
    there, after = site_of(session), read(session)
    added: Counter[tuple[int, datetime.date, str, str]] = Counter()
    sites = {one.pk: one for one in (site, there) if one is not None}
    for place, lines, sign in ((site, before, -1), (there, after, 1)):
        for (day, measure, cell), n in lines.items():
            if place is not None:
                added[place.pk, day, measure, cell] += sign * n
    for pk, day in sorted({key[:2] for key, n in added.items() if n}):
        rows = [(key[2], key[3], n) for key, n in added.items() if key[:2] == (pk, day)]
        tallies.count(sites[pk], day, rows)


def tell(session: Session) -> None:
    """Screens that show this session, or the dates of its centre, look again."""
    announce(topic(session))
    if session.entry.centre is not None:
        announce(topic_of_agenda(session.entry.centre))


def tell_places(seats: Seats, before: str) -> None:
    """Say so when what is left is said in another word than before."""
    if left(seats).word != before:
        announce(topic(seats.session))


def told(seats: Seats) -> Iterator[Line]:
    """What a door counts for: what became of places, and who is there while nobody counts heads."""
    yield from of_seats(seats.session, seats)
    if not Headcount.objects.filter(session=seats.session_id).exists():
        yield from of_presence(seats.session, [seats])


def added(before: Iterable[Line], after: Iterable[Line]) -> list[Line]:
    """What is to be added so that what was counted before counts as after."""
    found: Counter[tuple[str, str]] = Counter()
    for measure, cell, n in after:
        found[measure, cell] += n
    for measure, cell, n in before:
        found[measure, cell] -= n
    return [(measure, cell, n) for (measure, cell), n in found.items() if n]


def now_or(at: datetime.datetime | None) -> datetime.datetime:
    """The moment said, or this one."""
    return at or timezone.now()


def own_word_of(entry: Entry, by: Actor) -> Source:
    """What a place says of its own session, as a source."""
    if entry.centre is not None:
        return sources.own_word(code=entry.centre.code, name=entry.centre.name, by=by)
    return sources.own_word(code="network", name=str(entry.get_layer_display()), by=by)
