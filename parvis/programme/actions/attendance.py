"""A session takes place: it is held, counted, closed, told; what people thought is kept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.kernel.words import Words
from parvis.programme.actions.held import count, counted, locked, locked_seats, moved, now_or, tell
from parvis.programme.enums import (
    DONE,
    Answer,
    Counted,
    Face,
    Medium,
    SessionState,
)
from parvis.programme.errors import NotPossible, WrongState
from parvis.programme.measures import STANDS, of_feedback, site_of
from parvis.programme.models import Feedback, Headcount, Participation, Session, Stand
from parvis.tallies import actions as tallies
from parvis.tallies.enums import Qualifier

THOUGHT_FOR = datetime.timedelta(days=14)
"""How long after a session one may say what one thought."""
LARGEST_SHEET = 5_000


@action
def hold(*, session: Session, at: datetime.datetime | None = None, by: Actor) -> Session:
    """It takes place: from now on it counts as held. Done twice it is done once.

    Raises WrongState, NotPossible before it begins.
    """
    row = locked(session)
    if row.state in DONE:
        return row
    if row.entry.begins > now_or(at):
        raise NotPossible(_("It has not begun."))
    with counted(row):
        row = moved(row, SessionState.HELD)
    tell(row)
    return row


@action
def headcount(
    *,
    session: Session,
    n: int,
    day: datetime.date | None = None,
    half_day: str = "",
    method: str = Counted.COUNTED,
    qualifier: str = Qualifier.EXACT,
    shares: Mapping[str, int] | None = None,
    seen: str | None = None,
    at: datetime.datetime | None = None,
    by: Actor,
) -> Kept[Headcount]:
    """Say how many were there: counted, tallied, from paper sheets or estimated, which is kept.

    A day is counted whole or by halves, never both. `shares` say of which public, by tally; they
    may be fewer than all. Said again, the last holds; held sessions are marked so by it. Raises
    NotPossible, WrongState, CannotKeep, ChangedMeanwhile.
    """
    row = locked(session)
    day = day or row.entry.day
    _countable(row, now_or(at))
    if not row.entry.day <= day <= row.entry.last_day:
        raise NotPossible(_("It was not held that day."))
    others = row.headcounts.filter(day=day)
    if others.filter(half_day="").exists() if half_day else others.exclude(half_day="").exists():
        raise NotPossible(_("Count this day whole, or by halves; not both."))
    said = dict(shares or {})
    if qualifier == Qualifier.EXACT and sum(said.values()) > n:
        raise NotPossible(_("The publics add up to more than all."))
    with counted(row):
        kept = keep(
            Headcount,
            where={"session": row, "day": day, "half_day": half_day},
            values={"n": n, "method": method, "qualifier": qualifier, "shares": said},
            seen=seen,
        )
        if row.state == SessionState.PUBLISHED:
            moved(row, SessionState.HELD)
    tell(row)
    return kept


@action
def take_back_headcount(*, row: Headcount, seen: str, by: Actor) -> None:
    """Take a headcount back. Raises ChangedMeanwhile."""
    session = locked(row.session)
    with counted(session):
        let_go(row, seen=seen)
    tell(session)


@action
def close_attendance(
    *, session: Session, at: datetime.datetime | None = None, by: Actor
) -> Session:
    """The attendance is entered: numbers stay, parties and their keys go for good.

    Whoever held a place and was not ticked did not come, where somebody ticked at all. Done twice
    it is done once. Raises WrongState, NotPossible before it begins.
    """
    now = now_or(at)
    row = hold(session=session, at=now, by=by)
    row = locked(row)
    if row.state != SessionState.HELD:
        return row
    with counted(row):
        _erase_parties(row)
        moved(row, SessionState.ATTENDED)
    _settle(row, by)
    tell(row)
    return row


@action
def erase_parties(*, session: Session, by: Actor) -> Session:
    """Nobody closed the attendance in time: the parties and their keys go all the same."""
    row = locked(session)
    with counted(row):
        _erase_parties(row)
    _settle(row, by)
    return row


@action
def evaluate(
    *,
    session: Session,
    ratings: Mapping[str, int] | None = None,
    summary: Words | None = None,
    by: Actor,
) -> Session:
    """Say how far each stated purpose was met (1 to 4), and what came out of it; it is then told.

    May be said again. Raises WrongState before the attendance is entered, NotPossible for a
    purpose that was not stated, CannotKeep.
    """
    row = locked(session)
    if row.state not in (SessionState.ATTENDED, SessionState.EVALUATED):
        raise WrongState(_("Close the attendance first."))
    said = dict(ratings or {})
    if unstated := set(said) - set(row.purposes):
        raise NotPossible(
            _("This purpose was not stated: %(what)s.") % {"what": ", ".join(sorted(unstated))}
        )
    values: dict[str, Any] = {"ratings": said}
    if summary is not None:
        values["summary"] = summary
    row = keep(Session, where={"code": row.code}, values=values, was=row).row
    return moved(row, SessionState.EVALUATED)


@action
def feedback(
    *,
    session: Session,
    face: int,
    answer: str = "",
    medium: str = Medium.TABLET,
    at: datetime.datetime | None = None,
    by: Actor,
) -> None:
    """Keep one face and one answer; nothing says whose, when, or beside which.

    Raises NotPossible before it begins and a fortnight after, or for no such face or answer.
    """
    _thought(session, {(face, answer): 1}, medium, now_or(at))


@action
def paper_feedback(
    *,
    session: Session,
    counts: Mapping[tuple[int, str], int],
    at: datetime.datetime | None = None,
    by: Actor,
) -> None:
    """Enter the totals of paper sheets: how many of each face and answer. Raises NotPossible."""
    _thought(session, counts, Medium.PAPER, now_or(at))


@action
def tally_stand(
    *, stand: Stand, need: str = "", n: int = 1, at: datetime.datetime | None = None, by: Actor
) -> None:
    """Somebody came to a stand, with which need if it was said; by the hour, nothing finer.

    Raises NotPossible out of the hours of the event, or for an event at no site.
    """
    now = now_or(at)
    session = stand.session
    entry = session.entry
    hour = datetime.timedelta(hours=1)
    site = site_of(session)
    if not entry.begins - hour <= now <= entry.ends + hour:
        raise NotPossible(_("Stands are counted while the event is on."))
    if site is None:
        raise NotPossible(_("This event lies at no site: count its visitors instead."))
    if need and need not in stand.needs:
        raise NotPossible(_("This need is not one of this stand."))
    local = now.astimezone(entry.zone)
    cell = f"{stand.pk}/{local.hour:02}/{need or '-'}"
    tallies.count(site, local.date(), [(STANDS, cell, n)])
    tell(session)


def _countable(session: Session, now: datetime.datetime) -> None:
    if session.state not in (SessionState.PUBLISHED, *DONE):
        raise WrongState(
            _("This session is %(state)s: nobody is counted in.")
            % {"state": session.get_state_display()}
        )
    if (
        session.entry.begins.astimezone(session.entry.zone).date()
        > now.astimezone(session.entry.zone).date()
    ):
        raise NotPossible(_("It has not begun."))


def _erase_parties(session: Session) -> None:
    """Turn parties into numbers, and delete them; done again, there is nothing to do."""
    for pk in session.seats.order_by("pk").values_list("pk", flat=True):
        seats = locked_seats(pk)
        if seats.present:
            seats.absent += seats.held - seats.came
            seats.held = seats.came
        seats.in_vain += seats.waiting + seats.offered
        seats.waiting = seats.offered = seats.set_aside = 0
        seats.given = False
        seats.save()
        seats.groups.filter(over=False).update(over=True)
        Participation.objects.filter(seats=seats).delete()


def _settle(session: Session, by: Actor) -> None:
    site = site_of(session)
    if site is not None:
        tallies.settle(site=site, day=session.entry.day, by=by)


def _thought(
    session: Session,
    counts: Mapping[tuple[int, str], int],
    medium: str,
    now: datetime.datetime,
) -> None:
    entry = session.entry
    if session.state not in (SessionState.PUBLISHED, *DONE):
        raise NotPossible(_("This session is not one to be judged."))
    if not entry.begins <= now <= entry.ends + THOUGHT_FOR:
        raise NotPossible(_("One says what one thought from its beginning until two weeks after."))
    rows = []
    for (face, answer), n in counts.items():
        if face not in Face.values or answer not in ("", *Answer.values):
            raise NotPossible(_("This answer is not one of the choices."))
        if not 0 <= n <= LARGEST_SHEET:
            raise NotPossible(_("From 0 to %(most)d sheets.") % {"most": LARGEST_SHEET})
        if n:
            rows.append(
                Feedback(
                    session=session,
                    face=face,
                    answer=answer,
                    question=session.question,
                    medium=Medium(medium),
                    alike=n,
                )
            )
    for row in Feedback.objects.bulk_create(rows):
        count(session, of_feedback(row))
    tell(session)
