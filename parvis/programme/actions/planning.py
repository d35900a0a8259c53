"""A session is planned, changed, published, called off; series and whole months at once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, cast

from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.agenda import actions as agenda
from parvis.agenda.enums import Layer
from parvis.agenda.models import Entry, Series
from parvis.agenda.queries import needs_of
from parvis.agenda.shapes import Needs, Occurrence, Plan, Wish
from parvis.centres.models import Centre, Site, Stop
from parvis.kernel.editing import NOTHING, as_held
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep
from parvis.kernel.words import Words, spoken
from parvis.ledgers.codes import free_code
from parvis.partners.models import Partner
from parvis.principles.actions import watch
from parvis.programme.actions.held import (
    count_anew,
    counted,
    locked,
    moved,
    not_now,
    own_word_of,
    tell,
)
from parvis.programme.actions.seating import seat, unseat
from parvis.programme.enums import DONE, HostRole, SessionState
from parvis.programme.errors import NotPossible, WrongState
from parvis.programme.models import Campaign, CentreWith, Host, Session, Slot, Template
from parvis.programme.queries.planning import Copy
from parvis.programme.queries.words import words_of
from parvis.programme.rules import departures
from parvis.sources.enums import Standing
from parvis.sources.models import Source


class SessionFacts(TypedDict, total=False):
    """What may be said of a session, its date in the agenda included; left out, it stays.

    `begins` and `ends` are instants (`agenda.shapes.hours` makes them of times on the wall).
    """

    # of the entry
    layer: str
    centre: Centre | None
    site: Site | None
    stop: Stop | None
    place: Words
    title: Words
    about: Words
    begins: datetime.datetime
    ends: datetime.datetime
    time_zone: str
    whole_days: bool
    presence: str
    link: str
    languages: list[str]
    # of the session
    kind: str
    part: str
    part_of: Session | None
    campaign: Campaign | None
    template: Template | None
    themes: list[str]
    tags: list[str]
    audiences: list[str]
    comforts: list[str]
    access_note: Words
    joining: str
    capacity: int | None
    online_capacity: int | None
    party_limit: int
    closes_before: int
    question: str
    purposes: list[str]
    walk_in: bool
    context: int | None
    context_qualifier: str
    context_is: Words
    replay: str
    summary: Words


OF_THE_ENTRY = frozenset(agenda.Facts.__annotations__)
OF_THE_SESSION = frozenset(SessionFacts.__annotations__) - OF_THE_ENTRY


@dataclass(frozen=True)
class HostFacts:
    """One organisation of a session: a partner, a centre, or a name."""

    role: str = HostRole.PARTNER
    partner: Partner | None = None
    centre: Centre | None = None
    name: str = ""


@dataclass(frozen=True)
class Sourced:
    """What says that a session is as it is said: documents, and how firmly it stands.

    Without any, it is the place's own word: what a centre plans, it says itself.
    """

    sources: tuple[Source, ...] = ()
    standing: str = Standing.STATED


@action
def schedule(
    *,
    facts: SessionFacts,
    hosts: Sequence[HostFacts] = (),
    needs: Needs | None = None,
    sourced: Sourced = Sourced(),
    state: str = SessionState.SCHEDULED,
    code: str = "",
    simulated: bool | None = None,
    by: Actor,
) -> Session:
    """Plan a session: a draft in the agenda, which takes up what it needs, that nobody reads yet.

    `kind`, `title`, `begins` and `ends` must be said. A session that took place is recorded in
    its state at once. Raises what `agenda.actions.put` and `hold` raise (Taken where a clash
    refuses it), CannotKeep, NotPossible.
    """
    entry = agenda.put(
        **_put(facts),
        announced=state not in (SessionState.SCHEDULED, SessionState.PROPOSED),
        simulated=simulated,
        by=by,
    )
    return _made(entry, facts, hosts, needs, sourced, state, code, by)


@action
def schedule_series(
    *,
    facts: SessionFacts,
    first: datetime.date,
    rule: str,
    last: datetime.date,
    begins: datetime.time,
    minutes: int,
    hosts: Sequence[HostFacts] = (),
    needs: Needs | None = None,
    by: Actor,
) -> list[Session]:
    """Plan what comes again, on the times of the wall, all its dates at once.

    Show `agenda.shapes.Pattern(…).occurrences()` and `queries.clashes_of_series` before. Raises
    what `schedule` and `agenda.actions.begin_series` raise; then nothing is planned.
    """
    centre = facts.get("centre")
    site = facts.get("site")
    place = site or centre
    zone = facts.get("time_zone") or (str(place.zone) if place is not None else "")

    def make(series: Series, one: Occurrence) -> Session:
        hours = {"begins": one.begins, "ends": one.ends, "time_zone": one.time_zone}
        entry = agenda.put(**(_put(facts) | hours), series=series, occurrence=one.day, by=by)
        return _made(entry, facts, hosts, needs, Sourced(), SessionState.SCHEDULED, "", by)

    return agenda.begin_series(
        first=first,
        rule=rule,
        last=last,
        begins=begins,
        minutes=minutes,
        zone=zone,
        centre=centre,
        make=make,
        by=by,
    ).made


@action
def change(
    *,
    session: Session,
    facts: SessionFacts,
    needs: Needs | None = None,
    hosts: Sequence[HostFacts] | None = None,
    sourced: Sourced | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Session]:
    """Change what is said; calendars, screens and places follow, counts too.

    `seen` is the token of the session its form showed. Slots move along with the beginning.
    Raises ChangedMeanwhile, BelowHeld, WrongState for what was refused or called off, and what
    `agenda.actions.change` raises (Taken).
    """
    row = locked(session)
    if row.state in (SessionState.REFUSED, SessionState.CANCELLED):
        raise not_now(row)
    with counted(row):
        kept = keep(
            Session,
            where={"code": row.code},
            values={name: value for name, value in facts.items() if name in OF_THE_SESSION},
            many={} if sourced is None else {"sources": sourced.sources},
            was=row,
            seen=seen,
        )
        changed, began = kept.row, row.entry.begins
        date = agenda.change(entry=row.entry, **_of_entry(facts), by=by)
        changed.entry = date.row
        if needs is not None:
            _hold(changed.entry, needs, by)
        if hosts is not None:
            _host(changed, hosts)
        _move_slots(changed, changed.entry.begins - began)
        finish(changed, by)
    columns, theirs = (*kept.columns, *date.columns), (*kept.theirs, *date.theirs)
    return Kept(changed, kept.change if kept.columns else date.change, columns, theirs)


@action
def change_series(
    *,
    session: Session,
    extent: str,
    wish: Wish,
    why: Words | None = None,
    by: Actor,
) -> Plan:
    """Move this one, this and the next, or all that are to come, to other hours, days or a rule.

    Show `agenda.queries.planned_change(session.entry, extent, wish)` before. A date dropped is
    cancelled if it was published, removed if it was not; one added is made like this one. Raises
    what that raises, and Taken.
    """
    row = locked(session)
    alike = _Alike(row)  # before it moves itself, or goes

    def make(series: Series, one: Occurrence) -> Session:
        return alike.at(one.begins, one.ends, by, series=series, occurrence=one.day)

    def drop(entry: Entry) -> None:
        other = locked(Session.objects.get(entry=entry))
        if other.state == SessionState.PUBLISHED:
            cancel(session=other, why=why, by=by)
        else:
            _removed(other, by)

    same = Q(pk=row.pk)
    if row.entry.series_id is not None:
        same |= Q(entry__series=row.entry.series_id)
    began = dict(Session.objects.filter(same).values_list("entry", "entry__begins"))
    done = agenda.change_series(
        entry=row.entry, extent=extent, wish=wish, why=why, make=make, drop=drop, by=by
    )
    for entry in done.moved:
        one = locked(Session.objects.get(entry=entry))
        _move_slots(one, one.entry.begins - began[entry.pk])
        finish(one, by)
    return done.plan


@action
def change_alike(
    *, session: Session, sessions: Iterable[Session], facts: SessionFacts, by: Actor
) -> list[Session]:
    """Say the same of several dates of one series: title, room, places; never when they are.

    Raises NotPossible for a date of another series, and what `change` raises.
    """
    said = cast("SessionFacts", {k: v for k, v in facts.items() if k not in ("begins", "ends")})
    found = []
    for one in sessions:
        if one.entry.series_id is None or one.entry.series_id != session.entry.series_id:
            raise NotPossible(_("This date is one of another series."))
        found.append(change(session=one, facts=said, by=by).row)
    return found


@action
def publish(*, session: Session, by: Actor) -> Session:
    """Let everybody read it, and give its places; its parts go with it.

    Published twice, it is published once. Raises WrongState, Taken.
    """
    row = locked(session)
    if row.state == SessionState.PUBLISHED:
        return row
    again = row.state == SessionState.CANCELLED
    row = moved(row, SessionState.PUBLISHED)
    turn = agenda.announce_again if again else agenda.announce
    row.entry = turn(entry=row.entry, by=by)
    finish(row, by)
    for part in row.parts.filter(state=SessionState.SCHEDULED).order_by("pk"):
        publish(session=part, by=by)
    return row


@action
def publish_all(*, sessions: Iterable[Session], by: Actor) -> list[Session]:
    """Publish a month at once: all of them, or none. Raises WrongState, Taken."""
    return [publish(session=one, by=by) for one in sessions]


@action
def cancel(*, session: Session, why: Words | None = None, by: Actor) -> Session:
    """It does not take place: it stays everywhere and says so, with its parts; no place is given.

    Whoever holds a place reads it on their own page, and by the reminder if they left an address.
    Said again, the later reason stands. Raises WrongState for a draft, which is removed instead.
    """
    row = locked(session)
    if row.state != SessionState.CANCELLED:
        row = moved(row, SessionState.CANCELLED)
    row.entry = agenda.cancel(entry=row.entry, why=why, by=by)
    unseat(row)
    tell(row)
    for part in row.parts.filter(state=SessionState.PUBLISHED).order_by("pk"):
        cancel(session=part, why=why, by=by)
    return row


@action
def remove(*, session: Session, by: Actor) -> None:
    """Remove a draft that nobody has read, or a proposal. Raises WrongState."""
    _removed(locked(session), by)


def _removed(row: Session, by: Actor) -> None:
    if row.state not in (SessionState.SCHEDULED, SessionState.PROPOSED, SessionState.REFUSED):
        raise WrongState(_("This session was published: cancel it, so that everybody is told."))
    for part in row.parts.select_related("entry"):
        _removed(part, by)
    tell(row)
    _watch(row, {}, by)
    entry = row.entry
    row.delete()
    entry.delete()


@action
def copy_month(
    *, copies: Sequence[Copy], without: Collection[int] = (), by: Actor
) -> list[Session]:
    """Plan a month from another: each session of the plan on its new day, with all it needs.

    `queries.month_plan` makes the plan, with the days and clashes that are shown before;
    `without` are keys of sessions left out. What was copied to that very hour already is not
    copied again. Raises Taken when a clash refuses one of them; then none is planned.
    """
    made = []
    for copy in copies:
        if copy.session.pk in without or copy.begins is None or copy.ends is None or copy.there:
            continue
        made.append(_Alike(locked(copy.session)).at(copy.begins, copy.ends, by))
    return made


# -- what these are made of


def _of_entry(facts: SessionFacts) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name in OF_THE_ENTRY}


def _put(facts: SessionFacts) -> dict[str, Any]:
    """What a new entry is made of; a session of no centre is the network's."""
    layer = Layer.NETWORK if facts.get("centre") is None else Layer.CENTRE
    return {"layer": layer} | _of_entry(facts)


def _made(
    entry: Entry,
    facts: SessionFacts,
    hosts: Sequence[HostFacts],
    needs: Needs | None,
    sourced: Sourced,
    state: str,
    code: str,
    by: Actor,
) -> Session:
    title = spoken(entry.title)[0]
    session = keep(
        Session,
        where={"code": code or free_code(Session.objects.all(), f"{title} {entry.day}")},
        values={
            **{name: value for name, value in facts.items() if name in OF_THE_SESSION},
            "entry": entry,
            "state": state,
            "standing": sourced.standing,
            "simulated": entry.simulated,
        },
        many={"sources": sourced.sources or [own_word_of(entry, by)]},
        seen=NOTHING,
    ).row
    _host(session, hosts)
    if needs is not None:
        _hold(entry, needs, by)
    finish(session, by)
    if state in DONE:
        count_anew(session)
    return session


class _Alike:
    """A session as it stood, to make drafts like it at other hours: hosts, slots, all it needs."""

    def __init__(self, session: Session) -> None:
        entry = session.entry
        copied = OF_THE_SESSION - {"part_of", "replay", "summary", "context", "campaign"}
        self.date = {name: getattr(entry, name) for name in OF_THE_ENTRY - {"begins", "ends"}}
        self.simulated = entry.simulated
        self.facts = cast("SessionFacts", {name: getattr(session, name) for name in copied})
        self.needs = needs_of(entry)
        self.hosts = [
            HostFacts(one.role, one.partner, one.centre, one.name)
            for one in session.hosts.select_related("partner", "centre")
        ]
        self.centres = [(one.centre, one.part) for one in session.centres_with.all()]
        self.slots = [
            (one.begins - entry.begins, one.ends - entry.begins, one) for one in session.slots.all()
        ]

    def at(
        self,
        begins: datetime.datetime,
        ends: datetime.datetime,
        by: Actor,
        series: Series | None = None,
        occurrence: datetime.date | None = None,
    ) -> Session:
        """A draft like it then."""
        entry = agenda.put(
            **self.date,
            begins=begins,
            ends=ends,
            series=series,
            occurrence=occurrence,
            simulated=self.simulated,
            by=by,
        )
        scheduled = SessionState.SCHEDULED
        made = _made(entry, self.facts, self.hosts, self.needs, Sourced(), scheduled, "", by)
        for centre, part in self.centres:
            CentreWith.objects.create(session=made, centre=centre, part=part)
        for begun, ended, slot in self.slots:
            Slot.objects.create(
                session=made,
                begins=begins + begun,
                ends=begins + ended,
                appointment=slot.appointment,
                places=slot.places,
                note=slot.note,
            )
        finish(made, by)
        return made


def _host(session: Session, hosts: Sequence[HostFacts]) -> None:
    """Make these, in this order, all the organisations of a session."""
    stood = {_host_key(one): one for one in session.hosts.all()}
    for order, one in enumerate(hosts):
        where = {"role": one.role, "partner": one.partner, "centre": one.centre, "name": one.name}
        keep(
            Host,
            where={"session": session, **where},
            values={"order": order},
            was=stood.pop((one.role, as_held(one.partner), as_held(one.centre), one.name), None),
        )
    for gone in stood.values():
        gone.delete()


def _host_key(host: Host) -> tuple[object, ...]:
    return host.role, host.partner_id, host.centre_id, host.name


def _hold(entry: Entry, needs: Needs, by: Actor) -> None:
    agenda.hold(
        entry=entry,
        spaces=needs.spaces,
        equipment=needs.equipment,
        people=needs.people,
        bodies=needs.bodies,
        set_up_minutes=needs.set_up,
        pack_up_minutes=needs.pack_up,
        travel_minutes=needs.travel,
        by=by,
    )


def _move_slots(session: Session, shift: datetime.timedelta) -> None:
    if shift:
        for slot in session.slots.all():
            slot.begins += shift
            slot.ends += shift
            slot.save(update_fields=["begins", "ends"])


def finish(session: Session, by: Actor) -> None:
    """After whatever changed it: its places, the words a search reads, principles, screens."""
    seat(session)
    words = words_of(session)
    if session.words != words:
        session.words = words
        session.save(update_fields=["words"])
    _watch(session, departures(session), by)
    tell(session)


def _watch(session: Session, broken: Mapping[str, Words], by: Actor) -> None:
    centre = session.entry.centre
    if centre is not None:
        watch(
            subject=session,
            centre=centre.code,
            simulated=session.simulated,
            about=session.entry.title,
            broken=broken,
            by=by,
        )
