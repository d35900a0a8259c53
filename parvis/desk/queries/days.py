"""The end of a day: what it came to, what is odd, what was corrected, which days stay open."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from parvis.centres.models import Site
from parvis.centres.queries.opening import today
from parvis.visits.enums import AT_A_DESK, LIVE, Oddity, ServiceKind
from parvis.visits.models import Correction, Day
from parvis.visits.queries import Odd, Totals, day_of, oddities, totals


@dataclass(frozen=True)
class Strange:
    """One oddity, with the gestures that put it right."""

    odd: Odd

    @property
    def gestures(self) -> tuple[str, ...]:
        """What may be done about it, of «serve», «leave», «back»."""
        ticket = self.odd.ticket
        if ticket is None or ticket.state not in LIVE:
            return ()
        if ticket.state in AT_A_DESK:
            return ("serve",)
        return ("leave",)

    @property
    def is_gap(self) -> bool:
        """Visits may have been forgotten."""
        return self.odd.kind == Oddity.GAP


@dataclass(frozen=True)
class Evening:
    """A day as it is looked at before it is closed, and after."""

    day: Day | None
    totals: Totals
    services: tuple[tuple[str, int], ...]
    odd: tuple[Strange, ...]
    left_open: tuple[Day, ...]
    """Days before today that nobody closed."""
    corrections: tuple[Correction, ...]


def evening(site: Site, date: datetime.date, at: datetime.datetime) -> Evening:
    """A day of a site at this moment."""
    found = day_of(site, date)
    counted = totals(site, date)
    named = dict(ServiceKind.choices)
    open_ones = Day.objects.filter(site=site, date__lt=today(site), state="open")
    traces = (
        Correction.objects.filter(day=found) if found is not None else Correction.objects.none()
    )
    return Evening(
        day=found,
        totals=counted,
        services=tuple((str(named.get(kind, kind)), n) for kind, n in counted.services.items()),
        odd=tuple(Strange(one) for one in oddities(site, date, at)),
        left_open=tuple(open_ones.exclude(date=date).order_by("date")),
        corrections=tuple(traces),
    )
