"""Professionals, who do say who they are: registered, withdrawn, ticked, erased afterwards."""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre
from parvis.kernel.history import action
from parvis.kernel.policies import trusted
from parvis.programme.actions.held import (
    locked,
    locked_seats,
    now_or,
    own_word_of,
    random_key,
    tell,
    unknown,
)
from parvis.programme.enums import (
    NEXT_REGISTRATION,
    Joining,
    RegistrationState,
    SessionState,
    Stated,
    Way,
)
from parvis.programme.errors import Full, JoiningClosed, NotPossible, WrongState
from parvis.programme.models import Registration, Seats, Session, StatedFigure
from parvis.programme.queries.days import of_registrations
from parvis.programme.queries.keys import digest_of

KEPT_FOR = datetime.timedelta(days=90)
"""How long after a session a list of names is kept."""


@action
def register(
    *,
    session: Session,
    key: uuid.UUID,
    name: str,
    email: str,
    organisation: str = "",
    centre: Centre | None = None,
    country: str = "",
    language: str = "fr",
    workshops: Iterable[Session] = (),
    online: bool = False,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Registration:
    """Register a professional, and hold their places in the workshops they choose.

    `key`, drawn at random by the page, opens their own page. The same address registers once: it
    is then what was said last. All places are locked in one order, so that none is given twice.
    Raises JoiningClosed, Full, NotPossible for a workshop of another day or two at one hour,
    NotAKey.
    """
    now = now_or(at)
    chosen = sorted({one.pk: one for one in workshops}.values(), key=lambda one: one.pk)
    _may_register(session, chosen, now)
    row = Registration(
        session=session,
        list_of=session.entry.centre,
        name=" ".join(name.split()),
        email=email.strip().lower(),
        organisation=" ".join(organisation.split()),
        centre=centre,
        country=(country or (centre.country if centre is not None else "")).upper(),
        language=language,
        digest=digest_of(random_key(key)),
        registered_at=now,
        until=session.entry.last_day + KEPT_FOR,
        way=Way.ONLINE if online else Way.ON_SITE,
    )
    try:
        row.clean_fields(exclude=["session", "list_of", "centre", "digest"])
    except ValidationError as refusal:
        raise NotPossible(" ".join(refusal.messages)) from refusal
    with trusted():
        # The session's own places first: whoever registers there at once comes after us.
        locked(session)
        before = Registration.objects.filter(session=session, email=row.email).first()
        held = set() if before is None else _holding(before)
        if before is not None:
            row.pk, row.registered_at = before.pk, before.registered_at
        _hold(held, {(one.pk, row.way) for one in (session, *chosen)})
        row.save(force_update=before is not None, force_insert=before is None)
        row.workshops.set(chosen)
    tell(session)
    return row


@action
def withdraw(*, key: uuid.UUID, at: datetime.datetime | None = None, by: Actor) -> Registration:
    """A professional does not come: their places are free again. Done twice it is done once.

    Raises PlaceUnknown, WrongState for somebody who came.
    """
    with trusted():
        row = Registration.objects.filter(digest=digest_of(key)).first()
        if row is None:
            raise unknown()
        locked(row.session)
        row.refresh_from_db()
        held = _holding(row)
        if row.state != RegistrationState.WITHDRAWN:
            _turn(row, RegistrationState.WITHDRAWN)
        _hold(held, set())
    tell(row.session)
    return row


@action
def tick(*, registration: Registration, came: bool = True, by: Actor) -> Registration:
    """Tick a professional who is there, or take it back. Raises WrongState."""
    row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    wanted = RegistrationState.CAME if came else RegistrationState.REGISTERED
    if row.state != wanted:
        _turn(row, wanted)
    return row


@action
def erase_registrations(*, today: datetime.date, by: Actor) -> int:
    """Erase the lists of names that are out of date; how many names there were.

    The figures they gave stay, as the place's own word.
    """
    with trusted():
        rows = Registration.objects.filter(until__lt=today)
        for session in Session.objects.filter(pk__in=rows.values("session")).select_related(
            "entry__centre"
        ):
            _told(session, by)
        return int(rows.delete()[1].get(Registration._meta.label, 0))


def _may_register(session: Session, chosen: list[Session], now: datetime.datetime) -> None:
    if session.joining != Joining.NAMED or session.state != SessionState.PUBLISHED:
        raise JoiningClosed(_("Nobody registers by name for this session."))
    if now >= session.closes_at:
        raise JoiningClosed(_("Registration is over."))
    if any(one.part_of_id != session.pk or one.state != SessionState.PUBLISHED for one in chosen):
        raise NotPossible(_("Choose among the workshops of this day."))
    hours = sorted((one.entry.begins, one.entry.ends) for one in chosen)
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(hours)):
        raise NotPossible(_("Two of these workshops are held at the same hour."))


Held = set[tuple[int, str]]
"""Sessions by their keys, each with the way in by which a place is held."""


def _holding(row: Registration) -> Held:
    """The places a registration holds."""
    if row.state == RegistrationState.WITHDRAWN:
        return set()
    keys = (row.session_id, *row.workshops.values_list("pk", flat=True))
    return {(key, row.way) for key in keys}


def _hold(before: Held, after: Held) -> None:
    """Give back the places no longer wanted, hold those newly wanted. Raises Full.

    A workshop without that way in holds its places by the one it has.
    """
    asked = {key for key, _way in before | after}
    rows = Seats.objects.filter(session__in=asked, slot=None).order_by("pk")
    seats = [locked_seats(pk) for pk in rows.values_list("pk", flat=True)]
    by_way = {(row.session_id, row.way): row.pk for row in seats}
    other = {row.session_id: row.pk for row in seats}

    def of(places: Held) -> set[int | None]:
        return {by_way.get((key, way), other.get(key)) for key, way in places}

    was, will = of(before), of(after)
    for row in seats:
        more = (row.pk in will) - (row.pk in was)
        if more > 0 and row.free == 0:
            raise Full(_("“%(what)s” is full.") % {"what": row.session})
        if more:
            row.held += more
            row.save(update_fields=["held"])


def _turn(row: Registration, state: RegistrationState) -> None:
    if state not in NEXT_REGISTRATION[row.state]:
        raise WrongState(_("This registration is %(state)s.") % {"state": row.get_state_display()})
    row.state = state
    row.save(update_fields=["state"])


def _told(session: Session, by: Actor) -> None:
    """Keep the figures of a list before it goes; those a source already says stay."""
    figures = of_registrations(session)
    for what in (Stated.PARTICIPANTS, Stated.CENTRES, Stated.COUNTRIES, Stated.ORGANISATIONS):
        made, new = StatedFigure.objects.get_or_create(
            session=session,
            what=what,
            defaults={"n": figures[what], "simulated": session.simulated},
        )
        if new:
            made.sources.add(own_word_of(session.entry, by))
