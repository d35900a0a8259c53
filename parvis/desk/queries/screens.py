"""What the screens of a site show, put together from the queue, the hours and the poles."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, time_format

from parvis.centres.enums import SIGNS, DayState
from parvis.centres.models import Pole, Site
from parvis.centres.queries.opening import calendar, opens_next
from parvis.desk.sentences import said
from parvis.kernel.words import spoken
from parvis.ui.signs import SHAPES
from parvis.visits.enums import BANDS, Basis, PracticalNeed
from parvis.visits.queries import (
    Board,
    Call,
    Place,
    Wait,
    bands,
    board,
    day_of,
    letters,
    poles_at,
)

NEEDS = (
    PracticalNeed.SEAT,
    PracticalNeed.STEP_FREE,
    PracticalNeed.SIGN_LANGUAGE,
    PracticalNeed.HEARING_LOOP,
    PracticalNeed.EASY_WORDS,
    PracticalNeed.WITH_CHILDREN,
)
"""The practical needs a kiosk offers, in this order."""


@dataclass(frozen=True)
class Standing:
    """Whether a site receives people at this moment, and if not, when it will."""

    is_open: bool
    is_over: bool = False
    """Staff have closed the day."""
    opens: datetime.datetime | None = None

    def said(self, language: str) -> str:
        """«Opens tomorrow at 9:00», in a language of the screens; empty where it is not known."""
        if self.opens is None:
            return ""
        day, hour = date_format(self.opens, "l j F"), time_format(self.opens, "H:i")
        return f"{said('opens', language)} {day}, {hour}"


@dataclass(frozen=True)
class Tile:
    """One pole as the kiosk offers it."""

    pole: Pole
    letter: str
    name: str
    tongue: str
    """The language the name is really in."""
    need: str
    shape: str
    wait: str


@dataclass(frozen=True)
class Line:
    """One pole as the wall tells its line: how many wait, and how long where that is known."""

    letter: str
    need: str
    waiting: int
    wait: str


@dataclass(frozen=True)
class Wall:
    """All that the wall shows."""

    standing: Standing
    board: Board
    first: Call | None
    already: tuple[Call, ...]
    lines: tuple[Line, ...]


def standing(site: Site, at: datetime.datetime) -> Standing:
    """Whether it is open: as staff opened or closed the day, else as its hours say.

    Where no hours are known it is open until staff close the day.
    """
    day = day_of(site, at.astimezone(site.zone).date())
    if day is not None and not day.is_open:
        return Standing(is_open=False, is_over=True, opens=opens_next(site, at))
    if day is not None and (day.opened_at or day.visits.exists()):
        return Standing(is_open=True)  # numbers kept for a tablet make a day, and open nothing
    date = at.astimezone(site.zone).date()
    hours = calendar(site, date, 0)
    if hours.on(date).state == DayState.UNKNOWN or hours.closes_at(at) is not None:
        return Standing(is_open=True)
    return Standing(is_open=False, opens=opens_next(site, at))


def tiles(site: Site, at: datetime.datetime, language: str) -> list[Tile]:
    """What one may come for, with the wait of each, in the order of the signs."""
    poles = poles_at(site)
    given = letters(poles)
    waits = bands(site, [pole.pk for pole in poles], at)
    return sorted(
        (_tile(pole, given[pole.pk], waits[pole.pk], language) for pole in poles),
        key=lambda tile: tile.letter or "~",
    )


def _tile(pole: Pole, letter: str, wait: Wait, language: str) -> Tile:
    name, tongue = spoken(pole.name, language)
    if tongue != language:  # the network's own words for the need, in the reader's language
        name, tongue = said(pole.need, language), language
    sign = SIGNS.get(pole.need, "").lower()
    return Tile(
        pole=pole,
        letter=letter,
        name=name,
        tongue=tongue,
        need=sign or "i",
        shape=SHAPES.get(sign, "circle-help"),
        wait=wait_said(wait, language),
    )


def wall(site: Site, at: datetime.datetime, language: str) -> Wall:
    """What the wall shows at this moment."""
    found = board(site, at)
    first = found.now[0] if found.now else None
    waits = bands(site, [pole.pk for pole, _n in found.waiting], at)
    given = letters(poles_at(site)) if found.waiting else {}
    lines = (
        Line(
            letter=given[pole.pk],
            need=SIGNS.get(pole.need, "I").lower(),
            waiting=number,
            wait=wait_in_short(waits[pole.pk], language),
        )
        for pole, number in found.waiting
    )
    return Wall(
        standing=standing(site, at),
        board=found,
        first=first,
        already=(*found.now[1:], *found.already)[:5],
        lines=tuple(sorted(lines, key=lambda line: line.letter)),
    )


def wait_said(wait: Wait, language: str) -> str:
    """«Waiting time: about 10 min», in a language of the screens; never a countdown."""
    if wait.minutes is not None:
        return said("about", language).format(wait.minutes)
    if wait.is_long:
        return said("over", language).format(BANDS[-1])
    return said(
        "no-wait" if wait.basis is Basis.NONE and not wait.ahead else "unknown-wait", language
    )


def wait_in_short(wait: Wait, language: str) -> str:
    """«about 10 min», to stand after a count; empty where the wait is not known."""
    if wait.basis is Basis.NONE:
        return ""
    if wait.minutes is None:
        return said("over-short", language).format(BANDS[-1])
    return said("about-short", language).format(wait.minutes)


def before_said(place: Place, language: str) -> str:
    """How many are before, in a sentence."""
    code = {0: "before-none", 1: "before-one"}.get(place.before, "before-many")
    return said(code, language).format(place.before)


def page_of(address: str, language: str = "") -> str:
    """Where a visitor follows a ticket, as a phone reads it from the square."""
    path = reverse("desk:place", kwargs={"address": address})
    return f"{settings.BASE_URL}{path}{f'?lang={language}' if language else ''}"


def whole_queue_of(site: Site) -> str:
    """Where anybody follows the whole queue of a site, as a phone reads it from the wall."""
    return f"{settings.BASE_URL}{reverse('desk:whole', kwargs={'site': site.pk})}"
