"""The base map with its points, as one SVG for the web page and the paper."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from parvis.papers.places import HEIGHT, INSETS, WHOLE, WIDTH, place

BASE = Path(__file__).resolve().parent / "maps" / "base.json"
RADIUS = 15.0  # of a numbered disc: a number of 7 points on a page 170 mm wide
STEPS = 200


@dataclass(frozen=True)
class Point:
    """A place with the number it has in the list beside the map."""

    number: int
    name: str
    latitude: float
    longitude: float
    is_associate: bool = False


@dataclass
class _Disc:
    point: Point
    at: tuple[float, float]
    x: float
    y: float

    @property
    def is_moved(self) -> bool:
        """Whether the disc left its place to let a neighbour be read."""
        return (self.x - self.at[0]) ** 2 + (self.y - self.at[1]) ** 2 > 4


@dataclass(frozen=True)
class Drawn:
    """The drawing, and the points that fall outside the frame and every inset."""

    svg: str
    outside: tuple[Point, ...]


def drawn(points: Iterable[Point], *, tinted: Iterable[str], alternative: str = "") -> Drawn:
    """The map with a numbered disc for each point; `tinted` are codes of countries to colour.

    `alternative` labels the drawing where it stands in a page; a paper says it by itself.
    """
    discs, outside = [], []
    for point in points:
        at = place(point.latitude, point.longitude)
        if at is None:
            outside.append(point)
        else:
            discs.append(_Disc(point, at, *at))
    _spread(discs)
    base = _base()
    coloured = set(tinted)
    svg = render_to_string(
        "papers/map.svg",
        {
            "width": WIDTH,
            "height": HEIGHT,
            "whole": WHOLE,
            "countries": [(path, code in coloured) for code, path in base["countries"].items()],
            "insets": [(inset, base["insets"][inset.code]) for inset in INSETS],
            "discs": discs,
            "radius": RADIUS,
            "alternative": alternative,
        },
    )
    return Drawn(svg=svg, outside=tuple(outside))


def _spread(discs: list[_Disc]) -> None:
    """Push discs that overlap apart, a little at a time, in an order that is always the same."""
    room = 2 * RADIUS + 2
    for _step in range(STEPS):
        moved = False
        for index, one in enumerate(discs):
            for other in discs[index + 1 :]:
                dx, dy = other.x - one.x, other.y - one.y
                apart = (dx * dx + dy * dy) ** 0.5
                if apart >= room:
                    continue
                if apart < 0.01:
                    dx, dy, apart = 1.0, 0.5, 1.118
                push = (room - apart) / 2 / apart
                one.x, one.y = one.x - dx * push, one.y - dy * push
                other.x, other.y = other.x + dx * push, other.y + dy * push
                moved = True
        for disc in discs:
            right = WIDTH if disc.at[0] <= WIDTH else WHOLE
            left = 0.0 if disc.at[0] <= WIDTH else WIDTH + 20
            disc.x = min(max(disc.x, left + RADIUS), right - RADIUS)
            disc.y = min(max(disc.y, RADIUS), HEIGHT - RADIUS)
        if not moved:
            return


@cache
def _base() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BASE.read_text(encoding="utf-8"))
    return found
