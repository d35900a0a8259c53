"""What a search of the programme reads of a session, and how it forgives."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet
from django.utils.translation import override

from parvis.centres.enums import Theme
from parvis.kernel.words import Words, sort_key
from parvis.programme.enums import Audience, Kind, Tag
from parvis.programme.models import Session

LONGEST = 100
MOST_WORDS = 8
SHORT = 4
"""Letters below which a word is looked for as it is written."""


def words_of(session: Session) -> str:
    """Everything a search finds a session by, without accents and capitals, in each language."""
    return " ".join(dict.fromkeys(sort_key(" ".join(_said(session))).split()))


def _said(session: Session) -> Iterator[str]:
    entry = session.entry
    for words in (entry.title, entry.about, entry.place):
        yield from _in_order(words)
    if entry.centre is not None:
        yield from (entry.centre.name, entry.centre.city)
    if entry.site is not None:
        yield from _in_order(entry.site.name)
        yield entry.site.city
    if entry.stop is not None:
        yield from (entry.stop.commune, entry.stop.place)
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield str(Kind(session.kind).label)
            for choices, values in (
                (Theme, session.themes),
                (Tag, session.tags),
                (Audience, session.audiences),
            ):
                yield from (str(one.label) for one in choices.of(values))
    for host in session.hosts.select_related("partner", "centre"):
        yield str(host)


def _in_order(words: Words) -> list[str]:
    """The same order whether they were just written or come from the database."""
    return [words[language] for language in sorted(words)]


def search(rows: QuerySet[Session], text: str) -> QuerySet[Session]:
    """Those that hold each of these words, accents and capitals aside.

    When none does, each word of four letters or more may have one slip: a letter wrong, missing,
    too many, or two that changed places. At most two queries beside the one returned.
    """
    asked = sort_key(text[:LONGEST].replace("\0", "")).split()[:MOST_WORDS]
    if not asked:
        return rows
    exact = Q()
    for word in asked:
        exact &= Q(words__contains=word)
    found = rows.filter(exact)
    if found.exists():
        return found
    for number, word in enumerate(asked):
        if len(word) < SHORT:
            rows = rows.filter(words__contains=word)
            continue
        name = f"like_{number}"
        likeness = {name: TrigramWordSimilarity(word, "words")}
        rows = rows.alias(**likeness).filter(**{f"{name}__gte": _enough(word)})
    candidates = rows.order_by().values_list("pk", "words")
    near = [pk for pk, words in candidates if all(_holds(words, word) for word in asked)]
    return rows.filter(pk__in=near)


def _enough(word: str) -> float:
    """How alike the trigrams of a word with one slip are at least (pg_trgm pads a word by three).

    Two letters that changed places spoil four of them, on both sides.
    """
    trigrams = len(word) + 1
    return max(trigrams - 4, 1) / (trigrams + 4) - 0.05


def _holds(words: str, word: str) -> bool:
    return word in words or any(slipped(word, one) for one in words.split())


def slipped(one: str, other: str) -> bool:
    """Whether two words are the same but for one slip."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < SHORT - 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return longer[at + 1 :] == shorter[at:]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
