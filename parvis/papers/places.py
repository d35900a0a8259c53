"""Where a point of the earth falls on the base map: the frame, its insets, their projection.

Europe is drawn in Lambert's azimuthal equal-area projection (a country is as large as it is),
centred on 46° N 4° E, on a sphere; the three overseas insets are plane, narrowed by the cosine of
their latitude, each at its own scale. Units are those of the drawing (0 to 1180 across).
Formula: J. P. Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395), 24-2 to
24-4.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

WIDTH, HEIGHT = 1000.0, 680.0
"""The frame of Europe; the insets stand in a column at its right."""

WHOLE = 1180.0
"""Width of the whole drawing, insets included."""

_CENTRE = (46.0, 4.0)
_SCALE = 2330.0  # units to the radius of the earth
_ORIGIN = (500.0, 284.0)


@dataclass(frozen=True)
class Inset:
    """A frame of its own for a territory far away: its corner, its size, what it shows."""

    code: str
    name: str
    x: float
    y: float
    width: float
    height: float
    latitude: float
    longitude: float
    scale: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether this point of the earth falls inside the frame."""
        x, y = self.place(latitude, longitude)
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """The point in units of the drawing."""
        narrowed = math.cos(math.radians(self.latitude))
        return (
            self.x + self.width / 2 + (longitude - self.longitude) * self.scale * narrowed,
            self.y + self.height / 2 - (latitude - self.latitude) * self.scale,
        )


INSETS = (
    Inset("guadeloupe", "Guadeloupe", 1020, 0, 160, 216, 16.2, -61.42, 125),
    Inset("la-reunion", "La Réunion", 1020, 232, 160, 216, -21.15, 55.53, 150),
    Inset("mayotte", "Mayotte", 1020, 464, 160, 216, -12.85, 45.15, 270),
)


def place(latitude: float, longitude: float) -> tuple[float, float] | None:
    """The point on the drawing, in the frame of Europe or in an inset; None outside all of them."""
    for inset in INSETS:
        if inset.holds(latitude, longitude):
            return inset.place(latitude, longitude)
    if math.cos(math.radians(latitude)) * math.cos(math.radians(longitude - _CENTRE[1])) < 0:
        return None  # the other half of the earth
    x, y = in_europe(latitude, longitude)
    return (x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None


def in_europe(latitude: float, longitude: float) -> tuple[float, float]:
    """The point in the frame of Europe, wherever it falls."""
    phi, lam = math.radians(latitude), math.radians(longitude - _CENTRE[1])
    phi0 = math.radians(_CENTRE[0])
    cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
    k = math.sqrt(2 / (1 + cosine))
    x = k * math.cos(phi) * math.sin(lam)
    y = k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam))
    return _ORIGIN[0] + x * _SCALE, _ORIGIN[1] - y * _SCALE
