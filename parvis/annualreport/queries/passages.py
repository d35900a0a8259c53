"""Texts of a report in the reader's language, and where their translation stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from parvis.annualreport.enums import PassageState, Slot
from parvis.annualreport.models import Text, fingerprint
from parvis.annualreport.queries.citing import Bibliography
from parvis.network.models import Network
from parvis.sources.enums import Standing
from parvis.sources.queries import with_sources


@dataclass(frozen=True)
class Passage:
    """One text of one slot; when it is missing in this language, only where it can be read."""

    state: PassageState
    heading: str
    body: str
    signed: str
    language: str
    is_quotation: bool
    readable_in: tuple[str, ...]
    refs: tuple[int, ...]


def texts_of(network: Network, year: int) -> list[Text]:
    """Stated texts that may stand in the report of a year, all languages; two queries."""
    return with_sources(
        Text.objects.filter(Q(year=year) | Q(year__isnull=True), network=network)
        .filter(standing=Standing.STATED)
        .order_by("slot", "is_quotation", "language")
    )


def passages_in(
    texts: list[Text], slot: Slot, language: str, books: Bibliography
) -> tuple[Passage, ...]:
    """The texts of a slot in a language: the author's words first, then quotations.

    A text of the year replaces the one that holds for every year.
    """
    passages = []
    for is_quotation in (False, True):
        rows = [text for text in texts if text.slot == slot and text.is_quotation == is_quotation]
        of_the_year = [text for text in rows if text.year is not None]
        editions = {text.language: text for text in of_the_year or rows}
        if editions:
            passages.append(_passage(editions, language, books))
    return tuple(passages)


def _passage(editions: dict[str, Text], language: str, books: Bibliography) -> Passage:
    text = editions.get(language)
    if text is None:
        any_edition = next(iter(editions.values()))
        if not any_edition.is_quotation:
            return Passage(
                state=PassageState.MISSING,
                heading="",
                body="",
                signed="",
                language=language,
                is_quotation=False,
                readable_in=tuple(sorted(editions)),
                refs=(),
            )
        # A quotation is literal: it is shown in the language it was said in, and marked so.
        text = any_edition
    return Passage(
        state=PassageState.STALE if _is_stale(text, editions) else PassageState.WRITTEN,
        heading=text.heading,
        body=text.body,
        signed=text.signed,
        language=text.language,
        is_quotation=text.is_quotation,
        readable_in=tuple(sorted(editions)),
        refs=books.cite(text.cited),
    )


def _is_stale(text: Text, editions: dict[str, Text]) -> bool:
    original = editions.get(text.written_from)
    return original is not None and fingerprint(original.body) != text.source_fingerprint
