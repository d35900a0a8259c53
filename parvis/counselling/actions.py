"""What a counsellor does: close with codes, call the next, hand over, flag a need."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre, Pole, Site
from parvis.counselling.enums import SUBJECTS, NextStep, Outcome
from parvis.counselling.errors import NotACode, OtherCentre
from parvis.counselling.measures import of_interview
from parvis.counselling.models import Interview, Theme
from parvis.counselling.queries import duration_of
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep
from parvis.kernel.words import Words
from parvis.tallies import actions as tallies
from parvis.visits import actions as visits
from parvis.visits.enums import Channel, Territory
from parvis.visits.models import Day, Ticket
from parvis.visits.queries import half_day_of


@dataclass(frozen=True)
class Turn:
    """What pressing «next» did: who is called, and what was closed by itself before."""

    ticket: Ticket | None
    closed: tuple[Interview, ...] = ()


@action
def close(
    *,
    ticket: Ticket,
    subject: str = "",
    outcome: str = "",
    next_step: str = "",
    channel: str = Channel.ON_SITE,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Interview:
    """Close the interview of a ticket with at most three codes; one left out is not filled in.

    The duration is that of the ticket, the language the one it asked for. Raises NotACode,
    WrongState when the ticket is over.
    """
    now = at or timezone.now()
    served = visits.serve(ticket=ticket, at=now, by=by)
    begun = served.started_at
    minutes = None if begun is None else (now - begun).total_seconds() / 60
    return note(
        site=served.day.site,
        pole=served.pole,
        channel=channel,
        language=served.language,
        minutes=minutes,
        subject=subject,
        outcome=outcome,
        next_step=next_step,
        at=now,
        by=by,
    )


@action
def note(
    *,
    site: Site,
    pole: Pole,
    channel: str,
    language: str = "",
    minutes: float | None = None,
    subject: str = "",
    outcome: str = "",
    next_step: str = "",
    at: datetime.datetime | None = None,
    by: Actor,
) -> Interview:
    """Count an interview by codes, with or without a ticket: by telephone, by mail, on site.

    Raises NotACode, OtherCentre, DayIsClosed.
    """
    now = at or timezone.now()
    if pole.centre_id != site.centre_id:
        raise OtherCentre(_("This pole is not one of this centre."))
    _among(subject, SUBJECTS[pole.need], _("This subject is not one of this pole."))
    _among(outcome, Outcome.values, _("This outcome is not known."))
    _among(next_step, NextStep.values, _("This next step is not known."))
    _among(channel, Channel.values, _("This channel is not known."))
    day = visits.open_day(site=site, at=now, by=by)
    interview = Interview(
        day=day,
        half_day=half_day_of(now, site),
        pole=pole,
        channel=channel,
        language=language,
        duration=duration_of(minutes),
        subject=subject,
        outcome=outcome,
        next_step=next_step,
    )
    interview.save(force_insert=True)
    tallies.count(site, day.date, of_interview(interview))
    _count_own(by, day, ["all", f"channel/{channel}", f"pole/{pole.pk}"])
    return interview


@action
def call_next(
    *,
    site: Site,
    poles: Sequence[Pole],
    desk: int,
    languages: Collection[str] | None = None,
    meets: Collection[str] = (),
    at: datetime.datetime | None = None,
    by: Actor,
) -> Turn:
    """Call the next visitor; an interview still open at this desk is closed without its codes.

    A skipped closing never holds up whoever waits: it counts as «not filled in».
    """
    now = at or timezone.now()
    closed = tuple(
        _noted(ticket, now, by) for ticket in visits.free_desk(site=site, desk=desk, at=now, by=by)
    )
    ticket = visits.call_next(
        site=site, poles=poles, desk=desk, languages=languages, meets=meets, at=now, by=by
    )
    return Turn(ticket, closed)


def _noted(ticket: Ticket, now: datetime.datetime, by: Actor) -> Interview:
    begun = ticket.started_at
    return note(
        site=ticket.day.site,
        pole=ticket.pole,
        channel=Channel.ON_SITE,
        language=ticket.language,
        minutes=None if begun is None else (now - begun).total_seconds() / 60,
        at=now,
        by=by,
    )


@action
def hand_over(
    *,
    ticket: Ticket,
    pole: Pole,
    subject: str = "",
    at: datetime.datetime | None = None,
    by: Actor,
) -> Ticket:
    """Send the visitor on to another pole, keeping their place; the interview so far is counted.

    The ticket there. Raises NotACode, WrongState, NotOfThisSite.
    """
    now = at or timezone.now()
    begun = ticket.started_at
    there = visits.send_on(ticket=ticket, pole=pole, at=now, by=by)
    note(
        site=there.day.site,
        pole=ticket.pole,
        channel=Channel.ON_SITE,
        language=ticket.language,
        minutes=None if begun is None else (now - begun).total_seconds() / 60,
        subject=subject,
        outcome=Outcome.OTHER_POLE,
        next_step=NextStep.OTHER_POLE,
        at=now,
        by=by,
    )
    return there


@action
def keep_theme(
    *,
    centre: Centre,
    code: str,
    name: Words,
    retired: bool = False,
    seen: str | None = None,
    by: Actor,
) -> Kept[Theme]:
    """Offer a need to be flagged in a centre, or no longer; written by the centre's team.

    Raises CannotKeep, ChangedMeanwhile.
    """
    return keep(
        Theme,
        where={"centre": centre, "code": code},
        values={"name": name, "retired": retired},
        seen=seen,
    )


@action
def flag_need(
    *, site: Site, theme: Theme, zone: str = "", at: datetime.datetime | None = None, by: Actor
) -> int:
    """Say that a need was seen today: one more that month; how often it has been seen by then.

    Raises OtherCentre, NotACode.
    """
    now = at or timezone.now()
    if theme.centre_id != site.centre_id:
        raise OtherCentre(_("This theme is not one of this centre."))
    _among(zone, Territory.values, _("This answer is not one of the choices."))
    month = now.astimezone(site.zone).date().replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO counselling_needflag "
            "(simulated, site_id, centre_id, theme_id, zone, month, n) "
            "VALUES (%s, %s, %s, %s, %s, %s, 1) ON CONFLICT (site_id, theme_id, zone, month) "
            "DO UPDATE SET n = counselling_needflag.n + 1 RETURNING n",
            [site.centre.simulated, site.pk, site.centre_id, theme.pk, zone, month],
        )
        (n,) = cursor.fetchall()[0]
    return int(n)


def _among(code: str, codes: Collection[str] | Mapping[str, object], said: str) -> None:
    if code and code not in codes:
        raise NotACode(said)


def _count_own(by: Actor, day: Day, cells: Sequence[str]) -> None:
    """Add to the figures of whoever counsels, which only they can read."""
    if by.kind != "staff":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO counselling_owncount (user_id, month, cell, n) "
            "SELECT %s, %s, c, 1 FROM unnest(%s::text[]) AS c ON CONFLICT (user_id, month, cell) "
            "DO UPDATE SET n = counselling_owncount.n + 1",
            [int(by.key), day.date.replace(day=1), list(cells)],
        )
