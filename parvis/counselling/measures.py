"""What the room counts, and how it is counted again from its rows."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from parvis.counselling.models import Interview
from parvis.kernel.measures import Measure, register

Line = tuple[str, str, int]

INTERVIEWS, OUTCOMES = "counselling.interviews", "counselling.outcomes"
SUBJECTS, LANGUAGES = "counselling.subjects", "counselling.languages"
STEPS = "counselling.next-steps"


def of_interview(interview: Interview) -> Iterator[Line]:
    """What an interview counts for; a code that was not filled in is counted as «-»."""
    pole = interview.pole_id
    yield INTERVIEWS, f"{pole}/{interview.channel}/{interview.duration or '-'}", 1
    yield SUBJECTS, f"{pole}/{interview.subject or '-'}", 1
    yield OUTCOMES, f"{pole}/{interview.outcome or '-'}", 1
    yield STEPS, f"{pole}/{interview.next_step or '-'}", 1
    yield LANGUAGES, f"{interview.language or '-'}", 1


def _recount(name: str) -> Callable[[int, datetime.date], Mapping[str, int]]:
    def recount(site: int, date: datetime.date) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for interview in Interview.objects.filter(day__site=site, day__date=date):
            for measure, cell, n in of_interview(interview):
                if measure == name:
                    found[cell] += n
        return found

    return recount


for _name, _title, _cell in (
    (INTERVIEWS, _("interviews"), "pole/channel/duration"),
    (SUBJECTS, _("subjects of interviews"), "pole/subject"),
    (OUTCOMES, _("outcomes of interviews"), "pole/outcome"),
    (STEPS, _("next steps after interviews"), "pole/next step"),
    (LANGUAGES, _("languages of interviews"), "language"),
):
    register(Measure(_name, _title, _cell, _recount(_name)))
