"""What whoever plans looks at first: clashes, the month to be copied, what waits for a decision."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from parvis.accounts.queries import scoped
from parvis.accounts.roles import Act
from parvis.agenda import shapes
from parvis.agenda.enums import EntryState
from parvis.agenda.models import Entry
from parvis.agenda.queries import Clash, Planned, clashes
from parvis.centres.models import Centre
from parvis.centres.queries.opening import instant
from parvis.programme.enums import PLANNED, CoordinationState, Decision, SessionState
from parvis.programme.models import Coordination, Proposal, Session
from parvis.programme.queries.sessions import sessions


def clashes_of(planned: Sequence[Planned], audiences: Collection[str] = ()) -> list[list[Clash]]:
    """What dates as they would be run into, other sessions for the same public included."""
    rivals = Entry.objects.none()
    if audiences and planned:
        same = Q()
        for one in audiences:
            same |= Q(session__audiences__contains=[one])
        centres = {one.entry.centre_id for one in planned} - {None}
        rivals = Entry.objects.filter(
            same, centre__in=centres, session__state__in=PLANNED, session__part_of=None
        )
    return clashes(planned, rivals=rivals)


def clashes_of_session(session: Session) -> list[Clash]:
    """What a session as it is kept runs into."""
    holds = list(session.entry.holds.all())
    return clashes_of([Planned(session.entry, holds)], session.audiences)[0]


def clashes_of_series(
    entry: Entry,
    pattern: shapes.Pattern,
    needs: shapes.Needs,
    audiences: Collection[str] = (),
) -> list[tuple[shapes.Occurrence, list[Clash]]]:
    """Each date of a series as it would be, with what it runs into; shown before it is planned.

    `entry` says where, and is not kept.
    """
    dates = pattern.occurrences()
    planned = []
    for one in dates:
        there = Entry(
            layer=entry.layer,
            centre=entry.centre,
            site=entry.site,
            stop=entry.stop,
            title=entry.title,
            begins=one.begins,
            ends=one.ends,
            time_zone=one.time_zone,
            presence=entry.presence,
            simulated=entry.simulated,
        )
        planned.append(Planned(there, shapes.holds_of(there, needs)))
    return list(zip(dates, clashes_of(planned, audiences), strict=True))


# -- a month from another


@dataclass(frozen=True)
class Copy:
    """One session of a month, and where it falls in another; nowhere when there is no such day."""

    session: Session
    begins: datetime.datetime | None
    ends: datetime.datetime | None
    there: bool = False
    """Whether it was copied there already."""
    clashes: tuple[Clash, ...] = field(default=())

    @property
    def day(self) -> datetime.date | None:
        """The day it falls on, where it is held."""
        return (
            None if self.begins is None else self.begins.astimezone(self.session.entry.zone).date()
        )


def month_plan(centre: Centre, source: datetime.date, target: datetime.date) -> list[Copy]:
    """The sessions of one month on the same weekdays of another, at the same hours of the wall.

    The second Tuesday falls on the second Tuesday; a fifth that the other month has not falls
    nowhere, and is shown as such. What comes again by a series, what was called off and parts of
    bigger days are left out. The number of queries is the same for any month.
    """
    first, last = _month(source)
    zone = centre.zone
    rows = (
        sessions()
        .whole()
        .filter(
            entry__centre=centre,
            entry__series=None,
            entry__begins__gte=instant(first, datetime.time(), zone),
            entry__begins__lt=instant(last + datetime.timedelta(days=1), datetime.time(), zone),
        )
        .exclude(state__in=[SessionState.PROPOSED, SessionState.REFUSED, SessionState.CANCELLED])
        .prefetch_related("entry__holds__space", "entry__holds__equipment")
        .order_by("entry__begins", "pk")
    )
    copies = [_copy(session, target) for session in rows]
    known = _there(centre, copies)
    falling = [copy for copy in copies if copy.begins is not None]
    found = clashes_of([_planned(copy) for copy in falling]) if falling else []
    clashing = {copy.session.pk: tuple(said) for copy, said in zip(falling, found, strict=True)}
    return [
        Copy(
            one.session,
            one.begins,
            one.ends,
            (str(one.session.entry.title), one.begins) in known,
            clashing.get(one.session.pk, ()),
        )
        for one in copies
    ]


def _month(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _copy(session: Session, target: datetime.date) -> Copy:
    entry = session.entry
    begin = entry.begins.astimezone(entry.zone)
    end = entry.ends.astimezone(entry.zone)
    day = _same_day(begin.date(), target)
    if day is None:
        return Copy(session, None, None)
    minutes = round((end.replace(tzinfo=None) - begin.replace(tzinfo=None)).total_seconds() / 60)
    begins, ends = shapes.hours(day, begin.time(), max(minutes, 1), entry.zone)
    return Copy(session, begins, ends)


def _same_day(day: datetime.date, target: datetime.date) -> datetime.date | None:
    """The n-th such weekday of the other month."""
    first, last = _month(target)
    to = (day.weekday() - first.weekday()) % 7 + 7 * ((day.day - 1) // 7)
    found = first + datetime.timedelta(days=to)
    return found if found <= last else None


def _planned(copy: Copy) -> Planned:
    entry, begins, ends = copy.session.entry, copy.begins, copy.ends
    if begins is None or ends is None:
        raise TypeError("what falls nowhere is not planned")
    there = Entry(
        **{
            name: getattr(entry, name)
            for name in ("layer", "centre", "site", "stop", "title", "time_zone", "simulated")
        },
        begins=begins,
        ends=ends,
        presence=entry.presence,
    )
    was = entry.begins, entry.ends
    return Planned(there, [shapes.moved(one, there, was, anew=True) for one in entry.holds.all()])


def _there(centre: Centre, copies: Sequence[Copy]) -> set[tuple[str, datetime.datetime | None]]:
    """Titles and beginnings that are in the programme of the centre already."""
    begins = [copy.begins for copy in copies if copy.begins is not None]
    rows = Entry.objects.filter(centre=centre, begins__in=begins).exclude(
        state=EntryState.CANCELLED
    )
    return {(str(title), at) for title, at in rows.values_list("title", "begins")}


# -- what waits


def proposals(user: Any, act: Act = Act.READ) -> QuerySet[Proposal]:
    """Proposals this person may read, or decide about; one query."""
    rows = scoped(Proposal.objects.all(), user, act)
    return rows.select_related(
        "partner",
        "coordination",
        "session__entry__centre",
        "session__entry__site__centre",
        "session__entry__stop",
    )


def waiting(centre: Centre) -> QuerySet[Proposal]:
    """What waits for a decision in a centre, the oldest first; one query."""
    rows = Proposal.objects.filter(
        session__entry__centre=centre,
        session__state=SessionState.PROPOSED,
        decision__in=[Decision.WAITING, Decision.LATER],
    )
    return rows.select_related(
        "partner",
        "coordination",
        "session__entry__centre",
        "session__entry__site__centre",
        "session__entry__stop",
    ).order_by("proposed_at", "pk")


@dataclass(frozen=True)
class Agenda:
    """What the coordination of a centre finds before it: proposals, wishes for more, gaps."""

    proposals: list[Proposal]
    wanted: list[Session]
    """Sessions that are full: `waiting` and `wished` say how many people wait and want more."""
    drafts: list[Session]
    """Scheduled, and not published though they are near."""


NEAR = datetime.timedelta(days=21)


def agenda_of(centre: Centre, at: datetime.datetime) -> Agenda:
    """The same; three queries."""
    asked = Q(wished__gt=0) | Q(waiting_people__gt=0)
    full = (
        sessions()
        .filter(entry__centre=centre, entry__ends__gt=at - NEAR, state=SessionState.PUBLISHED)
        .annotate(wished=Sum("seats__wanted"), waiting_people=Sum("seats__waiting"))
        .filter(asked)
        .order_by("-wished", "entry__begins")
    )
    drafts = sessions().filter(
        entry__centre=centre,
        state=SessionState.SCHEDULED,
        part_of=None,
        entry__begins__gt=at,
        entry__begins__lt=at + NEAR,
    )
    return Agenda(list(waiting(centre)), list(full), list(drafts))


def coordinations(user: Any, act: Act = Act.READ) -> QuerySet[Coordination]:
    """Meetings this person may read, with how many proposals each decides about; one query."""
    rows = scoped(Coordination.objects.select_related("centre"), user, act)
    return rows.annotate(how_many=Count("proposals"))


def next_coordination(centre: int | None, day: datetime.date) -> Coordination | None:
    """The next meeting of a centre (by its key) from a day on; one query."""
    rows = Coordination.objects.filter(centre=centre, day__gte=day, state=CoordinationState.PLANNED)
    return rows.order_by("day").first()


def proposed_by(partner: int, centre: int) -> QuerySet[Proposal]:
    """What a partner proposed to a centre and waits for an answer; one query."""
    return Proposal.objects.filter(
        partner=partner, session__entry__centre=centre, session__state=SessionState.PROPOSED
    )
