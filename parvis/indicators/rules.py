"""What makes the value of a figure, who may change versions, what runs into what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.indicators.models import Indicator, Observation
from parvis.tallies.enums import Qualifier

VALUE = ("qualifier", "value", "high", "words", "answering", "total", "status")
"""The columns readers see as the figure itself; the rest explains it."""


def value_of(row: Observation) -> tuple[Any, ...]:
    """The figure itself, to be compared."""
    return tuple(getattr(row, name) for name in VALUE)


def can_define(user: Any, indicator: Indicator) -> bool:
    """The network's coordination."""
    return can(user, Act.WRITE, Thing.CAMPAIGN)


def can_read_versions(user: Any, indicator: Indicator) -> bool:
    """Whoever reads the dictionary in the office."""
    return can(user, Act.READ, Thing.CAMPAIGN)


def refusals_of_value(
    *,
    qualifier: str,
    value: Decimal | None,
    high: Decimal | None,
    words: dict[str, str],
    answering: int | None,
    total: int | None,
) -> dict[str, str]:
    """Why these do not make a figure, by column: a range has two ends, words have no number."""
    found = {}
    if qualifier == Qualifier.WORDS:
        if not words:
            found["words"] = _("Write the words.")
        if value is not None:
            found["value"] = _("Words only: leave the number empty, or say how exact it is.")
    elif value is None:
        found["value"] = _("Write the number.")
    if qualifier == Qualifier.RANGE:
        if high is None or (value is not None and high < value):
            found["high"] = _("A range ends with a number that is not smaller.")
    elif high is not None:
        found["high"] = _("Only a range has an upper bound.")
    if answering is not None and total is not None and answering > total:
        found["answering"] = _("More centres answer than are asked.")
    return found


def chosen_instead(asked: Observation, *, was: Observation | None = None) -> Observation | None:
    """The value that is shown for the same figure; None when there is none but this one."""
    same = Observation.objects.filter(
        indicator=asked.indicator,
        period=asked.period,
        scope=asked.scope,
        centre=asked.centre,
        body=asked.body,
        fact=asked.fact,
        status=asked.status,
        is_chosen=True,
    ).select_related("definition", "indicator", "centre", "body", "fact")
    return (same if was is None else same.exclude(pk=was.pk)).first()
