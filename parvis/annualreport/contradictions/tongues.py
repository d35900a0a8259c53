"""Parts of a text, a heading or a name left in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.facts import Facts, Said, TextSeen
from parvis.annualreport.contradictions.figures import name, title
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.enums import ContradictionKind, Slot
from parvis.kernel.words import Words, spoken


def tongues(facts: Facts) -> Iterator[Contradiction]:
    """Every part of what the report prints that is not in the language it stands under."""
    proper = _proper_names(facts)
    for text in facts.texts_of_the_year():
        if not text.is_quotation:  # a quotation is literal
            yield from _of_a_text(facts, text, proper)
    for subject, code, said, field in _short_words(facts):
        yield from _of_words(facts, subject, code, said, field, proper)
    yield from _of_aliases(facts)


def _proper_names(facts: Facts) -> re.Pattern[str] | None:
    """Names that are not translated: those of centres, partners, people, and what begins them."""
    names = {centre.name for centre in facts.centres}
    names |= {alias.text for centre in facts.centres for alias in centre.aliases}
    names |= {partner.name for partner in facts.partners} | {p.name for p in facts.people}
    names |= _beginnings([centre.name for centre in facts.centres])
    names |= {title for fact in facts.facts if (title := _kept_title(fact.title))}
    told = sorted((re.escape(name) for name in names if " " in name), key=len, reverse=True)
    return re.compile("|".join(told).replace("'", "['’]"), re.IGNORECASE) if told else None


def _beginnings(names: list[str]) -> set[str]:
    """The words that at least three centres begin with, in the singular and in the plural."""
    found: dict[str, int] = {}
    for said in names:
        parts = said.split()
        for length in range(2, len(parts)):
            begun = " ".join(parts[:length])
            found[begun] = found.get(begun, 0) + 1
    often = {begun for begun, times in found.items() if times >= 3}
    return often | {re.sub(r"^(\w+)", r"\1s", begun) for begun in often}


def _kept_title(said: Words) -> str:
    """A title that is the same in both languages is a name."""
    return said["fr"] if said.get("fr") and said.get("fr") == said.get("en") else ""


def _bare(text: str, proper: re.Pattern[str] | None) -> str:
    text = re.sub(r"\b\w+(?:-\w+)+\b", "Name", text)  # compound names keep their small words
    return proper.sub("Name", text) if proper else text


def _foreign(text: str, language: str, proper: re.Pattern[str] | None) -> str | None:
    """The language a text is really in, when it is not the one it stands under."""
    if language not in words.FUNCTION_WORDS or not words.holds_another(text, language):
        return None
    found = words.language_of(_bare(text, proper))
    return found if found not in (None, language) else None


def _of_a_text(
    facts: Facts, text: TextSeen, proper: re.Pattern[str] | None
) -> Iterator[Contradiction]:
    pieces = [(text.heading, False)] if text.heading else []
    pieces += [(sentence, True) for sentence in words.sentences(text.body)]
    for piece, is_sentence in pieces:
        if is_sentence and not words.is_telling(_bare(piece, proper)):
            continue
        found = _foreign(piece, text.language, proper)
        if found is not None:
            subject = str(Slot(text.slot).label)
            yield _left(facts, subject, ("text", text.slot), piece, text.language, found, text)


def _left(
    facts: Facts,
    subject: str,
    codes: tuple[str, ...],
    piece: str,
    language: str,
    found: str,
    said: Said,
) -> Contradiction:
    other = {"fr": _("French"), "en": _("English")}
    return Contradiction(
        kind=ContradictionKind.LANGUAGE,
        subject=subject,
        first=Side(piece, f"«{piece}»", facts.where(said.sources), language),
        second=Side(
            f"{language} {found}",
            _("stands in %(here)s and is written in %(there)s")
            % {"here": other[language], "there": other[found]},
            facts.where(said.sources),
        ),
        likely_cause=_(
            "It was not translated with the rest, or was pasted from the other edition."
        ),
        codes=codes,
        language=language,
    )


def _short_words(facts: Facts) -> Iterator[tuple[str, str, Said, Words]]:
    for fact in facts.facts_of_the_year():
        for field in (fact.title, fact.about):
            yield title(fact), fact.code, fact, field
    for figure in facts.figures_of_the_year():
        definition = facts.indicator[figure.indicator].version(figure.version)
        for field in (figure.words, definition.name, definition.definition, definition.recipe):
            yield name(facts, figure), figure.code, figure, field
    for body in facts.bodies:
        if facts.is_said_in_the_year(body):
            for field in (body.name, body.mandate):
                yield spoken(body.name)[0], body.code, body, field
    for office in facts.offices:
        if facts.is_said_in_the_year(office):
            yield spoken(office.name)[0], f"{office.body} {office.code}", office, office.name
    for mandate in facts.mandates:
        if facts.is_said_in_the_year(mandate):
            code = f"{mandate.body} {mandate.office} {mandate.person}"
            yield spoken(mandate.title)[0], code, mandate, mandate.title


def _of_words(
    facts: Facts,
    subject: str,
    code: str,
    said: Said,
    field: Words,
    proper: re.Pattern[str] | None,
) -> Iterator[Contradiction]:
    for language, piece in field.items():
        if _is_a_name(piece, language, field):
            continue
        found = _foreign(piece, language, proper)
        if found is not None:
            yield _left(facts, subject, (code,), piece, language, found, said)


def _is_a_name(piece: str, language: str, field: Words) -> bool:
    """The same words under another language too, with or without a gloss in brackets."""
    bare = re.sub(r"\s*\([^)]*\)", "", piece)
    return any(
        said in (piece, bare) or re.sub(r"\s*\([^)]*\)", "", said) == piece
        for other, said in field.items()
        if other != language
    )


def _of_aliases(facts: Facts) -> Iterator[Contradiction]:
    """A name in one language that carries a word only names in the other language have."""
    for centre in facts.centres:
        own = set(words.plain(centre.name).split())
        for alias in centre.aliases:
            if not alias.language or not facts.is_said_in_the_year(alias):
                continue
            here = set(words.plain(alias.text).split()) - own
            elsewhere = {
                word: other
                for other in centre.aliases
                if other.language and other.language != alias.language
                for word in words.plain(other.text).split()
            }
            borrowed = sorted(here & elsewhere.keys())
            mine = {
                word
                for other in centre.aliases
                if other.language == alias.language and other != alias
                for word in words.plain(other.text).split()
            }
            if borrowed and not mine & set(borrowed) and alias.language == "fr":
                found = elsewhere[borrowed[0]].language
                yield _left(
                    facts, centre.name, (centre.code,), alias.text, alias.language, found, alias
                )
