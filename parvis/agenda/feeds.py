"""Dates as iCalendar (RFC 5545, 7986), for whatever calendar people use.

The calendar and its time zones are written by the icalendar library; its events, of which a feed
has hundreds, line by line here, four times as fast (docs/adr/0047). Tests read them back.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import icalendar
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.agenda.enums import EntryState
from parvis.agenda.models import Entry
from parvis.kernel.words import spoken

REFRESHED = datetime.timedelta(hours=1)
"""How often a calendar is asked to look again."""
WIDTH = 75
"""Octets of a line, without its end (RFC 5545, 3.1)."""
_END = b"END:VCALENDAR\r\n"
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_STATUS = {
    EntryState.DRAFT: "TENTATIVE",
    EntryState.ANNOUNCED: "CONFIRMED",
    EntryState.CANCELLED: "CANCELLED",
}


def calendar(
    entries: Iterable[Entry], name: str, url_of: Callable[[Entry], str], language: str
) -> bytes:
    """These dates as a calendar of that name, in a language; the same bytes while nothing changes.

    The entries come with their places (`queries.entries`). What was cancelled stays, and says so.
    `url_of` is the page of a date in that language, which a room above knows.
    """
    with override(language):
        rows = list(entries)
        events = b"".join(_event(entry, url_of(entry), language) for entry in rows)
        head = _head(name, language, rows)
    return head.removesuffix(_END) + events + _END


def _head(name: str, language: str, rows: list[Entry]) -> bytes:
    """The calendar without its events: its name, its language, the zones they are said in."""
    made = icalendar.Calendar()
    made.add("prodid", f"-//Parvis//agenda//{language.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name, parameters={"LANGUAGE": language})
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESHED))
    for zone in sorted({row.time_zone for row in rows if not row.whole_days}):
        there = [row for row in rows if row.time_zone == zone]
        first = min(row.begins for row in there).year
        last = max(row.ends for row in there).year
        made.add_component(_zone(zone, first, last))
    return bytes(made.to_ical())


@lru_cache(maxsize=64)
def _zone(zone: str, first: int, last: int) -> icalendar.Timezone:
    """A zone as it counts from the year before these to the end of the last one."""
    made = icalendar.Timezone.from_tzid(
        zone, first_date=datetime.date(first - 1, 1, 1), last_date=datetime.date(last + 1, 1, 1)
    )
    # The library says when clocks go forward by the time they then show; a calendar reads the
    # time they showed until then (RFC 5545, 3.6.5).
    for change in made.subcomponents:
        forward = change.TZOFFSETTO - change.TZOFFSETFROM
        if forward > datetime.timedelta():
            change.DTSTART -= forward
            others = change.pop("RDATE", None)
            if others is not None:
                change.add("rdate", [one.dt - forward for one in others.dts])
    return made


def _event(entry: Entry, url: str, language: str) -> bytes:
    """One date."""
    changed = _utc(entry.changed_at)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{entry.sequence}",
        *_times(entry),
        f"STATUS:{_STATUS[EntryState(entry.state)]}",
        *_words(entry, language),
        f"URL:{url}",
        "END:VEVENT",
    ]
    return b"".join(map(_folded, lines))


def _times(entry: Entry) -> Iterator[str]:
    if entry.whole_days:
        after = entry.last_day + datetime.timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
        return
    zone = entry.zone
    for name, at in (("DTSTART", entry.begins), ("DTEND", entry.ends)):
        local = at.astimezone(zone)
        # An hour that comes twice is the first of the two in a calendar: the second says its UTC.
        said = f":{_utc(at)}" if local.fold else f";TZID={entry.time_zone}:{_basic(local)}"
        yield name + said


def _words(entry: Entry, language: str) -> Iterator[str]:
    title, tongue = spoken(entry.title, language)
    if entry.is_cancelled:  # many calendars show no status
        title = _("Cancelled: %(title)s") % {"title": title}
    yield f"SUMMARY;LANGUAGE={tongue}:{_text(title)}"
    if where := entry.where:
        yield f"LOCATION;LANGUAGE={language}:{_text(where)}"
    about, of_about = spoken(entry.about, language)
    why, of_why = spoken(entry.why, language)
    said = [part for part in (why, about, entry.link) if part]
    if said:
        tongue = of_why or of_about or language
        text = "\n\n".join(said)
        yield f"DESCRIPTION;LANGUAGE={tongue}:{_text(text)}"


def _text(words: str) -> str:
    """Words as a value (RFC 5545, 3.3.11); replacing one by one is quicker than a table."""
    plain = _CONTROLS.sub("", words).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _utc(at: datetime.datetime) -> str:
    return f"{_basic(at.astimezone(datetime.UTC))}Z"


def _basic(at: datetime.datetime) -> str:
    """A moment in the basic form of ISO 8601; four times as fast as strftime."""
    return at.isoformat()[:19].replace("-", "").replace(":", "")


def _folded(line: str) -> bytes:
    """A content line, continued on others where it is too long, never within a letter."""
    raw = line.encode()
    if len(raw) <= WIDTH:
        return raw + b"\r\n"
    parts, start, room = [], 0, WIDTH
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # within a letter of several octets
            end -= 1
        parts.append(raw[start:end])
        start, room = end, WIDTH - 1
    return b"\r\n ".join([*parts, raw[start:]]) + b"\r\n"
