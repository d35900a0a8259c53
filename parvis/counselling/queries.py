"""What a counsellor reads: the lists to close by, what is offered first, one's own figures."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from parvis.accounts.queries import scoped
from parvis.centres.models import Centre, Pole, Site
from parvis.centres.queries.opening import today
from parvis.counselling.enums import LIMITS, SUBJECTS, Duration, NextStep, Outcome, Subject
from parvis.counselling.measures import SUBJECTS as COUNTED
from parvis.counselling.models import NeedFlag, OwnCount, Theme
from parvis.tallies.queries import between

RECENT = 28
"""Days whose interviews say which subject comes first."""


@dataclass(frozen=True)
class Closing:
    """What closing an interview offers: three lists, each with its first choice."""

    subjects: tuple[Subject, ...]
    subject: Subject
    outcome: Outcome = Outcome.INFORMATION
    next_step: NextStep = NextStep.NOTHING


def closing(site: Site, pole: Pole) -> Closing:
    """The subjects of a pole, the commonest of the last weeks first in hand."""
    subjects = SUBJECTS[pole.need]
    last = today(site)
    first = last - datetime.timedelta(days=RECENT)
    seen = between([site], first, last, COUNTED, f"{pole.pk}/")
    common = max(subjects, key=lambda subject: seen[f"{pole.pk}/{subject.value}"])
    return Closing(subjects, common)


def duration_of(minutes: float | None) -> str:
    """The band of so many minutes; empty where they are not known."""
    if minutes is None:
        return ""
    return next((band for band, limit in LIMITS.items() if minutes < limit), Duration.OVER_45)


def own_figures(user: Any, month: datetime.date) -> Counter[str]:
    """One's own interviews of a month: «all», «channel/phone»; nobody else may ask.

    The policy of the table shows the rows of whoever is at the door, and of nobody else.
    """
    rows = OwnCount.objects.filter(user=user, month=month.replace(day=1))
    return Counter(dict(rows.values_list("cell", "n")))


def themes(centre: Centre) -> QuerySet[Theme]:
    """The needs that may be flagged in a centre."""
    return Theme.objects.filter(centre=centre, retired=False)


def needs(user: Any) -> QuerySet[NeedFlag]:
    """The needs seen in the centres of which this person reads the counts."""
    return scoped(NeedFlag.objects.select_related("theme", "site__centre"), user)


def needs_of(centre: Centre, month: datetime.date) -> list[tuple[Theme, int]]:
    """How often each need was seen in a centre that month, the most frequent first."""
    rows = Theme.objects.filter(centre=centre, flags__month=month.replace(day=1))
    summed = rows.annotate(seen=Sum("flags__n")).order_by("-seen", "code")
    return [(theme, theme.seen) for theme in summed]
