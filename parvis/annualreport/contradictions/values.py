"""One fact, two values or two dates: in two sources, two languages, or text and table."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.facts import (
    Facts,
    FactSeen,
    FigureSeen,
    ReadingSeen,
    Said,
    TextSeen,
)
from parvis.annualreport.contradictions.figures import dated, lands, name, side, title
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.enums import ContradictionKind, Severity, Slot
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words, spoken
from parvis.network.enums import FactKind
from parvis.ui import calendar, prose
from parvis.ui.numbers import written

VALUES = ContradictionKind.VALUES
NO_LONGER_A_DAY = 32
"""Longer facts give no day to be named by: only their first and last days do."""


def values(facts: Facts) -> Iterator[Contradiction]:
    """Every fact of the year that is said in two ways."""
    yield from _published_twice(facts)
    yield from _read_twice(facts)
    yield from _told_twice(facts)
    yield from _recorded_twice(facts)
    yield from _in_two_languages(facts)
    yield from _texts_in_two_languages(facts)
    yield from _text_and_facts(facts)
    yield from _in_one_language_only(facts)


def grouped(facts: Facts) -> list[tuple[FigureSeen, list[FigureSeen]]]:
    """Each value of the year that was chosen, with the others of the same target."""
    by_target: dict[tuple[str, ...], list[FigureSeen]] = defaultdict(list)
    for figure in facts.figures_of_the_year():
        by_target[figure.target].append(figure)
    groups = []
    for rows in by_target.values():
        rows.sort(key=lambda row: (not row.is_chosen, row.code))
        groups.append((rows[0], rows[1:]))
    return groups


def _published_twice(facts: Facts) -> Iterator[Contradiction]:
    for chosen, others in grouped(facts):
        for other in others:
            if (other.value, other.high) == (chosen.value, chosen.high) and other.value is not None:
                continue  # the same number with another qualifier: see qualifiers.py
            if other.raw != chosen.raw:
                yield Contradiction(
                    kind=VALUES,
                    subject=name(facts, chosen),
                    first=side(facts, chosen),
                    second=side(facts, other),
                    likely_cause=_apart(facts, chosen, other),
                    codes=(chosen.code, other.code),
                )


def _apart(facts: Facts, first: Said, second: Said) -> str:
    if _is_translated(facts, first, second):
        return _("The translation was made from another state of the text.")
    if set(first.sources) == set(second.sources):
        return _("Two passages of one document were written at different times.")
    return _("Two documents counted or dated it at different times.")


def _is_translated(facts: Facts, first: Said, second: Said) -> bool:
    one, other = facts.where(first.sources), facts.where(second.sources)
    return any(a.translation_of == b.code or b.translation_of == a.code for a in one for b in other)


# -- dates and countries that sources print differently ------------------------------------------


def _read_twice(facts: Facts) -> Iterator[Contradiction]:
    for fact in facts.facts_of_the_year():
        chosen = next((r for r in fact.readings if r.is_chosen), None)
        for reading in fact.readings:
            if reading.is_chosen:
                continue
            yield Contradiction(
                kind=VALUES,
                subject=title(fact),
                first=_reading_side(facts, fact, chosen, reading),
                second=_reading_side(facts, fact, reading, reading),
                likely_cause=_misread(facts, fact, reading),
                codes=(fact.code,),
                severity=_weight(fact, reading),
            )


def _reading_side(
    facts: Facts, fact: FactSeen, reading: ReadingSeen | None, beside: ReadingSeen
) -> Side:
    """The date or the countries, whichever the two readings disagree about."""
    said = reading or fact
    date, end, there = said.date, said.end, said.countries
    printed = reading.printed if reading else ""
    if _is_about_countries(fact, beside):
        return Side(" ".join(there), lands(there), facts.where(said.sources), fact.code)
    raw = f"{date or ''} {end or ''} {printed}".strip()
    spelled = calendar.spelled_period(date, end)
    shown = " · ".join(part for part in (spelled, f"«{printed}»" if printed else "") if part)
    return Side(raw, shown or _("no date"), facts.where(said.sources), fact.code)


def _is_about_countries(fact: FactSeen, reading: ReadingSeen) -> bool:
    return bool(reading.countries) and set(reading.countries) != set(fact.countries)


def _weight(fact: FactSeen, reading: ReadingSeen) -> Severity:
    """A date that is only less precise contradicts nothing."""
    if _is_about_countries(fact, reading) or reading.date is None:
        return Severity.CONTRADICTION
    same_start = _refines(fact.date, reading.date)
    same_end = reading.end == fact.end or _refines(fact.end, reading.end)
    return Severity.NOTE if same_start and same_end else Severity.CONTRADICTION


def _refines(one: PartialDate | None, other: PartialDate | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.text.startswith(other.text) or other.text.startswith(one.text)


def _misread(facts: Facts, fact: FactSeen, reading: ReadingSeen) -> str:
    if _is_about_countries(fact, reading):
        return _("The list changed between the two documents, or one of them is incomplete.")
    if fact.date is not None and _lacks_a_digit(reading.printed, fact.date.year):
        return _("A figure of the year is missing in print.")
    covered = [source.year for source in facts.where(reading.sources) if source.year]
    if reading.date is not None and covered and reading.date.year > max(covered):
        return _("The date is later than the year the document reports on: a slip of the year.")
    if _weight(fact, reading) == Severity.NOTE:
        return _("One document gives the date more precisely than the other.")
    return _apart(facts, fact, reading)


def _lacks_a_digit(printed: str, year: int) -> bool:
    """Whether a number of three figures stands where this year was meant."""
    without_one = {str(year)[:i] + str(year)[i + 1 :] for i in range(4)}
    return not without_one.isdisjoint(re.findall(r"(?<!\d)\d{3}(?!\d)", printed))


# -- the same thing recorded under two codes, or in two tables -----------------------------------


def _told_twice(facts: Facts) -> Iterator[Contradiction]:
    """Two facts of one kind and title with different dates, each from its own sources."""
    by_name: dict[tuple[str, ...], list[FactSeen]] = defaultdict(list)
    for fact in facts.facts_of_the_year():
        named = sorted(words.plain(said) for said in fact.title.values())
        by_name[fact.kind, fact.centre, fact.topic, *named].append(fact)
    for rows in by_name.values():
        for first, second in _pairs(rows):
            apart = set(first.sources).isdisjoint(second.sources)
            if apart and (first.date, first.end) != (second.date, second.end):
                yield _two_dates(facts, title(first), first, second)


def _two_dates(facts: Facts, subject: str, first: FactSeen, second: FactSeen) -> Contradiction:
    return Contradiction(
        kind=VALUES,
        subject=subject,
        first=_dated_side(facts, first),
        second=_dated_side(facts, second),
        likely_cause=_apart(facts, first, second),
        codes=(first.code, second.code),
    )


def _dated_side(facts: Facts, fact: FactSeen) -> Side:
    raw = f"{fact.date or ''} {fact.end or ''}".strip()
    return Side(raw, dated(fact), facts.where(fact.sources), fact.code)


def _recorded_twice(facts: Facts) -> Iterator[Contradiction]:
    """A dated fact beside the beginning or the end that another table keeps of the same thing."""
    for fact in facts.facts_of_the_year():
        for kept, date in _also_kept(facts, fact):
            if fact.date is not None and date is not None and not _refines(fact.date, date):
                yield Contradiction(
                    kind=VALUES,
                    subject=" · ".join((title(fact), facts.centre[fact.centre].name)),
                    first=_dated_side(facts, fact),
                    second=Side(date.text, calendar.spelled(date), facts.where(kept.sources)),
                    likely_cause=_("One of the two was corrected and the other was not."),
                    codes=(fact.code,),
                )


def _also_kept(facts: Facts, fact: FactSeen) -> Iterator[tuple[Said, PartialDate | None]]:
    memberships = [m for m in facts.memberships if fact.centre and m.centre == fact.centre]
    if fact.kind == FactKind.JOINED and len(memberships) == 1:
        yield memberships[0], memberships[0].start
    if fact.kind == FactKind.LEFT and len(memberships) == 1:
        yield memberships[0], memberships[0].end
    centre = facts.centre.get(fact.centre)
    if fact.kind == FactKind.OPENED and centre is not None:
        main = [site for site in centre.sites if site.kind == "main"]
        if len(main) == 1:
            yield main[0], main[0].start


# -- languages -----------------------------------------------------------------------------------


def _in_two_languages(facts: Facts) -> Iterator[Contradiction]:
    """Short words whose numbers or days differ from one language to the other."""
    for fact in facts.facts_of_the_year():
        for field in (fact.title, fact.about, fact.place):
            yield from _words_apart(facts, title(fact), fact.code, fact, field)
    for figure in facts.figures_of_the_year():
        yield from _words_apart(facts, name(facts, figure), figure.code, figure, figure.words)


def _words_apart(
    facts: Facts, subject: str, code: str, said: Said, field: Words
) -> Iterator[Contradiction]:
    if not {"fr", "en"} <= field.keys():
        return
    french, english = field["fr"], field["en"]
    if _signs(french, "fr") != _signs(english, "en"):
        yield Contradiction(
            kind=VALUES,
            subject=subject,
            first=Side(french, french, facts.where(said.sources), "fr"),
            second=Side(english, english, facts.where(said.sources), "en"),
            likely_cause=_("The translation was made from another state of the text."),
            codes=(code,),
        )


def _signs(text: str, language: str) -> set[str]:
    """All that a translation may not change: figures bound or written, and days."""
    found = {
        f"{read.value.normalize():f}" for read in words.numbers(words.without_days(text, language))
    }
    found |= {str(number) for number in words.counted(text, language)}
    found |= {f"time {hour}:{minute:02}" for hour, minute in words.times(text)}
    found |= {f"day {day.day}-{day.month}" for day in words.days(text, language)}
    return found | {f"[[{code}]]" for code in prose.codes_in(text)}


def _texts_in_two_languages(facts: Facts) -> Iterator[Contradiction]:
    editions: dict[tuple[object, ...], dict[str, TextSeen]] = defaultdict(dict)
    for text in facts.texts_of_the_year():
        if not text.is_quotation:
            editions[text.slot, text.year][text.language] = text
    for (slot, _year), texts in editions.items():
        if {"fr", "en"} <= texts.keys():
            french, english = _signs(texts["fr"].body, "fr"), _signs(texts["en"].body, "en")
            if french != english:
                only = (french - english, english - french)
                yield Contradiction(
                    kind=VALUES,
                    subject=str(Slot(str(slot)).label),
                    first=_said_there(facts, texts["fr"], only[0]),
                    second=_said_there(facts, texts["en"], only[1]),
                    likely_cause=_("The translation was made from another state of the text."),
                    codes=("text", str(slot)),
                )


def _said_there(facts: Facts, text: TextSeen, signs: set[str]) -> Side:
    shown = [_shown(facts, sign) for sign in sorted(signs)]
    where = facts.where(text.sources)
    return Side(" ".join(sorted(signs)), ", ".join(shown) or _("not there"), where, text.language)


def _shown(facts: Facts, sign: str) -> str:
    if sign.startswith("[["):
        found = next((f for f in facts.figures if f.code == sign[2:-2]), None)
        return sign if found is None else f"{side(facts, found).printed} ({name(facts, found)})"
    if sign.startswith("day "):
        day, month = sign.removeprefix("day ").split("-")
        return calendar.spelled(f"{facts.year}-{int(month):02}-{int(day):02}")
    if sign.startswith("time "):
        return sign.removeprefix("time ")
    return written(Decimal(sign))


def _in_one_language_only(facts: Facts) -> Iterator[Contradiction]:
    """What only the translation says, or what the translation leaves out: worth a note."""
    pairs = [
        (facts.where([source.translation_of])[0], source)
        for source in facts.sources
        if source.year == facts.year and facts.where([source.translation_of])
    ]
    told: list[tuple[str, str, Said, str]] = [
        (figure.code, name(facts, figure), figure, side(facts, figure).printed)
        for figure in facts.figures_of_the_year()
        if figure.is_chosen
    ]
    told += [
        (fact.code, title(fact), fact, dated(fact))
        for fact in facts.facts_of_the_year()
        if not fact.readings
    ]
    for original, translation in pairs:
        for code, subject, said, printed in told:
            there = [source for source in (original, translation) if source.code in said.sources]
            if len(there) == 1:
                silent = translation if there[0] == original else original
                yield Contradiction(
                    kind=VALUES,
                    subject=subject,
                    first=Side(there[0].code, printed, (there[0],), code),
                    second=Side("", _("not there"), (silent,)),
                    likely_cause=_("One edition was completed or cut after it was translated."),
                    codes=(code,),
                    severity=Severity.NOTE,
                )


# -- text and table ------------------------------------------------------------------------------


def _text_and_facts(facts: Facts) -> Iterator[Contradiction]:
    """A day named by a text of the year that no dated fact has, beside the nearest that has one."""
    known = _known_days(facts)
    if not known:
        return
    for text in facts.texts_of_the_year():
        for read in words.days(text.body, text.language) if text.year else ():
            try:
                day = datetime.date(read.year or facts.year, read.month, read.day)
            except ValueError:
                continue
            if day in known:
                continue
            nearest = min(known, key=lambda other: (abs((other - day).days), other))
            subject, said = known[nearest]
            yield Contradiction(
                kind=VALUES,
                subject=" · ".join((str(Slot(text.slot).label), subject)),
                first=Side(
                    day.isoformat(), calendar.spelled(day), facts.where(text.sources), text.language
                ),
                second=Side(
                    nearest.isoformat(), calendar.spelled(nearest), facts.where(said.sources)
                ),
                likely_cause=_("The text was written before the date was corrected, or mistyped."),
                codes=("text", text.slot),
                language=text.language,
            )


def _known_days(facts: Facts) -> dict[datetime.date, tuple[str, Said]]:
    known: dict[datetime.date, tuple[str, Said]] = {}
    for subject, said, first, last in _spans(facts):
        length = (last - first).days
        for ahead in range(length + 1) if length < NO_LONGER_A_DAY else (0, length):
            known.setdefault(first + datetime.timedelta(days=ahead), (subject, said))
    return known


def _spans(
    facts: Facts,
) -> Iterator[tuple[str, Said, datetime.date, datetime.date]]:
    rows: list[tuple[str, Said, PartialDate | None, PartialDate | None]] = [
        (title(fact), fact, fact.date, fact.end) for fact in facts.facts
    ]
    rows += [(_body(facts, row.body), row, row.date, None) for row in facts.meetings]
    rows += [(facts.centre[row.centre].name, row, row.date, None) for row in facts.labels]
    for term in (*facts.memberships, *facts.mandates, *facts.offices):
        rows += [("", term, date, None) for date in (term.start, term.end)]
    for subject, said, date, end in rows:
        if date is not None and date.precision == "day":
            yield subject, said, date.first, (end or date).last


def _body(facts: Facts, code: str) -> str:
    return words_of(facts.body[code].name) if code in facts.body else code


def words_of(said: Words) -> str:
    """Short words in the active language."""
    from_words, _language = spoken(said)
    return from_words


def _pairs(rows: Iterable[FactSeen]) -> Iterator[tuple[FactSeen, FactSeen]]:
    ordered = sorted(rows, key=lambda row: row.code)
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            yield first, second
