"""What of a year is open, what is settled, and whether its report is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.accounts.models import User
from parvis.annualreport.contradictions import Contradiction, Facts, found, gather
from parvis.annualreport.models import Publication, Resolution
from parvis.network.models import Network


@dataclass(frozen=True)
class Settled:
    """A contradiction, what was settled about it, and by whom, by name."""

    contradiction: Contradiction
    resolution: Resolution
    who: str


@dataclass(frozen=True)
class Edition:
    """What an edition of a report may call itself: published, or a draft with what is open."""

    publication: Publication | None
    open: list[Contradiction]
    is_final: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether the word «draft» stands on it: it does until somebody publishes the report.

        An edition asked for as final bears no such word once nothing is open.
        """
        return self.publication is None and not (self.is_final and not self.open)


@dataclass(frozen=True)
class Review:
    """The contradictions of a year: still open, settled, and what is only worth a note."""

    open: list[Contradiction]
    settled: list[Settled]
    notes: list[Contradiction]


def among(facts: Facts, language: str | None = None) -> list[Contradiction]:
    """What rules find, in the words of the active language.

    `language` leaves out what concerns the report in another language only.
    """
    return [one for one in found(facts) if language is None or one.language in ("", language)]


def review(network: Network, year: int, language: str | None = None) -> Review:
    """Everything found for a year, sorted by what was done about it."""
    return _sorted(network, gather(network, year), language)


def open_for(network: Network, year: int, language: str | None = None) -> list[Contradiction]:
    """What keeps the report of a year from being published: notes do not."""
    return review(network, year, language).open


def edition_of(network: Network, year: int, language: str) -> Edition:
    """What the edition of a year in one language says of itself, for the facts as they stand."""
    publication = publication_of(network, year)
    return Edition(publication, [] if publication else open_for(network, year, language))


def publication_of(network: Network, year: int) -> Publication | None:
    """The publication that holds for the facts as they stand, or None: the report is a draft.

    One query as long as nothing was published; a fact that changes, or a contradiction opened
    again, makes the report a draft again.
    """
    published = list(Publication.objects.filter(network=network, year=year))
    if not published:
        return None
    facts = gather(network, year)
    fingerprint = facts.fingerprint()
    same = next((one for one in published if one.fingerprint == fingerprint), None)
    if same is None or _sorted(network, facts, None).open:
        return None
    return same


def published_years(network: Network) -> set[int]:
    """The years whose report is published for the facts as they stand; one query while none is."""
    once = Publication.objects.filter(network=network).order_by().values_list("year", flat=True)
    return {year for year in once.distinct() if publication_of(network, year) is not None}


def _sorted(network: Network, facts: Facts, language: str | None) -> Review:
    done = {row.key: row for row in Resolution.objects.filter(network=network, year=facts.year)}
    names = _names(done.values())
    every = among(facts, language)
    return Review(
        open=[one for one in every if not one.is_note and one.key not in done],
        settled=[
            Settled(one, done[one.key], names.get(done[one.key].by, done[one.key].by))
            for one in every
            if one.key in done
        ],
        notes=[one for one in every if one.is_note and one.key not in done],
    )


def _names(rows: Iterable[Resolution]) -> dict[str, str]:
    """Names of the members of staff who settled, by signature: names are not in the journal."""
    keys = {row.by for row in rows if row.by.startswith("staff:")}
    people = User.objects.filter(pk__in=[key.removeprefix("staff:") for key in keys])
    return {f"staff:{user.pk}": user.name for user in people}
