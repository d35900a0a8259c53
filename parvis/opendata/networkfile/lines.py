"""Reads JSON text and remembers on which line each value stands.

The standard reader forgets where things were, keeps the last of two equal keys and takes NaN;
here every one of these is told with its line.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from django.utils.translation import gettext as _

Path = tuple[str | int, ...]

DEEPEST = 24
"""Levels of lists and objects within each other; a network file needs seven."""

MOST = 300_000
"""Values in a file; the example network has 30,000, and a hostile file would fill the memory."""

_WRITTEN = re.compile(r"[^ \t\n\r]|\Z")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 30
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None}


class Unreadable(Exception):
    """The text stops being JSON at this offset."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


@dataclass(slots=True)
class Place:
    """Where a value stands in the text, and where what it holds does."""

    offset: int
    within: dict[str | int, Place] | None = None


@dataclass
class Document:
    """What a JSON text says, and where it says it."""

    data: Any
    place: Place
    slips: list[tuple[Path, int, str]]
    _newlines: list[int]
    _end: int

    def line(self, path: Sequence[str | int]) -> int:
        """The line of a value; of what holds it, when the value is missing."""
        place = self.place
        for step in path:
            inner = (place.within or {}).get(step)
            if inner is None:
                break
            place = inner
        return self.line_at(place.offset)

    def line_at(self, offset: int) -> int:
        """The line of a character, the first one being 1; never past the last line."""
        return bisect_right(self._newlines, min(offset, self._end) - 1) + 1


def line_of(text: str, offset: int) -> int:
    """The line of a character of a text that may end anywhere."""
    last = max(len(text.rstrip()) - 1, 0)
    return text.count("\n", 0, min(offset, last)) + 1


def read(text: str) -> Document:
    """Read a whole JSON text. Raises Unreadable where it stops being JSON.

    What is JSON and yet wrong (the same key twice, a number no computer holds, a character no
    database holds) is listed in `slips`, so that it is told with everything else.
    """
    reader = _Reader(text)
    data, place, end = reader.value(reader.skip(0), (), 0)
    end = reader.skip(end)
    if end != len(text):
        raise Unreadable(end, _("there is something after the end of the file's object"))
    newlines = [match.start() for match in re.finditer("\n", text)]
    return Document(data, place, reader.slips, newlines, max(len(text.rstrip()) - 1, 0))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.slips: list[tuple[Path, int, str]] = []
        self.values = 0

    def skip(self, offset: int) -> int:
        """The next character that is not blank, or the end."""
        match = _WRITTEN.search(self.text, offset)
        return match.start() if match else len(self.text)

    def value(self, offset: int, path: Path, depth: int) -> tuple[Any, Place, int]:
        self.values += 1
        if self.values > MOST:
            raise Unreadable(offset, _("there are more than %(most)d values") % {"most": MOST})
        character = self.text[offset : offset + 1]
        if character in {"{", "["}:
            if depth == DEEPEST:
                raise Unreadable(
                    offset,
                    _("lists and objects stand in each other more than %(deepest)d deep")
                    % {"deepest": DEEPEST},
                )
            read = self._object if character == "{" else self._list
            return read(offset, path, depth + 1)
        if character == '"':
            found, end = self._string(offset, path)
            return found, Place(offset), end
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, offset):
                return meaning, Place(offset), offset + len(word)
        if match := _NUMBER.match(self.text, offset):
            return self._number(match, path), Place(offset), match.end()
        raise self._unexpected(offset)

    def _object(self, start: int, path: Path, depth: int) -> tuple[Any, Place, int]:
        found: dict[str, Any] = {}
        within: dict[str | int, Place] = {}
        place = Place(start, within)
        offset = self.skip(start + 1)
        if self.text[offset : offset + 1] == "}":
            return found, place, offset + 1
        while True:
            if self.text[offset : offset + 1] != '"':
                raise self._unexpected(offset, _("a key in quotation marks was expected"))
            key, end = self._string(offset, path)
            if key in found:
                self.slips.append(((*path, key), offset, _("is written twice")))
            end = self.skip(end)
            if self.text[end : end + 1] != ":":
                raise self._unexpected(end, _("a colon was expected"))
            found[key], inner, end = self.value(self.skip(end + 1), (*path, key), depth)
            inner.offset = offset  # people look for the key
            within[key] = inner
            offset = self.skip(end)
            if self.text[offset : offset + 1] == "}":
                return found, place, offset + 1
            if self.text[offset : offset + 1] != ",":
                raise self._unexpected(offset, _("a comma or a closing brace was expected"))
            offset = self.skip(offset + 1)

    def _list(self, start: int, path: Path, depth: int) -> tuple[Any, Place, int]:
        found: list[Any] = []
        within: dict[str | int, Place] = {}
        place = Place(start, within)
        offset = self.skip(start + 1)
        if self.text[offset : offset + 1] == "]":
            return found, place, offset + 1
        while True:
            item, inner, end = self.value(offset, (*path, len(found)), depth)
            within[len(found)] = inner
            found.append(item)
            offset = self.skip(end)
            if self.text[offset : offset + 1] == "]":
                return found, place, offset + 1
            if self.text[offset : offset + 1] != ",":
                raise self._unexpected(offset, _("a comma or a closing bracket was expected"))
            offset = self.skip(offset + 1)

    def _string(self, offset: int, path: Path) -> tuple[str, int]:
        try:
            found, end = scanstring(self.text, offset + 1, True)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                raise Unreadable(
                    len(self.text), _("the file stops in the middle of a text")
                ) from error
            raise Unreadable(error.pos, _("a text holds a character it cannot")) from error
        if _UNWRITABLE.search(found):
            self.slips.append((path, offset, _("holds a control character")))
            found = _UNWRITABLE.sub("?", found)
        return found, end

    def _number(self, match: re.Match[str], path: Path) -> int | float:
        text = match.group()
        if len(text) <= _LONGEST_NUMBER:
            number = int(text) if match.group(2, 3) == (None, None) else float(text)
            if math.isfinite(number):
                return number
        self.slips.append((path, match.start(), _("is a number out of range")))
        return 0

    def _unexpected(self, offset: int, expected: str = "") -> Unreadable:
        if offset >= len(self.text):
            return Unreadable(offset, _("the file stops before its end"))
        if self.text.startswith(("NaN", "Infinity", "-Infinity"), offset):
            return Unreadable(offset, _("NaN and Infinity are not numbers"))
        return Unreadable(offset, expected or _("a value was expected"))
