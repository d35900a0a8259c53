"""Doors of the clock: each night the day that ended is sealed."""

from __future__ import annotations

import datetime

from django.utils import timezone

from parvis.accounts.actors import clock
from parvis.journal import actions
from parvis.kernel import jobs


@jobs.task("journal.seal", every="20 0 * * *")
def seal() -> None:
    """Seal yesterday, as the database reckons days: in UTC, whatever the hour this runs at."""
    today = timezone.now().astimezone(datetime.UTC).date()
    actions.seal(day=today - datetime.timedelta(days=1), by=clock())
