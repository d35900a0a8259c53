"""Names that are the same but for their spelling."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.facts import CentreSeen, Facts, NameSeen, PersonSeen, Said
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.enums import ContradictionKind, Severity

LONGEST_NAME = 5  # in words
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:[  ][A-ZÀ-Þ][\w'’-]+)+")


def spelling(facts: Facts) -> Iterator[Contradiction]:
    """Every pair of names of the year that may be one name."""
    yield from _variants(facts)
    yield from _people(facts)
    yield from _centres(facts)
    yield from _partners(facts)
    yield from _in_texts(facts)


def _found(
    facts: Facts,
    codes: tuple[str, ...],
    first: tuple[str, Said],
    second: tuple[str, Said],
    cause: str,
    *,
    language: str = "",
    severity: Severity = Severity.CONTRADICTION,
) -> Contradiction:
    return Contradiction(
        kind=ContradictionKind.SPELLING,
        subject=first[0],
        first=Side(first[0], first[0], facts.where(first[1].sources)),
        second=Side(second[0], second[0], facts.where(second[1].sources)),
        likely_cause=cause,
        codes=codes,
        language=language,
        severity=severity,
    )


def why(first: str, second: str, *, surname_in_capitals: bool = False) -> str | None:
    """How two names differ when spelling is all that parts them; None: they are two names.

    A word wholly in capitals is how many documents write a surname, or a title, and no difference.
    """
    one, other = first.replace("’", "'"), second.replace("’", "'")
    if surname_in_capitals:
        one, other = _without_capitals(one, other)
    if one == other:
        return None
    if one.casefold() == other.casefold():
        return _("Capitals only.")
    plain, beside = words.plain(one), words.plain(other)
    if plain == beside:
        return _("An accent, an apostrophe or a hyphen only.")
    if plain.replace(" ", "") == beside.replace(" ", ""):
        return _("Written in one word or in two.")
    if words.is_near(plain, beside):
        return _("A letter dropped, added or exchanged.")
    return None


def _without_capitals(one: str, other: str) -> tuple[str, str]:
    """Words in capitals take the case of the word in the same place of the other name."""
    here, there = one.split(), other.split()
    if len(here) != len(there):
        return one, other
    for place, (mine, theirs) in enumerate(zip(here, there, strict=True)):
        if mine.casefold() == theirs.casefold() and (mine.isupper() or theirs.isupper()):
            there[place] = mine
        elif max(_capitals(mine), _capitals(theirs)) > 1:
            here[place], there[place] = mine.casefold(), theirs.casefold()
    return " ".join(here), " ".join(there)


def _capitals(word: str) -> int:
    return len(word) if word.isupper() else 0


# -- people --------------------------------------------------------------------------------------


def _variants(facts: Facts) -> Iterator[Contradiction]:
    """Spellings of one person, when a document of the year names them."""
    for person in facts.people:
        if not facts.is_said_in_the_year(person):
            continue
        seen: set[str] = set()
        for variant in person.variants:
            cause = why(person.name, variant, surname_in_capitals=True)
            if cause is None and not _is_compound(person.name, variant):
                continue
            written = words.plain(variant) if cause is None else variant.casefold()
            if written not in seen:
                seen.add(written)
                yield _found(
                    facts,
                    (person.code,),
                    (person.name, person),
                    (variant, person),
                    cause or _("Half of a compound name was left out."),
                )


def _people(facts: Facts) -> Iterator[Contradiction]:
    """Two people whose names are one but for spelling."""
    here = [person for person in facts.people if facts.is_said_in_the_year(person)]
    for first, second in itertools.combinations(here, 2):
        cause = _may_be_one(first, second)
        if cause is not None:
            yield _found(
                facts,
                (first.code, second.code),
                (first.name, first),
                (second.name, second),
                cause,
            )


def _may_be_one(first: PersonSeen, second: PersonSeen) -> str | None:
    """The first names must be the same: two Martins, or a Léa and a Léo, are two people."""
    one, other = words.plain(first.name).split(), words.plain(second.name).split()
    if not one or not other or one[0] != other[0]:
        return None
    if one == other:
        return _("One person was recorded twice.")
    if _is_compound(first.name, second.name):
        return _("Half of a compound name was left out.")
    near = words.is_near("".join(one[1:]), "".join(other[1:]))
    return _("A letter dropped, added or exchanged.") if near else None


def _is_compound(first: str, second: str) -> bool:
    """«Anne Blanc-Roche» and «Anne Roche»: the same first name, and a part of the surname."""
    one, other = words.plain(first).split(), words.plain(second).split()
    if len(one) == len(other) or min(len(one), len(other)) < 2 or one[0] != other[0]:
        return False
    short, long = sorted((one[1:], other[1:]), key=len)
    return set(short) < set(long)


# -- centres and partners ------------------------------------------------------------------------


def _centres(facts: Facts) -> Iterator[Contradiction]:
    for centre in facts.centres:
        seen: set[str] = set()
        for alias in centre.aliases:
            if not facts.is_said_in_the_year(alias) or alias.text in seen:
                continue
            seen.add(alias.text)
            yield from _alias(facts, centre, alias)
        yield from _sites(facts, centre)
    present = [centre for centre in facts.centres if facts.is_said_in_the_year(centre)]
    for first, second in itertools.combinations(present, 2):
        cause = why(first.name, second.name)
        if cause is not None and not _tell_apart(facts, first, second):
            yield _found(
                facts, (first.code, second.code), (first.name, first), (second.name, second), cause
            )


def _sites(facts: Facts, centre: CentreSeen) -> Iterator[Contradiction]:
    """A site of which two documents speak under two names."""
    for site in centre.sites:
        for alias in site.aliases:
            printed = site.name.get(alias.language or "fr")
            if not printed or not facts.is_said_in_the_year(alias):
                continue
            cause = why(printed, alias.text)
            yield _found(
                facts,
                (centre.code, site.code),
                (printed, site),
                (alias.text, alias),
                cause or _("A nickname, a former name, or the name of the town."),
                severity=Severity.CONTRADICTION if cause else Severity.NOTE,
            )


def _tell_apart(facts: Facts, first: CentreSeen, second: CentreSeen) -> bool:
    """Whether one short word of its own tells each from the other, as neighbouring towns do."""
    one, other = set(words.plain(first.name).split()), set(words.plain(second.name).split())
    own = (one - other, other - one)
    return len(own[0]) == len(own[1]) == 1 and not words.is_near(*own[0], *own[1])


def _alias(facts: Facts, centre: CentreSeen, alias: NameSeen) -> Iterator[Contradiction]:
    name, other = (centre.name, centre), (alias.text, alias)
    cause = (
        _particle(centre.name, alias.text)
        or why(centre.name, alias.text)
        or (_slip_inside(centre.name, alias.text) if alias.language in ("", "fr") else None)
    )
    if cause is not None:
        yield _found(facts, (centre.code,), name, other, cause)
    elif not _is_part(centre.name, alias.text) and alias.language in ("", "fr"):
        cause = _("A nickname, a former name, or the name of the town.")
        yield _found(facts, (centre.code,), name, other, cause, severity=Severity.NOTE)


def _particle(name: str, alias: str) -> str | None:
    """The same words, a small one left out or put in."""
    one, other = words.plain(name).split(), words.plain(alias).split()
    own = [word for word in {*one} ^ {*other} if word not in words.FUNCTION_WORDS["fr"]]
    is_short = one != other and abs(len(one) - len(other)) <= 1
    return _("A small word left out or put in.") if not own and is_short else None


def _slip_inside(name: str, alias: str) -> str | None:
    """One is the other cut short, and misspelt: words next to each other that are nearly those."""
    short, long = sorted((words.plain(name).split(), words.plain(alias).split()), key=len)
    own = [word for word in short if word not in long and word not in words.FUNCTION_WORDS["fr"]]
    if not own or not all(any(words.is_near(word, other) for other in long) for word in own):
        return None
    for length in range(2, len(short) + 1):
        for start in range(len(short) - length + 1):
            mine = short[start : start + length]
            if not set(own) <= set(mine):
                continue
            for there in range(len(long) - length + 1):
                if words.is_near(" ".join(mine), " ".join(long[there : there + length])):
                    return _("A letter dropped, added or exchanged.")
    return None


def _is_part(name: str, alias: str) -> bool:
    """Whether one is the other cut short."""
    one, other = set(words.plain(name).split()), set(words.plain(alias).split())
    return one <= other or other <= one


def _partners(facts: Facts) -> Iterator[Contradiction]:
    here = [partner for partner in facts.partners if facts.is_said_in_the_year(partner)]
    for first, second in itertools.combinations(here, 2):
        cause = why(first.name, second.name) or (
            _("One organisation was recorded twice.") if first.name == second.name else None
        )
        if cause is not None:
            yield _found(
                facts, (first.code, second.code), (first.name, first), (second.name, second), cause
            )


# -- texts ---------------------------------------------------------------------------------------


def _in_texts(facts: Facts) -> Iterator[Contradiction]:
    """Names of people, as texts of the report write them."""
    known = {words.plain(person.name): person for person in facts.people}
    for text in facts.texts_of_the_year():
        for written in dict.fromkeys(_runs(text.body)):
            person, cause = _known_as(written, known)
            if person is not None and cause is not None:
                yield _found(
                    facts,
                    ("text", text.slot, person.code),
                    (person.name, person),
                    (written, text),
                    cause,
                    language=text.language,
                )


def _runs(body: str) -> Iterator[str]:
    """Words with a capital that follow each other, and every part of a long run of them.

    A month or the first word of a sentence may stand before a name.
    """
    for run in _CAPITALISED.findall(body):
        parts = run.split()
        for length in range(2, min(len(parts), LONGEST_NAME) + 1):
            for start in range(len(parts) - length + 1):
                yield " ".join(parts[start : start + length])


def _known_as(written: str, known: dict[str, PersonSeen]) -> tuple[PersonSeen | None, str | None]:
    """The person a text means by these words, and how it misspells the name, if it does."""
    plain = words.plain(written)
    if plain in known:
        return known[plain], why(known[plain].name, written, surname_in_capitals=True)
    for name, person in known.items():
        first, _space, last = name.partition(" ")
        here, _space, there = plain.partition(" ")
        near = first == here and words.is_near(last, there)
        if near or (last == there and words.is_near(first, here)):
            return person, _("A letter dropped, added or exchanged.")
    return None, None
