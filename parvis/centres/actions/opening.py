"""What is done with the hours of a site: the week, special days, closures."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.errors import OverlappingHours
from parvis.centres.models import Closure, Hours, Site, SpecialDay
from parvis.centres.queries import week_token
from parvis.centres.rules.clashes import Week
from parvis.kernel.dates import PartialDate
from parvis.kernel.editing import Both, ChangedMeanwhile
from parvis.kernel.history import action
from parvis.kernel.keeping import Change, Kept, keep, let_go
from parvis.kernel.words import Words
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source

When = PartialDate | str | None


@action
def record_hours(
    *,
    site: Site,
    weekday: int,
    opens: datetime.time | str,
    closes: datetime.time | str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    start: When = None,
    end: When = None,
    by_appointment: bool = False,
    note: Words | None = None,
    was: Hours | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Hours]:
    """Record one opening of one weekday (Monday is 1), in the site's own time.

    Raises OverlappingHours when the site has another opening at the same time of that weekday on
    the same days.
    """
    kept = keep_cited(
        Hours,
        where={"site": site, "weekday": weekday, "opens": opens, "start": start},
        values={"closes": closes, "end": end, "by_appointment": by_appointment, "note": note},
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )
    if kept.change is not Change.UNCHANGED:
        _refuse_overlap(kept.row)
    return kept


def _refuse_overlap(row: Hours) -> None:
    # Whoever writes hours of this site next waits, and then sees these.
    Site.objects.select_for_update(of=("self",), no_key=True).get(pk=row.site_id)
    others = Hours.objects.filter(
        site=row.site_id, weekday=row.weekday, opens__lt=row.closes, closes__gt=row.opens
    ).exclude(pk=row.pk)
    for other in others:
        if _begins(row) <= _ends(other) and _begins(other) <= _ends(row):
            raise OverlappingHours(
                _("It overlaps the opening from %(opens)s to %(closes)s of the same weekday.")
                % {"opens": f"{other.opens:%H:%M}", "closes": f"{other.closes:%H:%M}"}
            )


def _begins(row: Hours) -> datetime.date:
    return row.start.first if row.start else datetime.date.min


def _ends(row: Hours) -> datetime.date:
    return row.end.last if row.end else datetime.date.max


@action
def change_week(
    *,
    site: Site,
    week: Week,
    since: datetime.date,
    seen: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    note: Words | None = None,
    by: Actor,
) -> list[Hours]:
    """From that day on, these are the openings of every weekday; the past keeps its own.

    An opening that goes on unchanged keeps its row; one that stops gets its last day, and one
    that had not begun yet is removed. `seen` is the `week_token` the form showed. Returns the
    hours in force from that day. Raises ChangedMeanwhile, OverlappingHours.
    """
    Site.objects.select_for_update(of=("self",), no_key=True).get(pk=site.pk)
    rows = list(Hours.objects.filter(site=site).order_by("weekday", "opens"))
    if week_token(site) != seen:
        raise ChangedMeanwhile(
            site,
            {"hours": Both(theirs=[str(row) for row in rows], mine=_written(week))},
            _("Somebody else has changed these hours since you opened the page."),
        )
    cited = list(sources)
    asked = {(weekday, opening) for weekday, openings in week.items() for opening in openings}
    going_on = []
    for row in (row for row in rows if _ends(row) >= since):
        same = {
            (weekday, opening)
            for weekday, opening in asked
            if (weekday, opening.opens, opening.closes, opening.by_appointment)
            == (row.weekday, row.opens, row.closes, row.by_appointment)
        }
        if same and row.end is None and _begins(row) <= since:
            asked -= same
            going_on.append(row)
        elif _begins(row) >= since:
            row.delete()
        else:
            row.end = PartialDate((since - datetime.timedelta(days=1)).isoformat())
            row.save(update_fields=["end"])
    new = [
        record_hours(
            site=site,
            weekday=weekday,
            opens=opening.opens,
            closes=opening.closes,
            by_appointment=opening.by_appointment,
            start=since.isoformat(),
            note=note,
            sources=cited,
            standing=standing,
            by=by,
        ).row
        for weekday, opening in sorted(asked)
    ]
    return sorted([*going_on, *new], key=lambda row: (row.weekday, row.opens))


def _written(week: Week) -> list[str]:
    return [
        f"{weekday} {opening.opens:%H:%M}-{opening.closes:%H:%M}"
        for weekday, openings in sorted(week.items())
        for opening in sorted(openings)
    ]


@action
def set_special_day(
    *,
    site: Site,
    day: datetime.date,
    openings: Sequence[Sequence[str]],
    by_appointment: bool = False,
    reason: Words | None = None,
    was: SpecialDay | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[SpecialDay]:
    """Give one day hours of its own, [["09:00", "12:30"], …]; none at all closes it.

    Raises CannotKeep when the openings overlap or close before they open.
    """
    return keep(
        SpecialDay,
        where={"site": site, "day": day},
        values={
            "openings": [list(opening) for opening in openings],
            "by_appointment": by_appointment,
            "reason": reason,
        },
        was=was,
        seen=seen,
    )


@action
def close(
    *,
    site: Site,
    start: datetime.date,
    end: datetime.date,
    kind: str,
    reason: Words | None = None,
    was: Closure | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Closure]:
    """Close a site from a day until a day, both included, and say why."""
    return keep(
        Closure,
        where={"site": site, "start": start},
        values={"end": end, "kind": kind, "reason": reason},
        was=was,
        seen=seen,
    )


@action
def remove_opening(*, row: Hours | SpecialDay | Closure, seen: str, by: Actor) -> None:
    """Remove hours, a special day or a closure as its form showed it: the others hold again."""
    let_go(row, seen=seen)
