"""What a site asks of a profile is set, in the office."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from parvis.accounts.actors import Actor
from parvis.centres.models import Site
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.visits.enums import Moment, Regime
from parvis.visits.models import SiteSettings, SurveyWeek


@action
def set_up(
    *,
    site: Site,
    bands: Sequence[str] = (),
    regime: str = Regime.NEVER,
    one_in: int = 1,
    moment: str = Moment.AFTER,
    pictures: bool = False,
    seen: str | None = None,
    by: Actor,
) -> Kept[SiteSettings]:
    """Say what a site asks, of whom and when, and whether its tickets bear a picture.

    Raises CannotKeep, and ChangedMeanwhile when somebody else wrote it since it was shown.
    """
    return keep(
        SiteSettings,
        where={"site": site},
        values={
            "bands": list(bands),
            "regime": regime,
            "one_in": one_in,
            "moment": moment,
            "pictures": pictures,
        },
        seen=seen,
    )


@action
def ask_in_week(
    *, site: Site, day: datetime.date, seen: str | None = None, by: Actor
) -> Kept[SurveyWeek]:
    """Ask everybody in the week of this day; planned twice, it is planned once.

    Raises ChangedMeanwhile.
    """
    monday = day - datetime.timedelta(days=day.weekday())
    return keep(SurveyWeek, where={"site": site, "monday": monday}, values={}, seen=seen)


@action
def ask_no_more(*, row: SurveyWeek, seen: str, by: Actor) -> None:
    """Take a survey week back. Raises ChangedMeanwhile."""
    let_go(row, seen=seen)


@action
def plan_survey(*, site: Site, days: Iterable[datetime.date], by: Actor) -> list[SurveyWeek]:
    """Ask everybody in the weeks of these days, and in no other week from the first of them on."""
    mondays = sorted({day - datetime.timedelta(days=day.weekday()) for day in days})
    if mondays:
        SurveyWeek.objects.filter(site=site, monday__gte=mondays[0]).exclude(
            monday__in=mondays
        ).delete()
    return [
        keep(SurveyWeek, where={"site": site, "monday": monday}, values={}).row
        for monday in mondays
    ]
