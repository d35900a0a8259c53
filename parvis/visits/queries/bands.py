"""How long one waits, told in a few bands, and how often what was told came true."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from parvis.centres.models import Pole, Site
from parvis.centres.queries.opening import today
from parvis.tallies.queries import between
from parvis.visits.enums import AT_A_DESK, BANDS, Basis, TicketState
from parvis.visits.measures import PROMISE, WAIT, hour_of
from parvis.visits.models import Ticket

DAYS = 28
"""The recent past: weeks whole, so that each weekday weighs the same."""
ENOUGH = 10
"""Waits of that pole and hour below which the past says nothing."""
SURE_ENOUGH = 0.75
"""The band told is the shortest that this share of the past kept."""
USUAL_INTERVIEW = 15
"""Minutes of an interview where nothing is known yet."""


@dataclass(frozen=True)
class Wait:
    """How long one waits: a band of minutes, None for longer than all or not known."""

    minutes: int | None
    basis: Basis
    ahead: int = 0
    """How many wait now."""

    @property
    def is_long(self) -> bool:
        """Longer than the longest band."""
        return self.minutes is None and self.basis is not Basis.NONE


@dataclass(frozen=True)
class Accuracy:
    """Of waiting times told since a day: how many, and how many came true."""

    told: int
    kept: int

    @property
    def share(self) -> float | None:
        """The share that came true; None where none was told."""
        return self.kept / self.told if self.told else None


def rounded(minutes: float) -> int | None:
    """The band that holds so many minutes; None beyond the last."""
    return next((band for band in BANDS if minutes <= band), None)


def band(site: Site, pole: Pole, at: datetime.datetime) -> Wait:
    """The wait to tell at this pole at this moment; see `bands`."""
    return bands(site, [pole.pk], at)[pole.pk]


def bands(site: Site, poles: Collection[int], at: datetime.datetime) -> dict[int, Wait]:
    """The wait to tell at each of these poles at this moment; two queries for all.

    From the waits of the last four weeks at this pole and hour: the shortest band that three
    quarters of them kept. Where they are fewer than ten, from those who wait now.
    """
    if not poles:
        return {}
    day, hour = at.astimezone(site.zone).date(), hour_of(at, site.zone)
    last = day - datetime.timedelta(days=1)
    since = day - datetime.timedelta(days=DAYS)
    past: dict[int, Counter[str]] = {pole: Counter() for pole in poles}
    starts = [f"{pole}/{hour}/" for pole in poles]
    for cell, n in between([site], since, last, WAIT, *starts).items():
        past[int(cell.partition("/")[0])][cell] = n
    ahead, desks = waiting_and_at_work(site, day)
    return {pole: _told(past[pole], ahead[pole], desks[pole]) for pole in poles}


def wait_at(site: Site, at: datetime.datetime) -> Wait:
    """The wait to tell in public for the whole site at this moment, whatever the pole."""
    day, hour = at.astimezone(site.zone).date(), hour_of(at, site.zone)
    last = day - datetime.timedelta(days=1)
    every = between([site], day - datetime.timedelta(days=DAYS), last, WAIT)
    past = Counter({cell: n for cell, n in every.items() if cell.split("/")[1] == hour})
    ahead, desks = waiting_and_at_work(site, day)
    return _told(past, ahead.total(), desks.total())


def _told(past: Counter[str], ahead: int, desks: int) -> Wait:
    if past.total() >= ENOUGH:
        return Wait(_kept_by_most(past), Basis.PAST, ahead)
    if ahead and desks:
        return Wait(rounded(USUAL_INTERVIEW * ahead / desks), Basis.QUEUE, ahead)
    return Wait(None, Basis.NONE, ahead)


def _kept_by_most(past: Counter[str]) -> int | None:
    needed = math.ceil(SURE_ENOUGH * past.total())
    for minutes in BANDS:
        kept = sum(n for cell, n in past.items() if int(cell.rpartition("/")[2]) <= minutes)
        if kept >= needed:
            return minutes
    return None


def waiting_and_at_work(site: Site, day: datetime.date) -> tuple[Counter[int], Counter[int]]:
    """How many wait, and how many desks have somebody, now and by pole; one query."""
    rows = Ticket.objects.filter(
        day__site=site, day__date=day, state__in=[TicketState.WAITING, *AT_A_DESK]
    )
    ahead: Counter[int] = Counter()
    desks: Counter[int] = Counter()
    for pole, state in rows.values_list("pole", "state"):
        (ahead if state == TicketState.WAITING else desks)[pole] += 1
    return ahead, desks


def accuracy(site: Site, pole: Pole | None = None, days: int = DAYS) -> Accuracy:
    """How often the waiting time told came true over the last days, at one pole or at all."""
    last = today(site)
    begins = [f"{pole.pk}/"] if pole is not None else []
    cells = between([site], last - datetime.timedelta(days=days), last, PROMISE, *begins)
    kept = sum(n for cell, n in cells.items() if cell.endswith("/kept"))
    return Accuracy(told=cells.total(), kept=kept)
