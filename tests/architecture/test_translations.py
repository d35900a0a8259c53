"""Whatever is said to a reader is said in French too, and the compiled catalogue says the same."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.utils.translation.template import templatize

from tests.architecture.reading import HOUSE, sources, templates

FOLDER = HOUSE / "locale" / "fr" / "LC_MESSAGES"
SAYING = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
"""Functions that translate: where their context, their words and their plural stand."""
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")

Key = tuple[str, str]  # context, words


@dataclass
class Entry:
    """One entry of the catalogue."""

    flags: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What it translates."""
        return self.parts.get("msgctxt", ""), self.parts.get("msgid", "")

    @property
    def said(self) -> list[str]:
        """Its translations: one, or one for each number."""
        return [text for name, text in self.parts.items() if name.startswith("msgstr")]


def _catalogue() -> list[Entry]:
    entries = [Entry()]
    part = ""
    for line in (FOLDER / "django.po").read_text("utf-8").splitlines():
        if line.startswith("#~"):
            continue
        starts_anew = line.startswith(("#", "msgctxt ")) or (
            line.startswith("msgid ") and "msgctxt" not in entries[-1].parts
        )
        if starts_anew and "msgstr" in "".join(entries[-1].parts):
            entries.append(Entry())
        if line.startswith("#,"):
            entries[-1].flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line.startswith('"'):
            entries[-1].parts[part] += ast.literal_eval(line)
        elif match := re.match(r"(msg\w+(?:\[\d\])?) (\".*\")$", line):
            part = match[1]
            if part == "msgid" and "msgstr" in "".join(entries[-1].parts):
                entries.append(Entry())
            entries[-1].parts[part] = ast.literal_eval(match[2])
    return [entry for entry in entries if entry.parts]


CATALOGUE = _catalogue()
WORDS = [entry for entry in CATALOGUE if entry.key[1]]
FRENCH = {entry.key: entry for entry in WORDS}


def _said_in(tree: ast.AST, names: dict[str, str]) -> Iterator[tuple[int, Key, str | None]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if (where := SAYING.get(names.get(node.func.id, ""))) is None:
            continue
        texts = [
            word.value if isinstance(word, ast.Constant) and isinstance(word.value, str) else None
            for word in node.args
        ]
        context, words, plural = (None if i is None else texts[i] for i in where)
        if words is not None:
            yield node.lineno, (context or "", words), plural


def _in_programs() -> Iterator[tuple[str, Key, str | None]]:
    for source in sources():
        names = {
            alias.asname or alias.name: alias.name
            for node in ast.walk(source.tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
        }
        for line, key, plural in _said_in(source.tree, names):
            yield source.at(line), key, plural


def _in_templates() -> Iterator[tuple[str, Key, str | None]]:
    names = {name: name for name in SAYING} | {"_": "gettext"}
    for template in templates():
        code = templatize(template.path.read_text("utf-8"))
        for match in re.finditer(r"(?<!\w)(?:_|n?p?n?gettext)\(", code):
            for end in (i for i in range(match.end(), len(code)) if code[i] == ")"):
                try:
                    tree = ast.parse(code[match.start() : end + 1], mode="eval")
                except SyntaxError:
                    continue
                for _, key, plural in _said_in(tree, names):
                    yield template.name, key, plural
                break


SPOKEN = [*_in_programs(), *_in_templates()]


def test_we_found_what_is_said():
    assert len(SPOKEN) > 100
    assert len(WORDS) > 100


def test_whatever_is_said_has_french_words():
    silent = sorted({f"{key[1]!r} ({at})" for at, key, _ in SPOKEN if key not in FRENCH})

    assert silent == []


def test_whatever_is_said_of_several_has_french_words_for_several():
    silent = sorted(
        f"{key[1]!r} ({at})"
        for at, key, plural in SPOKEN
        if plural is not None and key in FRENCH
        if FRENCH[key].parts.get("msgid_plural") != plural
    )

    assert silent == []


def test_no_french_line_is_empty_or_guessed():
    assert [e.key[1] for e in WORDS if "fuzzy" in e.flags or not all(e.said)] == []


def test_no_line_stands_twice():
    keys = [entry.key for entry in WORDS]

    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_french_lines_leave_the_same_holes():
    wrong = []
    for entry in WORDS:
        if not all(entry.said):
            continue
        asked = set(HOLES.findall(entry.parts["msgid"] + entry.parts.get("msgid_plural", "")))
        # The singular may leave the number out.
        if set(HOLES.findall(" ".join(entry.said))) != asked:
            wrong.append(entry.key[1])

    assert wrong == []


def test_nothing_is_translated_that_nobody_says():
    said = {key for _, key, _ in SPOKEN}

    assert sorted(key for key in FRENCH if key not in said) == []


@pytest.fixture(scope="module")
def compiled() -> dict[object, str]:
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def test_the_compiled_catalogue_says_the_same(compiled: dict[object, str]):
    wrong = []
    for entry in WORDS:
        context, words = entry.key
        key = f"{context}\x04{words}" if context else words
        found = [compiled.get((key, i)) for i in range(len(entry.said))]
        if "msgid_plural" not in entry.parts:
            found = [compiled.get(key)]
        if found != entry.said:
            wrong.append(words)

    assert wrong == []
