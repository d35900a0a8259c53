"""Contradictions among the facts of a year, found by rule and never by list.

No rule names a person, a centre, a project or a date: it says what cannot be so of any network.
Rules read `Facts`, which `gather` fills from the database and which a test can make up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parvis.annualreport.contradictions.counts import counts
from parvis.annualreport.contradictions.facts import Facts
from parvis.annualreport.contradictions.gathering import gather
from parvis.annualreport.contradictions.offices import offices
from parvis.annualreport.contradictions.order import order
from parvis.annualreport.contradictions.places import places
from parvis.annualreport.contradictions.qualifiers import qualifiers
from parvis.annualreport.contradictions.series import series
from parvis.annualreport.contradictions.shapes import Contradiction, Side
from parvis.annualreport.contradictions.spelling import spelling
from parvis.annualreport.contradictions.terms import terms
from parvis.annualreport.contradictions.tongues import tongues
from parvis.annualreport.contradictions.totals import totals
from parvis.annualreport.contradictions.values import values

__all__ = ["RULES", "Contradiction", "Facts", "Side", "found", "gather"]

Rule = Callable[[Facts], Iterator[Contradiction]]

RULES: tuple[Rule, ...] = (
    totals, values, terms, counts, offices, places, qualifiers, spelling, tongues, series, order,
)  # fmt: skip
"""In the order in which a reader is shown what they find."""


def found(facts: Facts) -> list[Contradiction]:
    """Every contradiction of the year, each once, in the order of the rules; notes among them."""
    once: dict[str, Contradiction] = {}
    for rule in RULES:
        for contradiction in rule(facts):
            once.setdefault(contradiction.key, contradiction)
    return list(once.values())
