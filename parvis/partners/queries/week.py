"""A week of duty as a table, and what of it is shown in public."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from parvis.centres.models import Pole, Site
from parvis.centres.queries import Day, calendars, poles_of
from parvis.partners.enums import EXPECTED, HELD, IN_VIEW, DutyState
from parvis.partners.models import DutySession
from parvis.partners.queries.duty import ONLY_ASKED, beside, is_shut, sessions

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """A duty session in its cell; `alone` and `same_house` are said of one that two should hold."""

    session: DutySession
    alone: bool
    same_house: bool
    asked: DutySession | None
    """Whoever was asked to hold it instead and has not answered."""


@dataclass(frozen=True)
class Cell:
    """What is held at one pole on one day."""

    day: Day
    turns: Sequence[Turn]


@dataclass(frozen=True)
class Line:
    """One pole through the week."""

    pole: Pole
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """The week of a site; `days` are those that are open or that somebody holds."""

    site: Site
    monday: datetime.date
    days: Sequence[Day]
    lines: Sequence[Line]

    @property
    def gaps(self) -> int:
        """Sessions that nobody holds."""
        turns = (turn for line in self.lines for cell in line.cells for turn in cell.turns)
        return sum(turn.session.is_gap for turn in turns)


def monday_of(year: int, week: int) -> datetime.date:
    """The Monday of a week (ISO 8601). Raises ValueError for a week that does not exist."""
    return datetime.date.fromisocalendar(year, week, 1)


def grid(site: Site, monday: datetime.date) -> Grid:
    """The week of a site from that Monday; five queries, whatever is planned.

    A Saturday and a Sunday stand in it only when the site opens or somebody is planned then.
    """
    rows = list(
        sessions().filter(
            site=site, day__range=(monday, monday + datetime.timedelta(days=6)), state__in=IN_VIEW
        )
    )
    calendar = calendars([site], monday, monday + WEEK)[site.pk]
    week = [calendar.on(monday + datetime.timedelta(days=ahead)) for ahead in range(7)]
    planned = {row.day for row in rows}
    days = [day for at, day in enumerate(week) if at < 5 or day.openings or day.day in planned]
    asked = {row.replaces_id: row for row in rows if row.state == DutyState.PLANNED}
    gaps = {row.pk for row in rows if row.is_gap}
    by_cell: dict[tuple[int, datetime.date], list[Turn]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.begins, one.ends, one.pk)):
        if row.replaces_id in gaps:
            continue  # shown in the gap it was asked to fill
        company = beside(row, rows)
        by_cell[row.pole_id, row.day].append(
            Turn(
                session=row,
                alone=row.paired and not company and not row.is_gap,
                same_house=row.paired and any(one.partner_id == row.partner_id for one in company),
                asked=asked.get(row.pk),
            )
        )
    lines = [
        Line(pole, [Cell(day, by_cell[pole.pk, day.day]) for day in days])
        for pole in poles_of(site.centre)
    ]
    return Grid(site, monday, days, lines)


def to_copy(site: Site, monday: datetime.date) -> list[DutySession]:
    """What stands in the week of a site and may be planned in another; one query."""
    rows = sessions().filter(
        site=site, day__range=(monday, monday + datetime.timedelta(days=6)), state__in=IN_VIEW
    )
    return list(rows.exclude(ONLY_ASKED).order_by("day", "begins", "pk"))


# -- what anybody may read: a need and an institution, never a person (rules R05 and R22)


@dataclass(frozen=True)
class PublicTurn:
    """One duty session in public: the need first, the institution second, nobody's name."""

    pole: Pole
    begins: datetime.time
    ends: datetime.time
    partner: str
    languages: Sequence[str]
    desk: str
    is_held: bool
    """False for a gap: nobody will be there."""
    is_now: bool
    is_sure: bool
    """Whether the counsellor is known to be there."""
    halt: str = ""
    """Why nobody is received just now, in words: late, or closed for now."""


@dataclass(frozen=True)
class PublicDay:
    """One day of a site in public."""

    day: datetime.date
    turns: Sequence[PublicTurn]


@dataclass(frozen=True)
class PublicDuty:
    """Who is at a site now, and in the days to come; `days` has only those with somebody due."""

    site: Site
    now: Sequence[PublicTurn] = field(default_factory=tuple)
    days: Sequence[PublicDay] = field(default_factory=tuple)


def public_duty(
    sites: Iterable[Site], at: datetime.datetime | None = None, days: int = 7
) -> dict[int, PublicDuty]:
    """The duty of several sites as the public reads it, by key; four queries for all.

    A site without any has no entry. A gap says that nobody is there; a closed day says nothing.
    """
    moment = at or timezone.now()
    asked = {site.pk: site for site in sites}
    first = moment.date() - datetime.timedelta(days=1)
    last = first + datetime.timedelta(days=days + 1)
    rows = sessions().filter(site__in=asked, day__range=(first, last), state__in=IN_VIEW)
    rows = rows.exclude(ONLY_ASKED)
    by_site: dict[int, list[DutySession]] = defaultdict(list)
    for row in rows.order_by("day", "begins", "pole", "pk"):
        by_site[row.site_id].append(row)
    known = calendars([asked[pk] for pk in by_site], first, last) if by_site else {}
    found = {}
    for pk, here in by_site.items():
        local = moment.astimezone(asked[pk].zone)
        shown: dict[datetime.date, list[PublicTurn]] = defaultdict(list)
        for row in here:
            ahead = (row.day - local.date()).days
            over = row.state == DutyState.CLOSED or row.ends_at <= moment
            if not 0 <= ahead < days or over:
                continue
            if not is_shut(known[pk], row.day):
                shown[row.day].append(_public(row, moment))
        if shown:
            now = [turn for turn in shown.get(local.date(), ()) if turn.is_now and turn.is_held]
            found[pk] = PublicDuty(
                asked[pk], now, [PublicDay(day, shown[day]) for day in sorted(shown)]
            )
    return found


def _public(row: DutySession, moment: datetime.datetime) -> PublicTurn:
    return PublicTurn(
        pole=row.pole,
        begins=row.begins,
        ends=row.ends,
        partner=str(row.partner or ""),
        languages=row.languages,
        desk=row.desk,
        is_held=row.state in EXPECTED | HELD,
        is_now=row.starts_at <= moment,
        is_sure=row.state == DutyState.OPENED,
        halt=row.get_halt_display() if row.starts_at <= moment else "",
    )
