"""Checks a whole network file and tells everything that is wrong with it, line by line."""

from __future__ import annotations

from itertools import islice
from typing import Any
from unicodedata import category

from django.utils.translation import gettext as _

from parvis.opendata.networkfile import shapes
from parvis.opendata.networkfile.errors import Problem
from parvis.opendata.networkfile.lines import Document, Path
from parvis.opendata.networkfile.rules import Rules, Slip
from parvis.opendata.networkfile.shapes import At, NetworkFile, Shape, shaped

ENOUGH = 2000
"""Problems of one section after which looking for more of them helps nobody."""


def check(document: Document) -> tuple[NetworkFile | None, list[Problem]]:
    """The file in its shape, or everything that is wrong with it."""
    file, slips = _in_shape(document.data)
    if file is not None:
        slips += islice(Rules(document.data, file).slips(), ENOUGH)
    problems = [problem_at(document, path, reason) for path, reason in slips]
    problems += [
        Problem(document.line_at(offset), in_words(document.data, path), _printable(reason))
        for path, offset, reason in document.slips
    ]
    return (None if problems else file), problems


def problem_at(document: Document, path: Path, reason: str) -> Problem:
    """What is wrong at a path, with its line and the path in words."""
    return Problem(document.line(path), in_words(document.data, path), _printable(reason))


def in_words(data: Any, path: Path) -> str:
    """A path as people say it: «centres › cdm-liege › country»."""
    words = []
    for step in path:
        if isinstance(step, int):
            data = data[step]
            words.append(_called(data, step))
        else:
            data = data.get(step) if isinstance(data, dict) else None
            words.append(step)
    return _printable(" › ".join(words))


def _called(item: Any, index: int) -> str:
    if isinstance(item, dict):
        for key in ("code", "person", "centre", "text", "slot", "name", "version"):
            if isinstance(item.get(key), str | int):
                return str(item[key])[:60]
    return _("no. %(index)d") % {"index": index + 1}


def _printable(text: str) -> str:
    # What a broken file holds is told on a terminal: nothing of it may steer the terminal.
    # The fixed spaces of French typography may stay.
    return "".join(
        character if character.isprintable() or category(character) == "Zs" else "?"
        for character in text[:400]
    )


def _in_shape(data: Any) -> tuple[NetworkFile | None, list[Slip]]:
    """Every object in its shape; the wrong ones are told and left out."""
    if not isinstance(data, dict):
        return None, [((), _("the file must hold one object"))]
    slips: list[Slip] = []
    if data.get("format") != shapes.FORMAT:
        slips.append((("format",), _("must be “%(format)s”") % {"format": shapes.FORMAT}))
    known = {"format", "network", *shapes.SECTIONS}
    slips += [((key,), _("is not a field of the format")) for key in data if key not in known]
    network, wrong = shaped(shapes.NetworkIn, data.get("network"))
    if "network" not in data:
        wrong = [((), _("is missing"))]
    slips += [(("network", *path), reason) for path, reason in wrong]
    sections: dict[str, list[At[Any]]] = {}
    for name, shape in shapes.SECTIONS.items():
        sections[name], wrong = _section(name, shape, data)
        slips += wrong
    # The other rules are asked even when the network itself is wrong: one run tells everything.
    stand_in = network or shapes.NetworkIn(code="x", name={"fr": "x"}, simulated=False)
    file = NetworkFile(network=stand_in, **sections)
    return file, slips


def _section(
    name: str, shape: type[Shape], data: dict[str, Any]
) -> tuple[list[At[Any]], list[Slip]]:
    if name not in data and name in shapes.OPTIONAL:
        return [], []
    if name not in data:
        return [], [((name,), _("is missing"))]
    items = data[name]
    if not isinstance(items, list):
        return [], [((name,), _("must be a list"))]
    good: list[At[Any]] = []
    slips: list[Slip] = []
    for index, item in enumerate(items):
        if len(slips) > ENOUGH:
            break
        found, wrong = shaped(shape, item)
        if found is not None:
            good.append(At((name, index), found))
        slips += [((name, index, *path), reason) for path, reason in wrong]
    return good, slips
