"""How a duty session is written: one place for every change, one for every change of state."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from parvis.kernel.live import announce
from parvis.partners.enums import DUTY_NEXT, DutyState
from parvis.partners.models import DutySession
from parvis.partners.queries.duty import topic

NEAR = datetime.timedelta(days=1)
"""Today, wherever the site lies: what is shown live is of today."""


def written(session: DutySession, **values: Any) -> DutySession:
    """Write it with these values: whoever shows duty live is told from here."""
    days = {session.day, values.get("day", session.day)}
    for name, value in values.items():
        setattr(session, name, value)
    session.sequence += 1
    session.changed_at = timezone.now()
    session.save()
    told(session, *days)
    return session


def removed(session: DutySession) -> None:
    """Delete what nobody was told of; the desk is told if it was of today."""
    session.delete()
    told(session, session.day)


def told(session: DutySession, *days: datetime.date) -> None:
    """Announce that the duty of its site changed on these days, if one of them is today."""
    today = timezone.now().date()
    if any(abs(day - today) <= NEAR for day in days):
        announce(topic(session.site))


def moved(session: DutySession, state: DutyState, **more: Any) -> DutySession:
    """Write it in another state, which ends a halt.

    Raises ValueError for a step that the table does not have.
    """
    if state not in DUTY_NEXT[session.state]:
        raise ValueError(f"a duty session {session.state} cannot become {state}")
    return written(session, state=state, **{"halt": ""} | more)
