"""What words say about language, number, date and exactness; small lists of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from parvis.kernel.words import sort_key

_FRENCH = """le la les des du une dans pour avec est sont et par sur aux au que qui ne pas cette
ces leur leurs dont mais elle ils elles nous vous depuis entre sans sous ses son été ont à où ou ce
il en de se"""
_ENGLISH = """the of and to in is are was were with for from by this that which their has have been
its they it not than there at into between under without both who whose while"""
FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""Words that carry grammar, and belong to one of the two languages only."""

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\([^)]*\)|\*\*[^*]*\*\*|\[\[[a-z0-9-]+\]\]")
_ELIDED = re.compile(r"\b(?:[dljnmst]|qu)['’]", re.IGNORECASE)


def language_of(text: str) -> str | None:
    """The language these words are written in, or None when they do not tell.

    One function word is enough where the other language has none; otherwise one language needs
    twice as many as the other. Quoted words and words in brackets keep the language they were
    said in, and do not count.
    """
    bare = _QUOTED.sub(" ", text)
    words = [word.casefold() for word in _WORD.findall(bare)]
    found = {
        language: sum(word in known for word in words) for language, known in FUNCTION_WORDS.items()
    }
    found["fr"] += len(_ELIDED.findall(bare))
    first, second = sorted(found, key=lambda language: -found[language])
    if found[first] == 0 or found[first] < 2 * found[second]:
        return None
    return first


def holds_another(text: str, language: str) -> bool:
    """Whether a word of another language than this one stands in the text at all; quickly told."""
    words = {word.casefold() for word in _WORD.findall(text)}
    if any(
        not words.isdisjoint(known) for code, known in FUNCTION_WORDS.items() if code != language
    ):
        return True
    return language != "fr" and _ELIDED.search(text) is not None


def sentences(text: str) -> list[str]:
    """The text cut at ends of sentences and of lines."""
    return [piece.strip(" -") for piece in _SENTENCE.split(text) if piece.strip(" -")]


def is_telling(sentence: str) -> bool:
    """Whether a sentence is long enough for its language to be told: four words or more."""
    return len(_WORD.findall(_QUOTED.sub(" ", sentence))) >= 4


# -- numbers -------------------------------------------------------------------------------------

_BINDING = re.compile(r"\[\[[a-z0-9-]+\]\]")
_SPACES = " \u00a0\u202f\u2009"
_TIME = re.compile(
    r"(?<!\d)(2[0-4]|[01]?\d)(?:\s?h(?:\s?([0-5]\d))?(?!\w)|[.:]([0-5]\d)(?![\d%]|\s?%))"
)
_NUMBER = re.compile(
    rf"(?<![\w.,])(\d{{1,3}}(?:[{_SPACES},]\d{{3}})+(?!\d)|\d+)(?:([.,])(\d+))?(?!\d)"
)
_COUNTED: dict[str, dict[str, int]] = {
    "fr": {
        "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10,
        "onze": 11, "douze": 12,
    },
    "en": {
        "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "ten": 10, "eleven": 11, "twelve": 12,
    },
}  # fmt: skip
"""Numbers written in letters; «neuf» is left out, for it also means new."""


@dataclass(frozen=True)
class NumberRead:
    """A number as a text writes it, and where."""

    value: Decimal
    start: int
    end: int


def numbers(text: str) -> list[NumberRead]:
    """Numbers in figures, thousands parted by spaces or commas; bindings and hours left out."""
    bare = text
    for left_out in (_BINDING, _TIME):
        bare = left_out.sub(lambda match: " " * len(match[0]), bare)
    found = []
    for match in _NUMBER.finditer(bare):
        whole = re.sub(rf"[{_SPACES},]", "", match[1])
        decimals = f".{match[3]}" if match[3] else ""
        found.append(NumberRead(Decimal(whole + decimals), match.start(), match.end()))
    return found


def times(text: str) -> set[tuple[int, int]]:
    """Hours of the day: «9 h 30», «9.30» and «9:30» are one."""
    return {(int(m[1]), int(m[2] or m[3] or 0)) for m in _TIME.finditer(text)}


def counted(text: str, language: str) -> set[int]:
    """Numbers written in letters."""
    known = _COUNTED.get(language, {})
    return {known[word] for word in map(str.casefold, _WORD.findall(text)) if word in known}


def how_many(title: str, language: str) -> int:
    """How many things a title announces: «Deux formations» are two, any other title is one."""
    words = _WORD.findall(title)
    return _COUNTED.get(language, {}).get(words[0].casefold(), 1) if words else 1


_MAGNITUDES = {
    "dizaine": 10, "centaine": 100, "millier": 1_000, "mille": 1_000, "million": 1_000_000,
    "ten": 10, "hundred": 100, "thousand": 1_000,
}  # fmt: skip


def magnitude(words: str) -> int | None:
    """The order of magnitude that words give: «tens of thousands» is 10,000; None: no number."""
    found = [
        size
        for word in map(str.casefold, _WORD.findall(words))
        if (size := _MAGNITUDES.get(word) or _MAGNITUDES.get(word.removesuffix("s")))
    ]
    product = 1
    for size in found:
        product *= size
    return product if found else None


# -- dates ---------------------------------------------------------------------------------------

MONTHS: dict[str, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ),
}  # fmt: skip
_DAY = {
    language: re.compile(
        r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?(?:\s*(?:au|et|to|and|–|-|à)\s*(\d{1,2}))?"
        rf"\s+({'|'.join(months)})\b(?:\s+(\d{{4}}))?",
        re.IGNORECASE,
    )
    for language, months in MONTHS.items()
}


@dataclass(frozen=True)
class DayRead:
    """A day as a text writes it; no year when it writes none."""

    day: int
    month: int
    year: int | None
    printed: str


def days(text: str, language: str) -> Iterator[DayRead]:
    """Days written in a text, both ends of «4 au 6 décembre»."""
    if language not in _DAY:
        return
    for match in _DAY[language].finditer(text):
        month = MONTHS[language].index(match[3].casefold()) + 1
        year = int(match[4]) if match[4] else None
        for day in (match[1], match[2]):
            if day:
                yield DayRead(int(day), month, year, match[0])


def without_days(text: str, language: str) -> str:
    """The text with the days it writes blanked out."""
    pattern = _DAY.get(language)
    return pattern.sub(" ", text) if pattern else text


# -- exactness -----------------------------------------------------------------------------------

QUALIFIERS: dict[str, dict[str, str]] = {
    "fr": {
        "plus de": "more_than", "au moins": "more_than", "au-delà de": "more_than",
        "environ": "about", "près de": "about", "quelque": "about", "à peu près": "about",
        "autour de": "about", "presque": "about", "jusqu'à": "up_to", "au plus": "up_to",
        "au maximum": "up_to", "moins de": "up_to", "exactement": "exact", "précisément": "exact",
    },
    "en": {
        "more than": "more_than", "over": "more_than", "at least": "more_than",
        "above": "more_than", "about": "about", "around": "about", "nearly": "about",
        "almost": "about", "approximately": "about", "some": "about", "up to": "up_to",
        "at most": "up_to", "less than": "up_to", "fewer than": "up_to", "exactly": "exact",
        "precisely": "exact",
    },
}  # fmt: skip
"""Words that say how exact the number after them is."""

AMBIGUOUS = frozenset({"autour de", "quelque", "over", "above", "around", "some"})
"""Words that also say where: «spread over six countries», «around two round tables»."""


def qualifier_before(text: str, language: str) -> tuple[str, str] | None:
    """The words that end this text and say how exact the next number is, and what they mean."""
    end = text.replace("’", "'").casefold().rstrip(f"{_SPACES}\n*")
    for words, meaning in QUALIFIERS.get(language, {}).items():
        if re.search(rf"(?:^|[^\w-]){re.escape(words)}$", end):
            return words, meaning
    return None


# -- names ---------------------------------------------------------------------------------------


def plain(name: str) -> str:
    """Without case, accents, apostrophes and hyphens: what is left of a name to compare."""
    return " ".join(re.findall(r"\w+", sort_key(name)))


def distance(one: str, other: str) -> int:
    """How many letters must be added, dropped, changed or swapped with the next one.

    Optimal string alignment; after Damerau, «A technique for computer detection and correction
    of spelling errors», 1964.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def is_near(one: str, other: str) -> bool:
    """Near enough for a slip of the pen: one letter from five on, two from seven on."""
    shortest = min(len(one), len(other))
    allowed = 0 if shortest < 5 else 1 if shortest < 7 else 2
    if abs(len(one) - len(other)) > allowed:
        return False
    return distance(one, other) <= allowed
