"""Draw the base map: `.venv/bin/python deploy/draw_map.py countries-50m.json countries-10m.json`.

Both files come from the npm package world-atlas 2.0.2 (ISC licence, Michael Bostock), made from
Natural Earth, which is in the public domain. 50m draws Europe, 10m the three islands, whose shape
would otherwise be lost. The result, parvis/papers/maps/base.json, is committed: one path a
country, in the units of parvis.papers.places, rounded to half a unit. Borders are drawn as the
source has them and take no position on any of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from parvis.papers.places import HEIGHT, INSETS, WIDTH, in_europe

TARGET = Path(__file__).resolve().parent.parent / "parvis/papers/maps/base.json"
MARGIN = 40.0
TOLERANCE = 0.9  # half a millimetre on an A4 page is about three units
SMALLEST = 14.0  # square units; smaller islands are specks
CODES = {
    "008": "AL", "012": "DZ", "020": "AD", "040": "AT", "056": "BE", "070": "BA", "100": "BG",
    "191": "HR", "203": "CZ", "208": "DK", "233": "EE", "250": "FR", "276": "DE", "300": "GR",
    "348": "HU", "372": "IE", "380": "IT", "428": "LV", "438": "LI", "440": "LT", "442": "LU",
    "492": "MC", "499": "ME", "504": "MA", "528": "NL", "578": "NO", "616": "PL", "620": "PT",
    "642": "RO", "643": "RU", "674": "SM", "688": "RS", "703": "SK", "705": "SI", "724": "ES",
    "752": "SE", "756": "CH", "788": "TN", "807": "MK", "826": "GB", "833": "IM", "832": "JE",
    "831": "GG",
}  # fmt: skip

Point = tuple[float, float]
Ring = list[Point]


def main(fine: str, finer: str) -> None:
    """Write the paths, countries in order of their code."""
    europe = dict(_countries(json.loads(Path(fine).read_text())))
    paths = {
        CODES[number]: path
        for number, rings in europe.items()
        if number in CODES
        and (path := _path(rings, lambda lon, lat: in_europe(lat, lon), (0, 0, WIDTH, HEIGHT)))
    }
    france = dict(_countries(json.loads(Path(finer).read_text())))["250"]
    insets = {}
    for inset in INSETS:

        def place(lon: float, lat: float, inset: Any = inset) -> Point:
            x, y = inset.place(lat, lon)
            return (x, y)

        box = (inset.x, inset.y, inset.x + inset.width, inset.y + inset.height)
        near = [
            ring
            for ring in france
            if all(abs(p[0] - inset.longitude) < 3 and abs(p[1] - inset.latitude) < 3 for p in ring)
        ]
        insets[inset.code] = _path(near, place, box)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        json.dumps(
            {
                "source": "world-atlas 2.0.2 (ISC), Natural Earth (public domain)",
                "countries": dict(sorted(paths.items())),
                "insets": insets,
            },
            indent=0,
        )
        + "\n"
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, {len(paths)} countries")


def _countries(atlas: dict[str, Any]) -> Iterable[tuple[str, list[Ring]]]:
    """Every country with its outer and inner rings, in degrees (TopoJSON, arcs as differences)."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(numbers: list[int]) -> Ring:
        points: Ring = []
        for number in numbers:
            piece = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += piece[1:] if points else piece
        return points

    for shape in atlas["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield shape.get("id", ""), [ring(part) for polygon in polygons for part in polygon]


def _path(
    rings: list[Ring],
    place: Callable[[float, float], Point],
    box: tuple[float, float, float, float],
) -> str:
    pieces = []
    for ring in rings:
        if any(abs(lon - 4) > 75 and box[2] == WIDTH for lon, _lat in ring):
            ring = [point for point in ring if abs(point[0] - 4) <= 75 and point[1] > 0]
        points = _clipped([place(lon, lat) for lon, lat in ring], box)
        if len(points) < 4 or abs(_area(points)) < SMALLEST:
            continue
        middle = len(points) // 2  # a ring has no ends: it is thinned in two halves
        thinned = _thinned(points[: middle + 1])[:-1] + _thinned(points[middle:])
        if len(thinned) > 3:
            pieces.append("M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in thinned) + "Z")
    return "".join(pieces)


def _clipped(points: Ring, box: tuple[float, float, float, float]) -> Ring:
    """The part of a ring inside the box and a margin (Sutherland and Hodgman, 1974)."""
    margin = MARGIN if box[2] == WIDTH else 0.0
    x0, y0, x1, y1 = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    for axis, limit, sign in ((0, x0, 1), (0, x1, -1), (1, y0, 1), (1, y1, -1)):
        kept: Ring = []
        for before, here in zip(points[-1:] + points[:-1], points, strict=True):
            inside, was_inside = (sign * (p[axis] - limit) >= 0 for p in (here, before))
            if inside != was_inside:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(
                    (
                        before[0] + share * (here[0] - before[0]),
                        before[1] + share * (here[1] - before[1]),
                    )
                )
            if inside:
                kept.append(here)
        points = kept
        if not points:
            break
    return points


def _thinned(points: Ring) -> Ring:
    """Fewer points, none further than TOLERANCE from the line (Douglas and Peucker, 1973)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def off(point: Point) -> float:
        if length == 0:
            return float(((point[0] - ax) ** 2 + (point[1] - ay) ** 2) ** 0.5)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    worst = max(range(1, len(points) - 1), key=lambda i: off(points[i]))
    if off(points[worst]) <= TOLERANCE:
        return [points[0], points[-1]]
    return _thinned(points[: worst + 1])[:-1] + _thinned(points[worst:])


def _area(points: Ring) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _short(value: float) -> str:
    return f"{round(value * 2) / 2:g}"


if __name__ == "__main__":
    main(*sys.argv[1:])
