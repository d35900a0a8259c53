"""What is done with one duty session, and who may come instead.

Two people who act on one session at once wait for each other, and the second is told what the
first did. `seen` is the sequence that was on their screen.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel import jobs
from parvis.kernel.history import action
from parvis.partners.actions.counting import count
from parvis.partners.actions.writing import moved, written
from parvis.partners.enums import (
    ANSWERABLE,
    EXPECTED,
    HELD,
    MAY_HALT,
    Absence,
    DutyState,
    Halt,
)
from parvis.partners.errors import AnsweredMeanwhile, NotACandidate, NotPossibleNow
from parvis.partners.models import DutySession, Partner
from parvis.partners.queries.duty import candidates, sessions

ASK, SIGNAL = "partners.ask", "partners.signal-gaps"


@action
def confirm(*, session: DutySession, seen: int | None = None, by: Actor) -> DutySession:
    """The partner comes; one that had said no may come after all. Confirming twice does nothing.

    Of a session proposed in place of another, the other is then held by this one. Raises
    AnsweredMeanwhile, NotPossibleNow.
    """
    held, former = _locked(session)
    if held.state == DutyState.CONFIRMED:
        return held
    _unchanged(held, seen)
    if held.state not in ANSWERABLE or held.partner_id is None:
        raise _not_now(held)
    if held.state == DutyState.UNCOVERED:
        _refuse_when_asked_elsewhere(held)
        moved(held, DutyState.PLANNED, reason="")
    if former is not None:
        moved(former, DutyState.REPLACED)
    return moved(held, DutyState.CONFIRMED, reason="")


@action
def decline(
    *, session: DutySession, reason: str, seen: int | None = None, by: Actor
) -> DutySession:
    """Nobody comes from this partner: a gap at once. Declining twice does nothing.

    Of a session held in place of another, the other is a gap again. Raises AnsweredMeanwhile,
    NotPossibleNow.
    """
    held, former = _locked(session)
    if held.state == DutyState.UNCOVERED or (former and held.state == DutyState.CANCELLED):
        return held
    _unchanged(held, seen)
    if held.state not in EXPECTED:
        raise _not_now(held)
    moved(held, DutyState.CANCELLED, reason=reason)
    if former is None:
        moved(held, DutyState.UNCOVERED, signalled_at=None)
    elif former.state == DutyState.REPLACED:
        moved(former, DutyState.UNCOVERED, signalled_at=None)
    jobs.later(SIGNAL, once=True)
    return held


@action
def propose(
    *,
    session: DutySession,
    partner: Partner,
    reason: str = "",
    seen: int | None = None,
    by: Actor,
) -> DutySession:
    """Ask another partner to hold it; until that one accepts, it stays a gap.

    A session that nobody was to hold yet is simply given to it. Returns the session that partner
    is asked for. Raises NotACandidate, AnsweredMeanwhile, NotPossibleNow.
    """
    held, former = _locked(session)
    asked = held.replacements.exclude(state=DutyState.CANCELLED).first()
    if asked is not None and asked.partner_id == partner.pk:
        return asked
    _unchanged(held, seen)
    if former is not None:
        raise NotPossibleNow(_("This one was itself asked for another: propose it there."))
    if asked is not None:
        raise AnsweredMeanwhile(
            _("%(partner)s has been asked already.") % {"partner": asked.partner}
        )
    if held.state not in ANSWERABLE:
        raise _not_now(held)
    if partner.pk not in {one.partner.pk for one in candidates([held])[held.pk]}:
        raise NotACandidate(
            _(
                "%(partner)s cannot hold it: no agreement with the centre that day, or on duty "
                "at that hour."
            )
            % {"partner": partner}
        )
    jobs.later(ASK, once=True)
    if held.partner_id is None:
        return moved(held, DutyState.PLANNED, partner=partner, asked_at=None)
    if held.state in EXPECTED:
        moved(held, DutyState.CANCELLED, reason=reason or Absence.STAFF)
        moved(held, DutyState.UNCOVERED, signalled_at=None)
        jobs.later(SIGNAL, once=True)
    proposed = DutySession(
        replaces=held,
        partner=partner,
        state=DutyState.PLANNED,
        **_where_and_when(held),
    )
    return written(proposed)


@action
def call_off(
    *, session: DutySession, reason: str = Absence.WITHDRAWN, seen: int | None = None, by: Actor
) -> DutySession:
    """The centre needs it no more, or is closed: no gap. Whoever was asked instead is called off.

    Raises AnsweredMeanwhile, NotPossibleNow.
    """
    held, _former = _locked(session)
    if held.state == DutyState.CANCELLED:
        return held
    _unchanged(held, seen)
    if held.state not in ANSWERABLE:
        raise _not_now(held)
    for other in held.replacements.filter(state__in=EXPECTED).select_for_update():
        moved(other, DutyState.CANCELLED, reason=reason)
    moved(held, DutyState.CANCELLED, reason=reason)
    return held


@action
def open_session(*, session: DutySession, desk: str = "", by: Actor) -> DutySession:
    """The counsellor is there, whatever was answered before: a halt ends.

    `desk` is where, if that was said. Raises NotPossibleNow.
    """
    held, former = _locked(session)
    where = {"halt": "", "desk": desk or held.desk}
    if held.state == DutyState.OPENED:
        changed = any(getattr(held, name) != value for name, value in where.items())
        return written(held, **where) if changed else held
    if held.state == DutyState.UNCOVERED and held.partner_id is not None:
        _refuse_when_asked_elsewhere(held)
        moved(held, DutyState.PLANNED, reason="")
    if held.state not in EXPECTED:
        raise _not_now(held)
    if former is not None and former.state == DutyState.UNCOVERED:
        moved(former, DutyState.REPLACED)
    return moved(held, DutyState.OPENED, reason="", **where)


@action
def halt(*, session: DutySession, why: str, by: Actor) -> DutySession:
    """Today's counsellor is late, or the desk is closed for now: nobody is received meanwhile.

    Said twice it is said once; the last said holds. Raises NotPossibleNow for a session of another
    day, one that is over, and one that is not as `MAY_HALT` asks.
    """
    held, _former = _locked(session)
    local = timezone.localdate(timezone=held.site.zone)
    if held.day != local or held.ends_at <= timezone.now():
        raise NotPossibleNow(_("Only what is on duty today can be late or closed for now."))
    if held.state not in MAY_HALT[Halt(why)]:
        raise _not_now(held)
    return held if held.halt == why else written(held, halt=why)


@action
def lift(*, session: DutySession, by: Actor) -> DutySession:
    """The desk is open again, or nobody was late after all; done twice it is done once."""
    held, _former = _locked(session)
    return written(held, halt="") if held.halt else held


@action
def close_session(*, session: DutySession, by: Actor) -> DutySession:
    """It was held: its half-days are counted. One that nobody opened is opened by it.

    Raises NotPossibleNow.
    """
    held = open_session(session=session, by=by) if session.state not in HELD else session
    held, _former = _locked(held)
    if held.state == DutyState.CLOSED:
        return held
    held = moved(held, DutyState.CLOSED)
    count(session=held, by=by)
    return held


@action
def move(
    *,
    session: DutySession,
    day: datetime.date,
    begins: datetime.time,
    ends: datetime.time,
    desk: str = "",
    languages: Sequence[str] = (),
    seen: int | None = None,
    by: Actor,
) -> DutySession:
    """Put it at another hour, another day or another desk; at another hour it is asked anew.

    Raises AnsweredMeanwhile, NotPossibleNow.
    """
    held, _former = _locked(session)
    _unchanged(held, seen)
    if held.state not in ANSWERABLE:
        raise _not_now(held)
    when = {"day": day, "begins": begins, "ends": ends}
    where = {"desk": desk, "languages": list(languages)}
    if any(getattr(held, name) != value for name, value in when.items()):
        if held.state == DutyState.CONFIRMED:
            moved(held, DutyState.PLANNED)
        return written(held, **when, **where, asked_at=None)
    if any(getattr(held, name) != value for name, value in where.items()):
        return written(held, **where)
    return held


@action
def close_over(*, by: Actor) -> int:
    """What is still open after its hour was held: closed, and its half-days counted; how many."""
    now = timezone.now()
    open_ones = sessions().filter(
        state=DutyState.OPENED, day__lte=now.date() + datetime.timedelta(days=1)
    )
    over = [row for row in open_ones if row.ends_at <= now]
    for row in over:
        close_session(session=row, by=by)
    return len(over)


def _where_and_when(row: DutySession) -> dict[str, Any]:
    names = ("site", "pole", "desk", "languages", "begins", "ends", "paired", "day", "simulated")
    return {name: getattr(row, name) for name in names}


def _locked(session: DutySession) -> tuple[DutySession, DutySession | None]:
    """The session and the one it is in place of, locked: always the other first."""
    rows = DutySession.objects.select_for_update(of=("self",), no_key=True)
    former = rows.get(pk=session.replaces_id) if session.replaces_id is not None else None
    held = rows.select_related("site__centre", "pole__centre", "partner").get(pk=session.pk)
    return held, former


def _unchanged(held: DutySession, seen: int | None) -> None:
    if seen is not None and seen != held.sequence:
        raise AnsweredMeanwhile(
            _("Somebody else has changed this duty session meanwhile: it is %(state)s now.")
            % {"state": held.get_state_display()}
        )


def _refuse_when_asked_elsewhere(held: DutySession) -> None:
    asked = held.replacements.exclude(state=DutyState.CANCELLED).first()
    if asked is not None:
        raise AnsweredMeanwhile(
            _("%(partner)s has been asked instead, meanwhile.") % {"partner": asked.partner}
        )


def _not_now(held: DutySession) -> NotPossibleNow:
    return NotPossibleNow(
        _("This cannot be done with a duty session that is %(state)s.")
        % {"state": held.get_state_display()}
    )
