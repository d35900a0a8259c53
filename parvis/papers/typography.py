"""The small spaces and marks a careful printer would set, language by language."""

from __future__ import annotations

import re

NARROW = "\u202f"
WIDE = "\u00a0"

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_BEFORE_HIGH_MARK = re.compile(r"[ \u00a0](?=[;!?](?:\s|$))")
_BEFORE_COLON = re.compile(r" (?=:(?:\s|$))")
_AFTER_OPENING = re.compile(r"«[ \u00a0]?")
_BEFORE_CLOSING = re.compile(r"[ \u00a0]?»")
_NUMBER_AND_WORD = re.compile(r"(?<![\w.,])(\d{1,4}) (?=[^\W\d_])")
_BEFORE_PERCENT = re.compile(r"(?<=\d)[ \u00a0](?=%)")


def composed(text: str, language: str) -> str:
    """The same words with curly apostrophes, and spaces that do not break where French has them.

    Letters and digits are never changed: what is read aloud or searched stays the same.
    """
    text = _APOSTROPHE.sub("\u2019", text)
    text = _NUMBER_AND_WORD.sub(rf"\1{WIDE}", text)
    if language == "fr":
        text = _BEFORE_HIGH_MARK.sub(NARROW, text)
        text = _BEFORE_COLON.sub(WIDE, text)
        text = _AFTER_OPENING.sub(f"«{NARROW}", text)
        text = _BEFORE_CLOSING.sub(f"{NARROW}»", text)
        text = _BEFORE_PERCENT.sub(NARROW, text)
    return text
