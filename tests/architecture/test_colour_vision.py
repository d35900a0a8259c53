"""The signs of needs stay apart for every vision, and no colour stands alone.

Colours are seen as with no working cone of one kind: matrices of Machado, Oliveira and Fernandes,
"A physiologically-based model for simulation of color vision deficiency" (IEEE TVCG 15(6), 2009),
severity 1.0, applied to linear RGB. Distances are CIE 1976 ΔE in CIELAB (white D65): above about
10, two colours are told apart at a glance.
"""

from __future__ import annotations

import itertools

import pytest

from parvis.ui import icons
from parvis.ui.signs import SHAPES
from tests.architecture.test_contrast import TOKENS, linear

APART = 15.0
NEEDS = "abcde"

Rows = tuple[tuple[float, float, float], ...]

VISIONS: dict[str, Rows] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ: Rows = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
"""From linear sRGB, IEC 61966-2-1."""
WHITE = (0.95047, 1.0, 1.08883)


def _times(rows: Rows, values: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in rows]


def lab(colour: str, vision: Rows) -> tuple[float, float, float]:
    """The colour in CIELAB, as this vision sees it."""
    seen = [min(max(part, 0.0), 1.0) for part in _times(vision, linear(colour))]
    ratios = [part / white for part, white in zip(_times(XYZ, seen), WHITE, strict=True)]
    x, y, z = (t ** (1 / 3) if t > (6 / 29) ** 3 else t * 841 / 108 + 4 / 29 for t in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: str, other: str, vision: Rows) -> float:
    """How far two colours are from each other: ΔE of 1976."""
    pairs = zip(lab(one, vision), lab(other, vision), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_the_measure_is_the_known_one():
    ordinary = VISIONS["all cones"]
    assert lab("#ffffff", ordinary) == pytest.approx((100, 0, 0), abs=0.01)
    assert lab("#ff0000", ordinary) == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    assert apart("#ff0000", "#00ff00", VISIONS["deuteranopia"]) < apart(
        "#ff0000", "#00ff00", ordinary
    )


@pytest.mark.parametrize("vision", VISIONS)
def test_signs_stay_apart_for_every_vision(vision: str):
    near = {
        f"{one}{other}": round(found, 1)
        for one, other in itertools.combinations(NEEDS, 2)
        if (found := apart(TOKENS[f"need-{one}"], TOKENS[f"need-{other}"], VISIONS[vision])) < APART
    }

    assert near == {}


def test_every_sign_has_a_letter_a_shape_and_a_colour_of_its_own():
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert len({str(icons.drawn(shape)) for shape in SHAPES.values()}) == len(SHAPES)
    assert len({TOKENS[f"need-{letter}"] for letter in NEEDS}) == len(NEEDS)
    assert set(NEEDS) < set(SHAPES)
