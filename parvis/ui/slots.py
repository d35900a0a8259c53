"""Named places in the skeletons that rooms fill from `apps.ready()`.

A skeleton lives here, below every room, and so cannot know what they will show in it. It names a
place; a room says «in that place, this template, with what this function gives». An empty place
shows nothing, never a sample; `docs/later.md` lists what will fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Gives = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]

PLACES: dict[str, str] = {
    "networks": "the switch of the top strip: which network is on screen, and the others",
    "menu": "links of the public menu, in the header",
    "strip": "a short live line at the start of the top strip, such as «open until 17:30»",
    "home": "cards of the network's home page",
    "office-today": "on the office's home: how today runs where this person works",
    "office-month": "on the office's home: how the month goes",
    "office": "sections of the office's home, after the posts",
    "display-next": "foot of the wall display: the next sessions of the site",
    "desk-sessions": "front desk: today's sessions, each with its «one more present»",
    "away-sessions": "desk without network: today's sessions, and what can be done about them",
    "programme-published": "counters of the programme: what was published of that year, beside",
    "own-place": "page of one's own place in a session: what whoever came finds there",
    "desk-remote": "front desk: threads at a distance that wait, the oldest first",
    "counsellor-resources": "counsellor's desk: what can be given to a visitor, to search",
    "charter": "after the people on the list of who accepted the Charter",
    "report-after": "after the last chapter of a report",
    "figure-after": "after the last part of a figure's card",
    "footer": "links of the footer",
    "office-hat": "which centre, partner or network one works for, in the bar of the office",
    "office-who": "who is signed in, and the way out, at the end of that bar",
}
"""Every place a skeleton offers, and what it is for."""


@dataclass(frozen=True)
class Filling:
    """One template put in one place by one room."""

    template: str
    gives: Gives
    order: int


_fillings: dict[str, list[Filling]] = {}


def fill(place: str, *, template: str, gives: Gives | None = None, order: int = 50) -> None:
    """Put a template in a place; called from `apps.ready()`.

    `gives` receives the page's context and returns the template's own, or None to show nothing on
    this page. Lower `order` comes first. Filling twice with the same template changes nothing.
    Raises KeyError when no skeleton offers that place.
    """
    if place not in PLACES:
        raise KeyError(f"no skeleton offers the place “{place}”; known: {', '.join(PLACES)}")
    here = _fillings.setdefault(place, [])
    if any(filling.template == template for filling in here):
        return
    here.append(Filling(template=template, gives=gives or _nothing_more, order=order))
    here.sort(key=lambda filling: (filling.order, filling.template))


def shown(place: str, context: Mapping[str, Any]) -> SafeString:
    """What the rooms put there, one after the other; the empty string when nobody did."""
    if place not in PLACES:
        raise KeyError(f"no skeleton offers the place “{place}”; known: {', '.join(PLACES)}")
    request = context.get("request")
    parts = []
    for filling in _fillings.get(place, ()):
        given = filling.gives(context)
        if given is not None:
            parts.append(render_to_string(filling.template, dict(given), request=request))
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped by its own template


def _nothing_more(context: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"network": context.get("network")}
