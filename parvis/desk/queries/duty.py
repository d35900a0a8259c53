"""Who is on duty, as the front desk sees it: the plan of partners beside what goes on at desks."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from parvis.centres.enums import SIGNS
from parvis.centres.models import Site
from parvis.desk.queries.counter import Desk, minutes_since
from parvis.partners.enums import DutyState, Halt
from parvis.partners.models import DutySession
from parvis.partners.queries import today
from parvis.ui.signs import SHAPES
from parvis.visits.queries import at_desks, letters, poles_at


@dataclass(frozen=True)
class OnDuty:
    """One duty session of today at its pole, and what goes on at its desk; nobody is named."""

    session: DutySession
    letter: str
    need: str
    desk: Desk | None
    """Who is at that desk now."""

    @property
    def is_here(self) -> bool:
        """Whether the counsellor is known to be there: said, or seen to receive somebody."""
        return self.session.state == DutyState.OPENED or self.desk is not None

    @property
    def state(self) -> str:
        """In a word: «late», «away», «called», «busy», «free», «expected»; a gap stands apart."""
        if self.session.halt and (self.session.halt == Halt.AWAY or not self.is_here):
            return str(self.session.halt)
        if self.desk is not None:
            return "called" if self.desk.is_called else "busy"
        return "free" if self.is_here else "expected"

    @property
    def gestures(self) -> tuple[str, ...]:
        """What one may say of it in one touch, the likeliest first."""
        return {
            "late": ("here", "lift", "missing"),
            "away": ("lift",),
            "expected": ("here", "late", "away", "missing"),
        }.get(self.state, ("away",))


@dataclass(frozen=True)
class Duty:
    """The duty of today: whoever should be here now, what nobody holds, who comes later."""

    now: tuple[OnDuty, ...]
    gaps: tuple[OnDuty, ...]
    later: tuple[OnDuty, ...]

    @property
    def present(self) -> int:
        """How many are here."""
        return sum(one.is_here and one.state != Halt.AWAY for one in self.now)

    @property
    def free(self) -> int:
        """How many of them have nobody at their desk."""
        return sum(one.state == "free" for one in self.now)


def duty(site: Site, at: datetime.datetime) -> Duty:
    """The duty of today at this moment; the same number of queries whoever is planned."""
    given = letters(poles_at(site))
    taken = {
        one.desk: Desk(one, minutes_since(one.ticket.started_at or one.ticket.last_called_at, at))
        for one in at_desks(site)
    }
    rows = [_of(row, given, taken, at) for row in today(site, at) if _counts(row, at)]
    return Duty(
        now=tuple(one for one in rows if one.session.starts_at <= at and not one.session.is_gap),
        gaps=tuple(one for one in rows if one.session.is_gap),
        later=tuple(one for one in rows if one.session.starts_at > at and not one.session.is_gap),
    )


def number_of(desk: str) -> int | None:
    """The number in what a plan calls a desk («4», «Guichet 4»), as the wall says it."""
    found = re.search(r"\d{1,2}", desk)
    return int(found[0]) if found else None


def _counts(row: DutySession, at: datetime.datetime) -> bool:
    return row.state != DutyState.CLOSED and row.ends_at > at


def _of(
    row: DutySession, given: dict[int, str], taken: dict[int, Desk], at: datetime.datetime
) -> OnDuty:
    number = number_of(row.desk)
    sign = SIGNS.get(row.pole.need, "").lower()
    return OnDuty(
        session=row,
        letter=given.get(row.pole_id, ""),
        need=sign if sign in SHAPES else "i",
        desk=taken.get(number) if number is not None and row.starts_at <= at else None,
    )
