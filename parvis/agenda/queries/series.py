"""What a change of a series would do, read before it is saved."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.agenda import shapes
from parvis.agenda.enums import Extent
from parvis.agenda.errors import Begun, CannotShift, NotInASeries
from parvis.agenda.models import Entry, Series
from parvis.agenda.queries.entries import entries
from parvis.agenda.shapes import Plan, Wish


def series_of(series: Series) -> QuerySet[Entry]:
    """The dates of a series, in their order, with what they take up; two queries."""
    rows = entries().filter(series=series).prefetch_related("holds")
    return rows.order_by("occurrence", "pk")


def planned_change(
    entry: Entry,
    extent: str,
    wish: Wish,
    now: datetime.datetime | None = None,
) -> Plan:
    """Each date before and after, for a person to look at before it is saved; two queries.

    Raises Begun for one date that has begun, NotInASeries for several of a date that stands
    alone, and whatever `shapes.planned` raises.
    """
    moment = now or timezone.now()
    if extent == Extent.THIS:
        if entry.begins <= moment:
            raise Begun(_("This date has begun or is past: it is not moved."))
        if wish.rule is not None or wish.last is not None:
            raise CannotShift(_("A rule and a last day are those of a series, not of one date."))
        return shapes.moved_alone(entry, wish)
    if entry.series is None:
        raise NotInASeries(_("This date is no part of a series."))
    pattern = shapes.pattern_of(entry.series)
    rows = series_of(entry.series)
    return shapes.planned(rows, pattern, wish, Extent(extent), entry, moment)
