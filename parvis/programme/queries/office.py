"""What the screens of the office read: the week of a centre, dates before they are saved, links."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import override

from parvis.accounts.queries import reached, scoped
from parvis.accounts.roles import Act, Thing
from parvis.agenda import shapes
from parvis.agenda.enums import Fate
from parvis.agenda.models import Entry
from parvis.agenda.queries import Clash, Planned, blocking
from parvis.centres.enums import DayState, SiteKind
from parvis.centres.models import Centre, Site
from parvis.centres.queries import Day, calendars
from parvis.partners.models import DutyContact
from parvis.programme.enums import EVENTS, PUBLIC, Joining, SessionState
from parvis.programme.models import (
    Campaign,
    CentreWith,
    Headcount,
    HeldPlaces,
    Proposal,
    Session,
    Stand,
)
from parvis.programme.queries.keys import propose_key, stand_key
from parvis.programme.queries.places import LeftPlaces, left
from parvis.programme.queries.planning import clashes_of
from parvis.programme.queries.sessions import OF_A_PAGE, between, planned_by, sessions

WEEK = datetime.timedelta(days=7)
MOST_EVENTS = 100


def centres_planned(user: Any, act: Act = Act.READ) -> QuerySet[Centre]:
    """The centres whose sessions this person may read, or plan; one query."""
    return reached(Centre.objects.all(), user, act, Thing.SESSION).order_by("sort_key", "pk")


def sheets(user: Any) -> QuerySet[Session]:
    """Sessions this person may read in the office, with all that stands around them."""
    rows = planned_by(user).select_related("campaign", "template", "part_of__entry")
    return rows.prefetch_related(*OF_A_PAGE, "sources", "headcounts", "entry__holds")


def written(user: Any) -> QuerySet[Session]:
    """Sessions this person may change."""
    return planned_by(user, Act.WRITE)


def dates_of(session: Session) -> list[Session]:
    """The dates of the series of a session, in their order; none for one that stands alone."""
    if session.entry.series_id is None:
        return []
    rows = sessions().filter(entry__series=session.entry.series_id)
    return list(rows.order_by("entry__occurrence", "pk"))


def with_names(user: Any) -> QuerySet[Session]:
    """Sessions whose list of professionals this person keeps; one query."""
    return reached(sessions(), user, Act.READ, Thing.REGISTRATION).filter(joining=Joining.NAMED)


def may_take_names(user: Any, session: Session) -> bool:
    """Whether this person may take that list away as a file; one query."""
    rows = Session.objects.filter(pk=session.pk)
    return reached(rows, user, Act.EXPORT, Thing.REGISTRATION).exists()


def groups_of(session: Session) -> list[HeldPlaces]:
    """Places kept for groups; one query."""
    rows = HeldPlaces.objects.filter(seats__session=session).select_related("partner", "seats")
    return list(rows.order_by("over", "partner__sort_key", "pk"))


# -- the week of a centre


@dataclass(frozen=True)
class Turn:
    """A session in its cell: the rooms it takes, the places that are left in words."""

    session: Session
    rooms: Sequence[str]
    left: LeftPlaces | None


@dataclass(frozen=True)
class Cell:
    """What is on at one place on one day."""

    day: Day
    turns: Sequence[Turn]


@dataclass(frozen=True)
class Line:
    """One site through the week; without a site, what is held elsewhere or online."""

    site: Site | None
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Week:
    """The week of a centre: sites down, days across."""

    days: Sequence[Day]
    lines: Sequence[Line]

    @property
    def turns(self) -> list[Session]:
        """Every session of the week, each once, in its order."""
        rows = {
            turn.session.pk: turn.session
            for line in self.lines
            for cell in line.cells
            for turn in cell.turns
        }
        return sorted(rows.values(), key=lambda one: (one.entry.begins, one.pk))


def sites_of(centre: Centre) -> list[Site]:
    """The sites of a centre that are open still, the main one first; one query."""
    rows = centre.sites.filter(end__isnull=True).select_related("centre")
    return sorted(rows, key=lambda site: (site.kind != SiteKind.MAIN, site.pk))


def main_site(centre: Any) -> Site | None:
    """Where most of what a centre plans is held, by the key of the centre; one query."""
    key = str(centre or "")
    rows = Site.objects.filter(kind=SiteKind.MAIN, end__isnull=True).select_related("centre")
    return rows.filter(centre=int(key)).order_by("pk").first() if key.isdecimal() else None


def week_of(centre: Centre, monday: datetime.date, site: Site | None = None) -> Week:
    """The week of a centre from that Monday, or of one site; eight queries, whatever is planned.

    What a centre joins elsewhere stands in it once it is public. A Saturday and a Sunday are left
    out when the site is closed and nothing is planned.
    """
    others = CentreWith.objects.filter(centre=centre, session__state__in=PUBLIC).values("session")
    rows = (
        sessions()
        .whole()
        .filter(Q(entry__centre=centre) | Q(pk__in=others))
        .exclude(state=SessionState.REFUSED)
        .prefetch_related("seats", "entry__holds__space")
    )
    if site is not None:
        rows = rows.filter(entry__site=site)
    found = list(between(rows, monday, monday + datetime.timedelta(days=6), centre.zone))
    sites = [site] if site is not None else sites_of(centre)
    week = _days(sites, monday)
    cells: dict[tuple[int | None, datetime.date], list[Turn]] = defaultdict(list)
    known = {one.pk for one in sites}
    for row in found:
        place = row.entry.site_id if row.entry.site_id in known else None
        for ahead in range((row.entry.last_day - row.entry.day).days + 1):
            cells[place, row.entry.day + datetime.timedelta(days=ahead)].append(_turn(row))
    used = {day for _place, day in cells}
    days = [day for at, day in enumerate(week) if at < 5 or day.openings or day.day in used]
    lines = [
        Line(one, [Cell(day, cells[one.pk, day.day]) for day in days])
        for one in sites
        if one == sites[0] or any(cells[one.pk, day.day] for day in days)
    ]
    if any(place is None for place, _day in cells):
        lines.append(Line(None, [Cell(day, cells[None, day.day]) for day in days]))
    return Week(days, lines)


def out_of_reach(week: Week, centre: Centre, user: Any) -> set[int]:
    """Keys of the sessions of other centres whose page this person may not open; one query."""
    others = {one.pk for one in week.turns if one.entry.centre_id != centre.pk}
    if not others:
        return others
    return others.difference(planned_by(user).filter(pk__in=others).values_list("pk", flat=True))


def _days(sites: Sequence[Site], monday: datetime.date) -> list[Day]:
    week = [monday + datetime.timedelta(days=ahead) for ahead in range(7)]
    if not sites:
        return [Day(day, DayState.UNKNOWN) for day in week]
    calendar = calendars(sites[:1], monday, monday + WEEK)[sites[0].pk]
    return [calendar.on(day) for day in week]


def _turn(session: Session) -> Turn:
    rooms = [str(one.space).partition(" (")[0] for one in session.entry.holds.all() if one.space]
    said = next((left(one) for one in session.seats.all() if one.given), None)
    return Turn(session, rooms, said)


# -- dates before they are saved


@dataclass(frozen=True)
class Foreseen:
    """One date as it would be: when, what it runs into, what becomes of it."""

    when: str
    clashes: Sequence[Clash] = ()
    clock: bool = False
    """Whether the clocks changed since the date before; the hours on the wall stay."""
    fate: Fate | None = None
    before: str = ""

    @property
    def refused(self) -> bool:
        """Whether something refuses it."""
        return bool(blocking(self.clashes))


def foreseen(found: Iterable[tuple[shapes.Occurrence, Sequence[Clash]]]) -> list[Foreseen]:
    """The dates of a series as they will be shown; no query."""
    rows: list[Foreseen] = []
    before: datetime.timedelta | None = None
    for one, clashes in found:
        offset = one.begins.astimezone(ZoneInfo(one.time_zone)).utcoffset()
        rows.append(Foreseen(str(one), clashes, before is not None and offset != before))
        before = offset
    return rows


def foreseen_change(session: Session, plan: shapes.Plan) -> list[Foreseen]:
    """What a change would do to each date, with what those that move or are added run into."""
    planned: list[Planned] = []
    at: dict[int, int] = {}
    alike = session.entry, (session.entry.begins, session.entry.ends)
    for number, line in enumerate(plan.lines):
        if line.after is None or line.fate not in (Fate.MOVES, Fate.NEW):
            continue
        entry = line.entry or alike[0]
        was = (entry.begins, entry.ends)
        there = Entry(
            pk=None if line.entry is None else entry.pk,
            **{
                name: getattr(entry, name)
                for name in ("layer", "centre", "site", "stop", "title", "presence", "simulated")
            },
            begins=line.after.begins,
            ends=line.after.ends,
            time_zone=line.after.time_zone,
        )
        at[number] = len(planned)
        holds = [
            shapes.moved(one, there, was, anew=line.entry is None) for one in entry.holds.all()
        ]
        planned.append(Planned(there, holds))
    found = clashes_of(planned, session.audiences)
    return [
        Foreseen(
            str(line.after or line.before),
            found[at[number]] if number in at else (),
            fate=line.fate,
            before=str(line.before) if line.before and line.fate == Fate.MOVES else "",
        )
        for number, line in enumerate(plan.lines)
    ]


# -- what waits, and links


def of_partner(contact: DutyContact, since: datetime.datetime) -> list[Proposal]:
    """What a partner proposed to a centre since a moment, the latest first; one query."""
    rows = Proposal.objects.filter(
        partner=contact.partner_id,
        session__entry__centre=contact.centre_id,
        proposed_at__gte=since,
    )
    rows = rows.select_related("session__entry__site__centre", "session__entry__stop")
    return list(rows.select_related("coordination").order_by("-proposed_at", "-pk"))


def contacts(user: Any) -> QuerySet[DutyContact]:
    """Whom this person may ask to propose sessions; one query."""
    rows = reached(
        DutyContact.objects.filter(centre__in=centres_planned(user, Act.WRITE)),
        user,
        Act.WRITE,
        Thing.SESSION,
    )
    return rows.select_related("centre", "partner").order_by(
        "centre__sort_key", "partner__sort_key", "name", "pk"
    )


def propose_link(contact: DutyContact) -> str:
    """The whole address where this contact proposes sessions, in its language."""
    with override(contact.language):
        return settings.BASE_URL.rstrip("/") + reverse(
            "propose:propose", args=[propose_key(contact)]
        )


def stand_link(stand: Stand) -> str:
    """The whole address where whoever holds a stand keeps it."""
    return settings.BASE_URL.rstrip("/") + reverse("stand:stand", args=[stand_key(stand)])


# -- what is counted


def headcounts_of(
    user: Any, year: int, centre: Centre | None, *, simulated: bool
) -> list[Headcount]:
    """How many were at the events of a year, the biggest first; two queries with their places."""
    rows = scoped(Headcount.objects.filter(day__year=year), user).filter(
        session__simulated=simulated, session__part_of=None, session__kind__in=EVENTS
    )
    if centre is not None:
        rows = rows.filter(session__entry__centre=centre)
    rows = rows.select_related("session__entry__centre", "session__entry__site__centre")
    return list(rows.order_by("-n", "day", "pk")[:MOST_EVENTS])


def campaigns_read(user: Any, act: Act = Act.READ) -> QuerySet[Campaign]:
    """Campaigns this person may read, or keep; two queries with their objectives."""
    rows = scoped(Campaign.objects.select_related("centre", "network"), user, act)
    return rows.prefetch_related("objectives", "sources")


def sessions_of(campaign: Campaign, user: Any) -> list[Session]:
    """The sessions of a campaign this person may read, in their order; one query."""
    return list(planned_by(user).filter(campaign=campaign).order_by("entry__begins", "pk"))
