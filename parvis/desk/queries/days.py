"""The end of a day: what it came to, what is odd, what was corrected, which days stay open."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.centres.models import Site
from parvis.centres.queries.opening import today
from parvis.kernel.measures import registered
from parvis.kernel.words import spoken
from parvis.papers.charts import Chart, Row
from parvis.tallies.enums import HalfDay
from parvis.ui.numbers import written as number
from parvis.visits.enums import AT_A_DESK, LIVE, Channel, Oddity, ServiceKind
from parvis.visits.models import Correction, Day
from parvis.visits.queries import (
    Odd,
    Totals,
    day_of,
    oddities,
    poles_at,
    totals,
    waits_by_hour,
)


@dataclass(frozen=True)
class Strange:
    """One oddity, with the gestures that put it right."""

    odd: Odd

    @property
    def gestures(self) -> tuple[str, ...]:
        """What may be done about it, of «serve», «leave», «apart»."""
        ticket = self.odd.ticket
        if self.odd.kind == Oddity.IMPOSSIBLE:
            return ("apart",)
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
class Trace:
    """One correction of a closed day, in words."""

    row: Correction
    what: str

    @property
    def change(self) -> str:
        """«+3», «−2»."""
        return f"+{self.row.n}" if self.row.n > 0 else f"−{-self.row.n}"


@dataclass(frozen=True)
class Evening:
    """A day as it is looked at before it is closed, and after."""

    day: Day | None
    totals: Totals
    services: tuple[tuple[str, int], ...]
    odd: tuple[Strange, ...]
    left_open: tuple[Day, ...]
    """Days before today that nobody closed."""
    corrections: tuple[Trace, ...]
    waits: Chart | None
    """The median wait hour by hour; None where nobody was called."""


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
        corrections=_traces(site, traces),
        waits=_waits(site, date),
    )


def _waits(site: Site, date: datetime.date) -> Chart | None:
    hours = waits_by_hour(site, date)
    if not hours:
        return None
    worst = max(hours, key=lambda one: one.minutes)
    title = _("The longest wait was between %(hour)d and %(next)d o’clock") % {
        "hour": worst.hour,
        "next": worst.hour + 1,
    }
    unit = _("minutes that half of the people called waited at the most, by the hour they came")
    rows = tuple(
        Row(
            _("%(hour)02d:00–%(next)02d:00") % {"hour": one.hour, "next": one.hour + 1},
            (float(one.minutes),),
            (_("%(minutes)d min") % {"minutes": one.minutes}, number(one.people)),
        )
        for one in hours
    )
    told = "; ".join(f"{row.name}: {row.said[0]}" for row in rows)
    series = (_("Median wait"), _("People called"))
    return Chart("waits", "bars", title, unit, (), f"{title}. {told}", series, rows)


def _traces(site: Site, rows: Iterable[Correction]) -> tuple[Trace, ...]:
    """Corrections with their measure and cell in words."""
    titles = {one.name: one.title for one in registered()}
    words = {
        value: str(label)
        for choices in (Channel, HalfDay, ServiceKind)
        for value, label in choices.choices
    }
    words |= {str(pole.pk): spoken(pole.name)[0] for pole in poles_at(site)} | {"-": ""}
    found = []
    for row in rows:
        parts = (words.get(part, part) for part in row.cell.split("/"))
        said = [str(titles.get(row.measure, row.measure)), *parts]
        found.append(Trace(row, ", ".join(part for part in said if part)))
    return tuple(found)
