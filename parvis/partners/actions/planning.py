"""What is done with a plan: a recurring duty and its sessions, a week copied, the weeks ahead."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Pole, Site
from parvis.centres.queries import Calendar, calendars
from parvis.kernel import recurrence
from parvis.kernel.history import action
from parvis.kernel.keeping import Change, Kept, keep, let_go
from parvis.partners.actions.sessions import call_off
from parvis.partners.actions.writing import moved, removed, written
from parvis.partners.enums import ANSWERABLE, IN_VIEW, Absence, DutyState
from parvis.partners.errors import NotTheSame
from parvis.partners.models import Duty, DutySession, Partner
from parvis.partners.queries.duty import is_shut, sessions
from parvis.partners.queries.week import to_copy
from parvis.partners.rules.duty import LOOKED_AHEAD

SHARED = ("site", "pole", "partner", "desk", "languages", "begins", "ends", "paired")
"""What a duty says of each of its sessions."""
ASKED_ANEW = ("site", "partner", "begins", "ends")
"""What of it, once changed, must be confirmed again."""


@action
def record_duty(
    *,
    site: Site,
    pole: Pole,
    first: datetime.date,
    begins: datetime.time | str,
    ends: datetime.time | str,
    partner: Partner | None = None,
    desk: str = "",
    languages: Sequence[str] = (),
    paired: bool = False,
    rule: str = "",
    last: datetime.date | None = None,
    was: Duty | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Duty]:
    """Record a recurring duty and make its sessions of the months ahead.

    Sessions still to come follow what changed, but those moved or settled by hand; at another
    hour or by another partner they are asked anew. A day on which the site is closed gets none.
    Raises NotTheSame for a pole of another centre, CannotKeep for a rule that is none.
    """
    if pole.centre_id != site.centre_id:
        raise NotTheSame(_("The pole and the site are of the same centre."))
    before = None if was is None else {name: getattr(was, name) for name in SHARED}
    kept = keep(
        Duty,
        where={"site": site, "pole": pole, "partner": partner, "first": first, "begins": begins},
        values={
            "ends": ends,
            "desk": desk,
            "languages": list(languages),
            "paired": paired,
            "rule": rule,
            "last": last,
            "simulated": site.centre.simulated,
        },
        was=was,
        seen=seen,
    )
    if kept.change is not Change.UNCHANGED:
        _expand(kept.row, before, by)
    return kept


@action
def remove_duty(*, row: Duty, seen: str, by: Actor) -> None:
    """Remove a recurring duty: its sessions to come go with it, those that were held stay.

    A partner that was asked already is told that it is called off.
    """
    coming = row.sessions.filter(day__gte=_today(row.site), state__in=ANSWERABLE)
    for session in list(coming):
        _take_away(session, by)
    let_go(row, seen=seen)


@action
def plan_ahead(*, by: Actor) -> int:
    """Make the sessions of every duty for the months ahead, and follow closures; how many made.

    A session on a day that has since been closed is called off, one called off only because the
    site was closed comes back when it opens after all.
    """
    made = 0
    duties = Duty.objects.select_related("site__centre", "pole__centre", "partner")
    for duty in duties.order_by("pk"):
        made += _expand(duty, None, by)
    _follow_closures(by)
    return made


@action
def copy_week(
    *, site: Site, monday: datetime.date, to: datetime.date, by: Actor
) -> list[DutySession]:
    """Plan in another week what stands in this one; both are Mondays. Returns what was made.

    Left out: days on which the site is closed, what is there already, and partners on duty at
    that hour. Copying twice makes nothing the second time.
    """
    Site.objects.select_for_update(of=("self",), no_key=True).get(pk=site.pk)
    rows = to_copy(site, monday)
    ahead = to - monday
    calendar = calendars([site], to, to + datetime.timedelta(days=6))[site.pk]
    there = list(
        DutySession.objects.filter(
            day__range=(to, to + datetime.timedelta(days=6)), state__in=IN_VIEW
        )
    )
    made = []
    for row in rows:
        day = row.day + ahead
        if is_shut(calendar, day) or any(_is_taken(row, day, other) for other in there):
            continue
        copy = DutySession(
            state=DutyState.PLANNED if row.partner_id else DutyState.UNCOVERED,
            day=day,
            simulated=row.simulated,
            **{name: getattr(row, name) for name in SHARED},
        )
        made.append(written(copy))
    return made


def _is_taken(row: DutySession, day: datetime.date, other: DutySession) -> bool:
    meets = other.day == day and other.begins < row.ends and row.begins < other.ends
    return (
        meets
        and other.partner_id == row.partner_id
        and (
            row.partner_id is not None
            or (other.site_id, other.pole_id) == (row.site_id, row.pole_id)
        )
    )


def _today(site: Site) -> datetime.date:
    return timezone.localdate(timezone=site.zone)


def _expand(duty: Duty, before: dict[str, Any] | None, by: Actor) -> int:
    """Make the sessions that are missing, take away those no longer meant; how many were made."""
    today = _today(duty.site)
    until = min(duty.last or datetime.date.max, max(today, duty.first) + LOOKED_AHEAD)
    since = max(duty.first, today)
    meant = list(recurrence.days(duty.first, duty.rule, since, until))
    calendar = calendars([duty.site], since, until)[duty.site_id] if meant else None
    existing = {
        row.occurrence: row
        for row in sessions()
        .filter(duty=duty, occurrence__gte=today)
        .select_for_update(of=("self",), no_key=True)
    }
    for occurrence, row in existing.items():
        if occurrence not in meant:
            if row.state in ANSWERABLE:
                _take_away(row, by)
        elif before is not None:
            _follow(row, duty, before)
    made = 0
    for day in meant:
        if day not in existing and not _shut(calendar, day):
            written(_session(duty, day))
            made += 1
    return made


def _shut(calendar: Calendar | None, day: datetime.date) -> bool:
    return calendar is not None and is_shut(calendar, day)


def _session(duty: Duty, day: datetime.date) -> DutySession:
    return DutySession(
        duty=duty,
        occurrence=day,
        day=day,
        state=DutyState.PLANNED if duty.partner_id else DutyState.UNCOVERED,
        simulated=duty.simulated,
        **{name: getattr(duty, name) for name in SHARED},
    )


def _follow(row: DutySession, duty: Duty, before: dict[str, Any]) -> None:
    """Give a session what its duty now says, where it still said what the duty did."""
    if row.state not in ANSWERABLE or row.replacements.exclude(state=DutyState.CANCELLED).exists():
        return
    changed = {
        name: getattr(duty, name)
        for name in SHARED
        if getattr(row, name) == before[name] != getattr(duty, name)
    }
    if not changed:
        return
    anew = any(name in changed for name in ASKED_ANEW)
    if "partner" in changed and duty.partner_id is None:
        if row.state != DutyState.UNCOVERED:
            moved(row, DutyState.CANCELLED, reason=Absence.STAFF)
            moved(row, DutyState.UNCOVERED, reason="", signalled_at=None, asked_at=None, **changed)
        else:
            written(row, **changed)
        return
    if row.state == DutyState.UNCOVERED and "partner" in changed:
        moved(row, DutyState.PLANNED, reason="", asked_at=None, **changed)
    elif row.state == DutyState.CONFIRMED and anew:
        moved(row, DutyState.PLANNED, asked_at=None, **changed)
    else:
        written(row, **changed, **({"asked_at": None} if anew else {}))


def _take_away(row: DutySession, by: Actor) -> None:
    """What nobody was told of goes; what somebody was asked for is called off, and said so."""
    if row.asked_at is None and row.state != DutyState.CONFIRMED and not row.replacements.exists():
        removed(row)
    else:
        call_off(session=row, reason=Absence.WITHDRAWN, by=by)


def _follow_closures(by: Actor) -> None:
    today = timezone.now().date()
    rows = list(
        sessions().filter(day__gte=today, state__in=[*ANSWERABLE])
        | sessions().filter(day__gte=today, state=DutyState.CANCELLED, reason=Absence.CLOSED)
    )
    for calendar, day, here in _by_day(rows):
        shut = is_shut(calendar, day)
        for row in here:
            if shut and row.state in ANSWERABLE:
                call_off(session=row, reason=Absence.CLOSED, by=by)
            elif not shut and row.state == DutyState.CANCELLED and row.replaces_id is None:
                back = DutyState.PLANNED if row.partner_id else DutyState.UNCOVERED
                moved(row, back, reason="", asked_at=None)


def _by_day(
    rows: Iterable[DutySession],
) -> list[tuple[Calendar, datetime.date, list[DutySession]]]:
    asked = list(rows)
    if not asked:
        return []
    days = [row.day for row in asked]
    known = calendars({row.site_id: row.site for row in asked}.values(), min(days), max(days))
    groups: dict[tuple[int, datetime.date], list[DutySession]] = {}
    for row in asked:
        groups.setdefault((row.site_id, row.day), []).append(row)
    return [(known[site], day, here) for (site, day), here in groups.items()]
