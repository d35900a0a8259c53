"""How a duty session is written: one place for every change, one for every change of state."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from parvis.partners.enums import DUTY_NEXT, DutyState
from parvis.partners.models import DutySession


def written(session: DutySession, **values: Any) -> DutySession:
    """Write it with these values: whoever shows duty live is told from here."""
    for name, value in values.items():
        setattr(session, name, value)
    session.sequence += 1
    session.changed_at = timezone.now()
    session.save()
    return session


def moved(session: DutySession, state: DutyState, **more: Any) -> DutySession:
    """Write it in another state. Raises ValueError for a step that the table does not have."""
    if state not in DUTY_NEXT[session.state]:
        raise ValueError(f"a duty session {session.state} cannot become {state}")
    return written(session, state=state, **more)
