"""Contrast of the colours as pages pair them: WCAG 2.2, 7:1 for words, 3:1 for what is operated.

The ratio is that of the recommendation (relative luminance of sRGB, plus 0.05 for flare).
"""

from __future__ import annotations

import re

import pytest

from tests.architecture.reading import HOUSE

STATIC = HOUSE / "ui" / "static" / "ui"
TOKENS = dict(
    re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", (STATIC / "tokens.css").read_text("utf-8"))
)
WORDS, LETTERS, OPERATED = 7.0, 4.5, 3.0
"""Words to read (AAA); one bold letter, which a shape and words repeat (AA); what is operated."""

PAIRS = [
    ("ink", "paper", WORDS),
    ("ink", "stone-50", WORDS),
    ("ink", "stone-100", WORDS),
    ("ink", "sun-100", WORDS),
    ("ink", "sun-300", WORDS),
    ("ink", "sun-400", WORDS),
    ("stone-600", "paper", WORDS),
    ("stone-600", "stone-50", WORDS),
    ("stone-600", "sun-100", WORDS),
    ("paper", "ink", WORDS),
    ("paper", "pine-800", WORDS),
    ("paper", "pine-900", WORDS),
    ("paper", "pine-950", WORDS),
    ("mist", "pine-950", WORDS),
    ("sun-400", "pine-950", WORDS),
    ("error", "paper", WORDS),
    ("error", "error-tint", WORDS),
    ("success", "paper", WORDS),
    # words in notices, cells asleep, toasts and the bars of the office and the desk
    ("ink", "error-tint", WORDS),
    ("ink", "success-tint", WORDS),
    ("stone-600", "stone-100", WORDS),
    ("paper", "error", WORDS),
    ("sun-400", "ink", WORDS),
    ("sun-400", "pine-900", WORDS),
    # what is operated, and what tells one thing from another
    ("stone-500", "paper", OPERATED),
    ("stone-500", "stone-50", OPERATED),
    ("stone-500", "sun-100", OPERATED),
    ("pine-700", "paper", OPERATED),
    ("pine-800", "paper", OPERATED),
    ("mist", "pine-950", OPERATED),
    # the ring of focus: a dark line, then a bright one, so that one of them always shows
    ("ink", "sun-400", OPERATED),
    ("sun-400", "pine-950", OPERATED),
    # the letter tiles of the needs
    *((f"need-{letter}", "paper", LETTERS) for letter in "abcde"),
    *((f"need-{letter}", f"need-{letter}-tint", OPERATED) for letter in "abcde"),
    *(("ink", f"need-{letter}-tint", WORDS) for letter in "abcde"),
]
"""What is written or drawn in the first colour on the second, and the least ratio."""


def linear(colour: str) -> list[float]:
    """Red, green and blue of a colour of sRGB, as light: from 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_the_recommendation():
    assert ratio("#ffffff", "#000000") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read(ink: str, ground: str, least: float):
    assert ratio(TOKENS[ink], TOKENS[ground]) >= least


def _rules() -> list[tuple[str, str, str]]:
    """Rules of our style sheets that set both a colour and the ground under it."""
    found = []
    for sheet in sorted(HOUSE.glob("*/static/**/*.css")):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            ink = re.search(r"(?:^|[;\s])color:\s*var\(--([\w-]+)\)", body)
            ground = re.search(r"background(?:-color)?:\s*var\(--([\w-]+)\)", body)
            if ink and ground and {ink[1], ground[1]} <= set(TOKENS):
                found.append((f"{sheet.name} {' '.join(selector.split())}", ink[1], ground[1]))
    return found


def test_every_rule_that_sets_both_can_be_read():
    weak = [
        f"{selector}: {ink} on {ground} is {ratio(TOKENS[ink], TOKENS[ground]):.2f}"
        for selector, ink, ground in _rules()
        if ratio(TOKENS[ink], TOKENS[ground]) < WORDS
    ]

    assert _rules()
    assert weak == []


def test_style_sheets_name_no_colour_of_their_own():
    """A colour is a token: one value, one name, one place to weigh it."""
    own = [
        f"{sheet.relative_to(HOUSE)}: {colour}"
        for sheet in sorted(HOUSE.glob("*/static/**/*.css"))
        if sheet.name != "tokens.css"
        for colour in re.findall(
            r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\([^)]*\)",
            re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text("utf-8"), flags=re.DOTALL),
        )
    ]

    assert own == []
