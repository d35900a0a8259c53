"""Dates as sources give them, in words: to the year, the month or the day, never more."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

DASH = "\u2013"


def spelled(date: Any) -> str:
    """«2024», «November 2024» or «5 November 2024», from a PartialDate, a date or its ISO text.

    Empty for nothing at all: the caller says «not stated» where that matters.
    """
    if not date:
        return ""
    year, month, day = _parts(date)
    if day:
        return _of_day(day) + " " + _of_month(month) + " " + year
    return f"{_of_month(month)} {year}" if month else year


def weekday(date: datetime.date) -> str:
    """«Monday 6 April 2026», in the reader's language."""
    return capfirst(date_format(date, pgettext("date with its weekday", "l j F Y")))


def spelled_period(start: Any, end: Any) -> str:
    """«23–24 April 2024», «April – June 2024», or both dates in full when they share nothing."""
    if not end or str(end) == str(start):
        return spelled(start)
    if not start:
        return gettext("until %(date)s") % {"date": spelled(end)}
    first, last = _parts(start), _parts(end)
    if first[:2] == last[:2] and first[2] and last[2]:
        return f"{_of_day(first[2])}{DASH}{spelled(end)}"
    if first[0] == last[0] and first[1] and last[1] and bool(first[2]) == bool(last[2]):
        head = _of_month(first[1]) if not first[2] else f"{_of_day(first[2])} {_of_month(first[1])}"
        return f"{head} {DASH} {spelled(end)}"
    return f"{spelled(start)} {DASH} {spelled(end)}"


def placed(date: Any) -> str:
    """When it was, in a sentence: «on 5 November 2024», «in November 2024», «in 2024»."""
    if not date:
        return ""
    if _parts(date)[2]:
        return pgettext("date known to the day", "on %(date)s") % {"date": spelled(date)}
    return pgettext("date known to the month or year", "in %(date)s") % {"date": spelled(date)}


def since(date: Any) -> str:
    """From when on, in a sentence: «since 5 November 2024», «since 2024»."""
    if not date:
        return ""
    if _parts(date)[2]:
        return pgettext("date known to the day", "since %(date)s") % {"date": spelled(date)}
    return pgettext("date known to the month or year", "since %(date)s") % {"date": spelled(date)}


def timed(date: Any, end: Any = None) -> SafeString:
    """The same, as an HTML <time> that programs can read too."""
    if not date and not end:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', str(date or end), spelled_period(date, end))


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, longest))


def _parts(date: Any) -> tuple[str, int, int]:
    year, *rest = str(date).split("-")
    month, day = ([int(part) for part in rest] + [0, 0])[:2]
    return year, month, day


def _of_month(month: int) -> str:
    return str(MONTHS[month])


def _of_day(day: int) -> str:
    return pgettext("first day of a month, before its name", "1") if day == 1 else str(day)
