"""What stands against an act, in sentences, so that a form can show them before it saves.

None of them refuses by itself: what is impossible is refused by the action, the rest is for the
person to weigh.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.centres.enums import DayState
from parvis.centres.models import Centre, Closure, Pole, Site, SpecialDay, Stop, TeamMember
from parvis.centres.models.opening import validate_openings
from parvis.centres.queries import Calendar, Opening
from parvis.centres.queries.opening import calendar, today
from parvis.centres.rules.departures import departures
from parvis.kernel import recurrence
from parvis.kernel.words import spoken
from parvis.principles.enums import Principle

STOPS_AHEAD = datetime.timedelta(days=183)
"""How far ahead the stops of a mobile facility are compared."""

Week = dict[int, Sequence[Opening]]
"""Openings by weekday, Monday is 1."""


def of_week(site: Site, week: Week, since: datetime.date) -> list[str]:
    """Weekly hours that overlap or close before they open; special days that stay as they are."""
    found = []
    for openings in week.values():
        found += _of_openings(openings)
    coming = SpecialDay.objects.filter(site=site, day__gte=since).order_by("day")
    found += [
        _("%(day)s has hours of its own, which stay.") % {"day": _day(one.day)} for one in coming
    ]
    return found


def of_special_day(site: Site, day: datetime.date, openings: Sequence[Sequence[str]]) -> list[str]:
    """A day past, closed, a holiday, or whose special hours are the ordinary ones."""
    rows = calendar(site, day, 0)
    try:
        validate_openings(openings)
    except ValidationError as wrong:
        return list(wrong.messages)
    found = _of_past(site, day)
    stands = rows.on(day)
    if stands.state == DayState.CLOSED:
        found.append(
            _("%(day)s lies in a closure: these hours will not be read.") % {"day": _day(day)}
        )
    found += _of_holiday(rows, day)
    asked = [(f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in rows.ordinary(day)]
    if asked == [(str(opens), str(closes)) for opens, closes in openings]:
        found.append(_("These are the ordinary hours of %(day)s.") % {"day": _day(day)})
    return found


def of_closure(
    site: Site, start: datetime.date, end: datetime.date, was: Closure | None = None
) -> list[str]:
    """An end before the beginning, another closure, special days it silences, holidays in it."""
    if end < start:
        return [_("The end comes before the beginning.")]
    found = _of_past(site, end)
    others = Closure.objects.filter(Q(site=site), start__lte=end, end__gte=start)
    found += [
        _("It overlaps the closure from %(start)s to %(end)s.")
        % {"start": _day(other.start), "end": _day(other.end)}
        for other in others
        if was is None or other.pk != was.pk
    ]
    days = (end - start).days
    rows = calendar(site, start, days)
    found += [
        _("The special hours of %(day)s will not be read.") % {"day": _day(day)}
        for day in sorted(rows.special)
    ]
    for ahead in range(days + 1):
        found += _of_holiday(rows, start + datetime.timedelta(days=ahead))
    return found


def of_stop(
    *,
    site: Site,
    first: datetime.date,
    last: datetime.date | None,
    begins: datetime.time,
    ends: datetime.time,
    rule: str,
    today: datetime.date,
    was: Stop | None = None,
) -> list[str]:
    """No day to come, days on which the facility does not go out, another stop at that hour."""
    since = max(first, today)
    until = min(last or datetime.date.max, since + STOPS_AHEAD)
    days = list(recurrence.days(first, rule, since, until))
    if not days:
        return [_("No day to come is served by it.")]
    rows = calendar(site, days[0], (days[-1] - days[0]).days)
    found = [
        _("It does not go out that day: %(day)s.") % {"day": rows.on(day)}
        for day in days
        if rows.on(day).state in (DayState.CLOSED, DayState.HOLIDAY)
    ]
    others = Stop.objects.filter(site=site, begins__lt=ends, ends__gt=begins)
    for other in (one for one in others if was is None or one.pk != was.pk):
        end = min(other.last or until, until)
        met = sorted(set(days) & set(recurrence.days(other.first, other.rule, since, end)))
        if met:
            found.append(
                _("On %(day)s it is at that hour in %(commune)s, %(place)s.")
                % {"day": _day(met[0]), "commune": other.commune, "place": other.place}
            )
    return found


def of_pole(pole: Pole) -> list[str]:
    """A letter already taken, and the sentence of every principle the pole would break."""
    others = Pole.objects.filter(centre=pole.centre, letter=pole.letter).exclude(pk=pole.pk)
    taken = [
        _("The letter %(letter)s is that of “%(pole)s”.")
        % {"letter": pole.letter, "pole": spoken(other.name)[0] or other.code}
        for other in (others if pole.letter else ())
    ]
    return taken + [str(Principle(principle).label) for principle in departures(pole)]


def of_member(
    centre: Centre,
    name: str,
    start: datetime.date,
    until: datetime.date | None,
    was: TeamMember | None = None,
) -> list[str]:
    """Someone of the same name already in the team on some of these days."""
    if until is not None and until < start:
        return [_("The end comes before the beginning.")]
    same = TeamMember.objects.filter(
        Q(until__isnull=True) | Q(until__gte=start), centre=centre, name__iexact=name.strip()
    )
    if until is not None:
        same = same.filter(start__lte=until)
    return [
        _("%(name)s is already in the team since %(day)s.")
        % {"name": member.name, "day": _day(member.start)}
        for member in same
        if was is None or member.pk != was.pk
    ]


def _of_openings(openings: Sequence[Opening]) -> list[str]:
    try:
        validate_openings([[f"{o.opens:%H:%M}", f"{o.closes:%H:%M}"] for o in sorted(openings)])
    except ValidationError as wrong:
        return list(wrong.messages)
    return []


def _of_past(site: Site, day: datetime.date) -> list[str]:
    return [_("%(day)s is past.") % {"day": _day(day)}] if day < today(site) else []


def _of_holiday(rows: Calendar, day: datetime.date) -> list[str]:
    name, _language = spoken(rows.holiday(day))
    return [_("%(day)s is a public holiday: %(name)s.") % {"day": _day(day), "name": name}] * bool(
        name
    )


def _day(day: datetime.date) -> str:
    return date_format(day, "DATE_FORMAT")
