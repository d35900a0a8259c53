"""What comes again: on which days, and how one says it.

A recurrence is a first day and a rule as calendars write it (RRULE, RFC 5545), expanded by
dateutil on the times of the wall: no zone enters here, so that a change of clocks moves nothing.
Whoever needs an instant attaches the zone of the place afterwards.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from dateutil.rrule import rrule, rrulestr
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.kernel.errors import ParvisError

LONGEST = 60
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLACES = {1, 2, 3, 4, -1}
_NARROWS = {"DAILY": set[str](), "WEEKLY": {"BYDAY"}, "MONTHLY": {"BYDAY", "BYMONTHDAY"}}
"""What a rule may say beside FREQ and INTERVAL: each such rule gives a day within a year or two."""


class BadRule(ParvisError):
    """This is no rule of recurrence that is kept here."""


class Repeats(models.TextChoices):
    """The recurrences that people choose from; the first day says the weekday."""

    ONCE = "once", gettext_lazy("once, that day only")
    WEEKLY = "weekly", gettext_lazy("every week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("every two weeks")
    MONTHLY = "monthly", gettext_lazy("every month, the same weekday of the month")
    LAST = "last", gettext_lazy("every month, the last such weekday")


def read(rule: str) -> str:
    """The rule in capitals, empty for what happens once. Raises BadRule.

    Days, weeks and months at an interval, on weekdays or a day of the month; no COUNT and no
    UNTIL, for a row has its own last day.
    """
    text = rule.strip().upper()
    if not text:
        return ""
    parts = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    bad = BadRule(_("“%(rule)s” is no rule of recurrence.") % {"rule": rule[:LONGEST]})
    if len(text) > LONGEST or len(parts) != text.count(";") + 1:
        raise bad
    narrows = set(parts) - {"FREQ", "INTERVAL"}
    allowed = _NARROWS.get(parts.get("FREQ", ""))
    if allowed is None or len(narrows) > 1 or not narrows <= allowed:
        raise bad
    try:
        made = rrulestr(text, dtstart=datetime.datetime(2024, 1, 1))  # noqa: DTZ001 - of the wall
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise bad from error
    if not isinstance(made, rrule) or not _is_kept(text, parts):
        raise bad
    return text


def _is_kept(text: str, parts: dict[str, str]) -> bool:
    """Whether what the library read is what we keep: small numbers, places a month always has."""
    interval = parts.get("INTERVAL", "1")
    if not interval.isascii() or not interval.isdigit() or not 1 <= int(interval) <= 52:
        return False
    if "BYMONTHDAY" in parts:
        days = parts["BYMONTHDAY"].split(",")
        return all(day in {*map(str, range(1, 29)), "-1"} for day in days)
    for day in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        place, name = day[:-2], day[-2:]
        placed = place in {str(one) for one in _PLACES} and "FREQ=MONTHLY" in text
        if name not in _DAYS or (place and not placed):
            return False
    return True


def validate(rule: str) -> None:
    """The validator of a column: raises ValidationError with the sentence of BadRule."""
    try:
        read(rule)
    except BadRule as refusal:
        raise ValidationError(str(refusal)) from refusal


def days(
    first: datetime.date, rule: str, since: datetime.date, until: datetime.date
) -> Iterator[datetime.date]:
    """The days between two days, both included, on which it happens; none before the first.

    Raises BadRule.
    """
    rule = read(rule)
    if not rule:
        if since <= first <= until:
            yield first
        return
    start = datetime.datetime.combine(first, datetime.time())
    for moment in rrulestr(rule, dtstart=start):
        day = moment.date()
        if day > until:
            return
        if day >= since:
            yield day


def written(repeats: str, first: datetime.date) -> str:
    """The rule of a choice, for a first day. Raises KeyError for what is no choice."""
    name, place = _DAYS[first.weekday()], _place(first)
    return {
        Repeats.ONCE: "",
        Repeats.WEEKLY: "FREQ=WEEKLY",
        Repeats.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
        # A fifth weekday does not come every month: it is then the last.
        Repeats.MONTHLY: f"FREQ=MONTHLY;BYDAY={place if place < 5 else -1}{name}",
        Repeats.LAST: f"FREQ=MONTHLY;BYDAY=-1{name}",
    }[Repeats(repeats)]


def chosen(rule: str, first: datetime.date) -> Repeats | None:
    """The choice that writes this rule; None for one that came from elsewhere."""
    return next((one for one in Repeats if written(one, first) == rule), None)


def described(rule: str, first: datetime.date) -> str:
    """In words: «every Tuesday», «every second Wednesday of the month»; of once, nothing."""
    name = str(WEEKDAYS[first.weekday()])
    parts = dict(part.split("=", 1) for part in rule.split(";") if part)
    interval = int(parts.get("INTERVAL", "1"))
    named = _named(parts.get("BYDAY", ""), name)
    match parts.get("FREQ", ""):
        case "WEEKLY" if interval == 1:
            return _("every week: %(days)s") % {"days": named}
        case "WEEKLY":
            return _("every %(n)d weeks: %(days)s") % {"n": interval, "days": named}
        case "MONTHLY" if "BYDAY" in parts:
            each = ngettext("every month", "every %(n)d months", interval) % {"n": interval}
            return _("%(each)s: %(days)s") % {"each": each, "days": named}
        case "MONTHLY":
            return ngettext("every month", "every %(n)d months", interval) % {"n": interval}
        case "DAILY":
            return ngettext("every day", "every %(n)d days", interval) % {"n": interval}
        case _:
            return ""


def _named(said: str, otherwise: str) -> str:
    names = []
    for one in said.split(",") if said else ():
        name = str(WEEKDAYS[_DAYS.index(one[-2:])])
        place = _ORDINALS.get(one[:-2])
        names.append(str(place) % {"day": name} if place else name)
    return ", ".join(names) or otherwise


_ORDINALS = {
    "1": gettext_lazy("the first %(day)s"),
    "2": gettext_lazy("the second %(day)s"),
    "3": gettext_lazy("the third %(day)s"),
    "4": gettext_lazy("the fourth %(day)s"),
    "-1": gettext_lazy("the last %(day)s"),
}


def _place(first: datetime.date) -> int:
    return (first.day - 1) // 7 + 1
