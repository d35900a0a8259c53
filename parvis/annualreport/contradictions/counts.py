"""Published numbers beside the dated facts they should follow from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from parvis.annualreport.contradictions import words
from parvis.annualreport.contradictions.facts import Facts, FigureSeen, MembershipSeen, Said
from parvis.annualreport.contradictions.figures import agrees, counted_side, name, side
from parvis.annualreport.contradictions.shapes import Contradiction
from parvis.annualreport.enums import ContradictionKind, Severity
from parvis.governance.enums import MeetingKind
from parvis.indicators.enums import Status
from parvis.network.enums import FactKind, LabelDecision, MemberKind
from parvis.tallies.enums import Qualifier


@dataclass(frozen=True)
class Tally:
    """How many were recorded, and the rows they were counted from."""

    number: int
    rows: Sequence[Said]


Counter = Callable[[Facts, FigureSeen], Tally]


@dataclass(frozen=True)
class Binding:
    """What a published number follows from, in words, and how it is counted.

    `is_list` marks numbers counted from the list of members, which the first sources of a network
    do not give whole.
    """

    counted: Counter
    told: StrOrPromise
    cause: StrOrPromise
    is_list: bool = False


def _members(kind: str) -> Counter:
    def counted(facts: Facts, figure: FigureSeen) -> Tally:
        rows = _on_the_last_day(facts, kind)
        return Tally(len(rows), rows)

    return counted


def _on_the_last_day(facts: Facts, kind: str) -> list[MembershipSeen]:
    return [row for row in facts.memberships if row.kind == kind and row.on(facts.last_day)]


def _countries(facts: Facts, figure: FigureSeen) -> Tally:
    rows = _on_the_last_day(facts, MemberKind.MEMBER)
    there = {facts.centre[row.centre].country for row in rows if row.centre in facts.centre}
    return Tally(len(there), rows)


def _overseas(facts: Facts, figure: FigureSeen) -> Tally:
    rows = [
        row
        for row in _on_the_last_day(facts, MemberKind.MEMBER)
        if row.centre in facts.centre and facts.centre[row.centre].overseas
    ]
    return Tally(len(rows), rows)


def _labelled(facts: Facts, figure: FigureSeen) -> Tally:
    rows = [
        row
        for row in facts.labels
        if row.decision == LabelDecision.GRANTED
        and row.decided
        and facts.in_the_year(row.date)
        and not row.site
    ]
    return Tally(len({row.centre for row in rows}), rows)


def _meetings(facts: Facts, figure: FigureSeen) -> Tally:
    rows = [
        row
        for row in facts.meetings
        if row.body == figure.body
        and row.kind == MeetingKind.ORDINARY
        and not row.is_announced
        and facts.in_the_year(row.date)
    ]
    return Tally(len(rows), rows)


def _ended(facts: Facts, figure: FigureSeen) -> Tally:
    rows = [row for row in facts.mandates if row.body == figure.body and facts.in_the_year(row.end)]
    return Tally(len(rows), rows)


def _elected(facts: Facts, figure: FigureSeen) -> Tally:
    rows = [
        row
        for row in facts.mandates
        if row.body == figure.body and row.elected_by and facts.in_the_year(row.start)
    ]
    return Tally(len(rows), rows)


def _facts(kind: str, *, of_centres: bool = False) -> Counter:
    def counted(facts: Facts, figure: FigureSeen) -> Tally:
        rows = [
            row
            for row in facts.facts
            if row.kind == kind
            and row.date is not None
            and row.date.year == facts.year
            and not row.is_announced
            and (row.centre or not of_centres)
            and (not figure.centre or row.centre == figure.centre)
        ]
        return Tally(sum(_weight(row.title) for row in rows), rows)

    return counted


def _weight(title: dict[str, str]) -> int:
    """A fact may tell several things at once, and says so in its first word."""
    return max((words.how_many(said, language) for language, said in title.items()), default=1)


def _months(facts: Facts, figure: FigureSeen) -> Tally:
    """The months a project ran through, first and last included; none when an end is not known."""
    fact = facts.fact.get(figure.fact)
    if fact is None or fact.date is None or fact.end is None or fact.end.precision == "year":
        return Tally(0, ())
    first, last = fact.date.first, fact.end.last
    return Tally((last.year - first.year) * 12 + last.month - first.month + 1, (fact,))


_FEWER_OR_MORE = gettext_lazy(
    "A fact was recorded after the number was written, or never recorded."
)
_PARTLY_LISTED = gettext_lazy("Sources of that year do not name every member.")

COUNTED: dict[str, Binding] = {
    "members": Binding(
        _members(MemberKind.MEMBER),
        gettext_lazy("members on 31 December, from dated memberships"),
        gettext_lazy(
            "Associates may have been counted in, or a membership is missing or misdated."
        ),
        is_list=True,
    ),
    "associates": Binding(
        _members(MemberKind.ASSOCIATE),
        gettext_lazy("associate members on 31 December"),
        gettext_lazy("An associate was counted as a member, or a membership is misdated."),
        is_list=True,
    ),
    "countries-represented": Binding(
        _countries,
        gettext_lazy("countries of the members on 31 December"),
        gettext_lazy("The countries of associates were counted in, or a membership is missing."),
        is_list=True,
    ),
    "overseas-territories": Binding(
        _overseas,
        gettext_lazy("overseas members on 31 December"),
        gettext_lazy("A membership is missing, or a territory was counted otherwise."),
        is_list=True,
    ),
    "newly-labelled": Binding(
        _labelled,
        gettext_lazy("centres granted a step of the label in the year"),
        gettext_lazy(
            "Only a first step may count as new: a later step follows a label already held."
        ),
    ),
    "meetings-held": Binding(
        _meetings, gettext_lazy("meetings recorded, preparatory ones left out"), _FEWER_OR_MORE
    ),
    "mandates-ended": Binding(
        _ended, gettext_lazy("mandates whose end is recorded in the year"), _FEWER_OR_MORE
    ),
    "members-elected": Binding(
        _elected, gettext_lazy("mandates begun by election in the year"), _FEWER_OR_MORE
    ),
    "webinars": Binding(
        _facts(FactKind.WEBINAR), gettext_lazy("webinars recorded"), _FEWER_OR_MORE
    ),
    "training-actions": Binding(
        _facts(FactKind.TRAINING), gettext_lazy("trainings recorded"), _FEWER_OR_MORE
    ),
    "new-trainer-counsellors": Binding(
        _facts(FactKind.ARRIVAL, of_centres=True),
        gettext_lazy("arrivals recorded at centres"),
        _FEWER_OR_MORE,
    ),
    "delegations": Binding(
        _facts(FactKind.DELEGATION), gettext_lazy("delegations recorded"), _FEWER_OR_MORE
    ),
    "interventions": Binding(
        _facts(FactKind.INTERVENTION), gettext_lazy("interventions recorded"), _FEWER_OR_MORE
    ),
    "study-days": Binding(
        _facts(FactKind.STUDY_DAY), gettext_lazy("study days recorded"), _FEWER_OR_MORE
    ),
    "project-duration": Binding(
        _months,
        gettext_lazy("months from the first to the last one recorded"),
        gettext_lazy("The project was shortened or extended, or one of its ends is misdated."),
    ),
}
"""What each published number follows from, by the code of its indicator.

The one place where a number is bound to facts: a new indicator needs one line here.
"""


def counts(facts: Facts) -> Iterator[Contradiction]:
    """Each published number that the dated facts do not give; silent where none is recorded."""
    for figure in facts.figures_of_the_year():
        binding = COUNTED.get(figure.indicator)
        if binding is None or figure.value is None or figure.status == Status.TARGET:
            continue
        tally = binding.counted(facts, figure)
        if not tally.rows or agrees(figure, tally.number):
            continue
        partly = binding.is_list and tally.number < figure.value and not _is_listed(facts)
        yield Contradiction(
            kind=ContradictionKind.COUNT,
            subject=name(facts, figure),
            first=side(facts, figure),
            second=counted_side(facts, tally.number, tally.rows, str(binding.told)),
            likely_cause=str(_PARTLY_LISTED if partly else binding.cause),
            codes=(figure.code,),
            severity=Severity.NOTE if partly else Severity.CONTRADICTION,
        )
    yield from _from_year_to_year(facts)


def _is_listed(facts: Facts) -> bool:
    """Whether sources name every member of that day: none of them was first shown later on."""
    return all(
        row.attested is None or row.attested.year <= facts.year
        for row in facts.memberships
        if row.start is None
    )


def _from_year_to_year(facts: Facts) -> Iterator[Contradiction]:
    """The published number of members beside last year's, plus who joined and less who left."""
    for code, kind in (("members", MemberKind.MEMBER), ("associates", MemberKind.ASSOCIATE)):
        exact = {
            figure.year: figure
            for figure in facts.figures
            if figure.indicator == code
            and figure.is_chosen
            and figure.qualifier == Qualifier.EXACT
            and figure.status != Status.TARGET
            and figure.period == str(figure.year)
            and figure.scope == "network"
        }
        before, now = exact.get(facts.year - 1), exact.get(facts.year)
        if before is None or now is None or before.value is None or now.value is None:
            continue
        rows = [row for row in facts.memberships if row.kind == kind]
        joined = [row for row in rows if facts.in_the_year(row.start)]
        left = [row for row in rows if facts.in_the_year(row.end)]
        expected = before.value + len(joined) - len(left)
        # Nothing recorded to have moved, and numbers counted in their own way: nothing to say.
        if expected == now.value or not (joined or left):
            continue
        told = _("%(before)s the year before, %(joined)d joined, %(left)d left") % {
            "before": side(facts, before).printed,
            "joined": len(joined),
            "left": len(left),
        }
        yield Contradiction(
            kind=ContradictionKind.COUNT,
            subject=name(facts, now),
            first=side(facts, now),
            second=counted_side(facts, Decimal(expected), [before, *joined, *left], told),
            likely_cause=_("A membership began or ended that no source dates, or the two years "
                           "did not count the same members."),
            codes=(now.code, before.code),
        )  # fmt: skip
