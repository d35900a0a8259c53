"""The report of a year, read whole: a fixed number of queries whatever it holds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from parvis.annualreport.enums import (
    CHAPTER_OF_FACT,
    CHAPTER_OF_INDICATOR,
    CHAPTERS,
    HIGHLIGHTS,
    KEY_INDICATORS,
    MEETINGS_HELD,
    MEMBERS_PUBLISHED,
    UNTITLED,
    Part,
    Slot,
)
from parvis.annualreport.models import Text
from parvis.annualreport.queries import blocks, drawing
from parvis.annualreport.queries.citing import (
    Addressed,
    Bibliography,
    FigureRow,
    figure_of,
    row_of,
)
from parvis.annualreport.queries.passages import Passage, passages_in, texts_of
from parvis.annualreport.queries.years import YearEntry
from parvis.centres.models import Centre
from parvis.governance.queries import compositions, meetings_of
from parvis.indicators.enums import Scope, Status
from parvis.indicators.models import Observation
from parvis.indicators.queries import observations, summed
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words
from parvis.network.enums import FactKind
from parvis.network.models import Fact, LabelFact, Network, Reading
from parvis.network.queries import is_complete, members_on, within
from parvis.papers.charts import Chart
from parvis.sources.enums import Standing
from parvis.sources.models import Source
from parvis.sources.queries import with_sources
from parvis.ui import countries, prose
from parvis.ui.numbers import Figure


@dataclass(frozen=True)
class Total:
    """A published total beside the sum of its parts (rule R12); drawn when all have numbers."""

    published: FigureRow
    parts: tuple[FigureRow, ...]
    computed: Figure
    differs: bool
    is_rounded: bool
    chart: Chart | None


@dataclass(frozen=True)
class FactRow:
    """A dated fact as a chapter shows it, with what belongs to it."""

    date: PartialDate | None
    end: PartialDate | None
    title: Words
    about: Words
    place: Words
    countries: tuple[str, ...]
    centre: Centre | None
    readings: tuple[Reading, ...]
    is_announced: bool
    figures: tuple[FigureRow, ...]
    milestones: tuple[FactRow, ...]
    refs: tuple[int, ...]


@dataclass(frozen=True)
class Chapter:
    """One slot of the report with everything that stands in it."""

    slot: Slot
    title: str
    passages: tuple[Passage, ...]
    totals: tuple[Total, ...]
    figures: tuple[FigureRow, ...]
    facts: tuple[FactRow, ...]
    members: blocks.MembersBlock | None = None
    changes: tuple[blocks.Change, ...] = ()
    bodies: tuple[blocks.BodyBlock, ...] = ()
    highlights: tuple[blocks.Change, ...] = ()
    charts: tuple[Chart, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether anything at all is known; an empty chapter is left out."""
        return any(
            (
                self.passages,
                self.totals,
                self.figures,
                self.facts,
                self.members and self.members.count,
                self.changes,
                self.bodies,
                self.highlights,
            )
        )


@dataclass(frozen=True)
class PartShown:
    """One part of the report and its chapters."""

    part: Part
    title: str
    number: int
    opening: Chapter | None
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Report:
    """The activity report of a network for a year, in one language; always a draft so far.

    `figures` are those bound in texts, by code; `cards` is every figure the report may show.
    """

    entry: YearEntry
    parts: tuple[PartShown, ...]
    key_figures: tuple[FigureRow, ...]
    members: blocks.MembersBlock
    figures: dict[str, Figure]
    cards: tuple[FigureRow, ...]
    sources: tuple[Source, ...]


def report(network: Network, entry: YearEntry, language: str, address: Addressed) -> Report:
    """Everything the report of this year says, written from stated facts only."""
    return _Writing(network, entry, language, address).done()


def charts_of(report: Report) -> Iterator[Chart]:
    """Every chart of the report, in the order of reading."""
    for part in report.parts:
        for chapter in (part.opening, *part.chapters):
            if chapter is not None:
                yield from chapter.charts
                yield from (total.chart for total in chapter.totals if total.chart is not None)


class _Writing:
    """The report while it is being put together; chapters cite sources in the order of reading."""

    def __init__(
        self, network: Network, entry: YearEntry, language: str, address: Addressed
    ) -> None:
        self.entry = entry
        self.language = language
        self.address = address
        self.books = Bibliography()
        last_day = datetime.date(entry.year, 12, 31)
        self.texts = texts_of(network, entry.year)
        bound = _bound_in(self.texts)
        found = _observations(network, entry.year, bound)
        self.bound = {row.code: figure_of(row, address) for row in found if row.code in bound}
        self.shown = [row for row in found if row.code in bound or row.is_chosen]
        self.found = [row for row in found if row.year == entry.year and row.is_chosen]
        self.before = [
            row
            for row in found
            if row.year == entry.year - 1 and row.is_chosen and row.indicator.code == MEETINGS_HELD
        ]
        self.rows_of: dict[Slot | None, list[Observation]] = {}
        for row in self.found:
            self.rows_of.setdefault(_chapter_of(row), []).append(row)
        self.facts = _facts(network, entry.year)
        self.facts_of: dict[Slot, list[Fact]] = {}
        for fact in self.facts:
            self.facts_of.setdefault(_place_of(fact), []).append(fact)
        label_facts = _label_facts(network, entry.year)
        self.labels_so_far = label_facts
        self.label_facts = [fact for fact in label_facts if fact.date.year == entry.year]
        self.members = members_on(network, last_day)
        self.members_complete = is_complete(self.members)
        self.compositions = compositions(network, last_day)
        self.meetings = meetings_of(network, entry.year)

    def done(self) -> Report:
        parts: list[PartShown] = []
        for part, slots in CHAPTERS.items():
            chapters = [self._chapter(slot) for slot in slots]
            shown = tuple(c for c in chapters if c.slot not in UNTITLED and self._stands(c))
            opening = next((c for c in chapters if c.slot in UNTITLED and c.is_told), None)
            if shown or opening:
                parts.append(
                    PartShown(
                        part=part,
                        title=str(part.label),
                        number=len(parts),
                        opening=opening,
                        chapters=shown,
                    )
                )
        return Report(
            entry=self.entry,
            parts=tuple(parts),
            key_figures=self._key_figures(),
            members=self._members(),
            figures=self.bound,
            # Last, so that a figure only bound in a text numbers its source after all the others.
            cards=tuple(row_of(row, self.address, self.books) for row in self.shown),
            sources=tuple(self.books.sources),
        )

    def _stands(self, chapter: Chapter) -> bool:
        # The editorial keeps its place in a report even before anybody has written it.
        return chapter.is_told or (chapter.slot == Slot.EDITORIAL and self.entry.is_report)

    def _chapter(self, slot: Slot) -> Chapter:
        passages = passages_in(self.texts, slot, self.language, self.books)
        rows = self.rows_of.get(slot, [])
        totals = self._totals(rows)
        in_totals = {part.code for total in totals for part in total.parts}
        in_totals |= {total.published.code for total in totals}
        figures = tuple(
            row_of(row, self.address, self.books) for row in rows if row.code not in in_totals
        )
        facts = () if slot == Slot.CHANGES else self._facts_in(slot)
        members = self._members() if slot == Slot.NETWORK else None
        changes = self._changes() if slot == Slot.CHANGES else ()
        has_bodies = slot in (Slot.BODIES, Slot.GROUPS)
        bodies = self._bodies(groups=slot == Slot.GROUPS) if has_bodies else ()
        drawn = (
            drawing.of_countries(members) if members is not None else None,
            drawing.of_meetings(f"meetings-{slot}", bodies, self._before(), self.entry.year)
            if bodies
            else None,
            *drawing.of_figures(figures),
        )
        return Chapter(
            slot=slot,
            title=str(slot.label),
            passages=passages,
            totals=totals,
            figures=figures,
            facts=facts,
            members=members,
            changes=changes,
            bodies=bodies,
            highlights=self._highlights() if slot == Slot.SUMMARY else (),
            charts=tuple(chart for chart in drawn if chart is not None),
        )

    def _before(self) -> dict[str, drawing.Held]:
        return {
            row.body.code: drawing.Held(
                value=float(row.value),
                figure=figure_of(row, self.address),
                refs=self.books.cite(row.cited),
            )
            for row in self.before
            if row.body is not None and row.value is not None
        }

    def _totals(self, rows: list[Observation]) -> tuple[Total, ...]:
        totals = []
        for row in rows:
            total = summed(row, self.found)
            if total is not None:
                published = row_of(row, self.address, self.books)
                parts = tuple(row_of(p, self.address, self.books) for p in total.parts)
                computed = Figure(
                    qualifier=total.qualifier, value=total.value, unit=row.indicator.unit
                )
                differs = total.differs_from(row)
                totals.append(
                    Total(
                        published=published,
                        parts=parts,
                        computed=computed,
                        differs=differs,
                        is_rounded=total.qualifier != "exact",
                        chart=drawing.of_total(published, parts, computed, differs),
                    )
                )
        return tuple(totals)

    def _members(self) -> blocks.MembersBlock:
        published = next(
            (
                row
                for row in self.found
                if row.indicator.code == MEMBERS_PUBLISHED and row.scope == Scope.NETWORK
            ),
            None,
        )
        return blocks.members_block(
            self.members,
            self.labels_so_far,
            None if published is None else row_of(published, self.address, self.books),
            self.books,
            complete=self.members_complete,
        )

    def _changes(self) -> tuple[blocks.Change, ...]:
        facts = [fact for fact in self.facts_of.get(Slot.CHANGES, []) if fact.date is not None]
        return blocks.changes(facts, self.label_facts, self.books)

    def _highlights(self) -> tuple[blocks.Change, ...]:
        facts = [fact for fact in self.facts if fact.date is not None and fact.kind in HIGHLIGHTS]
        return blocks.changes(facts, self.label_facts, self.books)

    def _bodies(self, *, groups: bool) -> tuple[blocks.BodyBlock, ...]:
        shown = []
        for composition in self.compositions:
            body = composition.body
            if blocks.is_working_group(body) != groups:
                continue
            rows = [row for row in self.found if row.body_id == body.pk]
            held = next((row for row in rows if row.indicator.code == MEETINGS_HELD), None)
            block = blocks.body_block(
                composition,
                [meeting for meeting in self.meetings if meeting.body_id == body.pk],
                None if held is None else row_of(held, self.address, self.books),
                tuple(
                    row_of(row, self.address, self.books)
                    for row in rows
                    if row.indicator.code != MEETINGS_HELD and _chapter_of(row) is None
                ),
                self.books,
            )
            if block.says_something or self.entry.is_report:
                shown.append(block)
        return tuple(shown)

    def _facts_in(self, slot: Slot) -> tuple[FactRow, ...]:
        here = self.facts_of.get(slot, [])
        keys = {fact.pk for fact in here}
        return tuple(
            self._fact(fact, [f for f in here if f.topic_id == fact.pk])
            for fact in here
            if fact.topic_id not in keys and (fact.date is not None or fact.topic_id is None)
        )

    def _fact(self, fact: Fact, milestones: list[Fact]) -> FactRow:
        return FactRow(
            date=fact.date,
            end=fact.end,
            title=fact.title,
            about=fact.about,
            place=fact.place,
            countries=tuple(countries.named(code) for code in fact.countries),
            centre=fact.centre,
            readings=tuple(fact.readings.all()),
            is_announced=fact.is_announced,
            figures=tuple(
                row_of(row, self.address, self.books)
                for row in self.found
                if row.fact_id == fact.pk
            ),
            milestones=tuple(self._fact(milestone, []) for milestone in milestones),
            refs=self.books.cite(fact.cited),
        )

    def _key_figures(self) -> tuple[FigureRow, ...]:
        told = [
            row
            for row in self.found
            if row.indicator.code in KEY_INDICATORS
            and row.centre_id is None
            and row.status != Status.TARGET
            and row.value is not None
        ]
        told.sort(key=lambda row: KEY_INDICATORS.index(row.indicator.code))
        return tuple(row_of(row, self.address, self.books) for row in told[:4])


def _chapter_of(row: Observation) -> Slot | None:
    """The chapter of a figure; None when it stands with its event or its body."""
    if row.fact_id is not None or row.indicator.code == MEETINGS_HELD:
        return None
    if row.indicator.code == MEMBERS_PUBLISHED and row.scope == Scope.NETWORK:
        return None
    listed = CHAPTER_OF_INDICATOR.get(row.indicator.code)
    if row.body_id is not None and listed in (None, Slot.BODIES, Slot.GROUPS):
        return None
    return listed or Slot.CENTRES_INTRO


def _place_of(fact: Fact) -> Slot:
    """The chapter of a fact: what a centre did elsewhere is told with the centres' events."""
    slot = CHAPTER_OF_FACT[FactKind(fact.kind)]
    if fact.kind == FactKind.INTERVENTION and fact.centre_id is not None:
        return Slot.EVENTS
    return slot


def _bound_in(texts: list[Text]) -> set[str]:
    return {code for text in texts for code in prose.codes_in(text.body)}


def _observations(network: Network, year: int, bound: set[str]) -> list[Observation]:
    """Stated figures of the year, those a text is bound to, the meetings of the year before.

    The values of single centres stay on the card of the network's own value, where it has one.
    """
    whole = Observation.objects.filter(
        indicator=OuterRef("indicator"), period=OuterRef("period")
    ).exclude(scope=Scope.CENTRE)
    return with_sources(
        observations()
        .select_related(None)
        .select_related("definition", "indicator", "centre", "body", "fact")
        .filter(network=network, standing=Standing.STATED)
        .filter(
            Q(code__in=bound)
            | (Q(year=year) & (~Q(scope=Scope.CENTRE) | ~Q(Exists(whole))))
            | Q(year=year - 1, indicator__code=MEETINGS_HELD, body__isnull=False)
        )
        .order_by("pk")
    )


def _facts(network: Network, year: int) -> list[Fact]:
    """Stated facts of the year, and the undated steps of what ran through it; three queries."""
    undated = Q(date__isnull=True, topic__date__lt=str(year + 1), topic__end__gte=str(year))
    return with_sources(
        Fact.objects.filter(network=network)
        .filter(within(year) | undated, standing=Standing.STATED)
        .select_related("centre", "site")
        .prefetch_related("readings")
    )


def _label_facts(network: Network, year: int) -> list[LabelFact]:
    """Stated label facts up to the end of the year, oldest first; two queries."""
    return with_sources(
        LabelFact.objects.filter(
            network=network, date__lt=str(year + 1), standing=Standing.STATED
        ).select_related("centre", "site")
    )
