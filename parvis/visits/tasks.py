"""Doors of the clock: forgotten closes are set aside, and no day stays open overnight."""

from __future__ import annotations

import datetime

from django.utils import timezone

from parvis.accounts.actors import clock
from parvis.centres.queries.opening import today
from parvis.devices import actions as devices
from parvis.journal import actions as journal
from parvis.kernel import jobs
from parvis.visits import actions, queries

FORGOTTEN_AFTER = datetime.timedelta(days=40)
"""Keys of days that no device may send any more."""


@jobs.task("visits.set-aside", every="*/15 * * * *")
def set_aside() -> None:
    """Set aside, everywhere, the interviews whose close was surely forgotten."""
    for day in queries.days_left_open(before=timezone.localdate() + datetime.timedelta(days=2)):
        actions.set_aside_forgotten(site=day.site, by=clock())


@jobs.task("visits.close", every="40 * * * *")
def close() -> None:
    """Close the days that are over where their site lies and that nobody closed."""
    for day in queries.days_left_open(before=timezone.localdate() + datetime.timedelta(days=2)):
        if day.date < today(day.site):
            actions.close_day(site=day.site, date=day.date, by=clock())


@jobs.task("visits.forget", every="50 2 * * *")
def forget() -> None:
    """Forget keys that nobody sends again, and what was asked or kept on days that are over."""
    journal.forget_receipts(before=timezone.localdate() - FORGOTTEN_AFTER, by=clock())
    devices.forget_blocks(before=timezone.localdate() - datetime.timedelta(days=2), by=clock())
    yesterday = timezone.now() - datetime.timedelta(hours=18)
    devices.forget_summonses(before=yesterday, by=clock())
