"""Doors of the clock: sessions over are held, offers pass on, reminders leave, addresses go."""

from __future__ import annotations

import datetime

from django.utils import timezone

from parvis.accounts.actors import clock
from parvis.kernel import jobs
from parvis.programme import actions
from parvis.programme.models.places import CLOSED_AFTER
from parvis.programme.queries.places import (
    groups_over,
    over,
    to_be_closed,
    to_be_reminded,
    waiting_offers,
)

REMIND_BEFORE = datetime.timedelta(hours=26)
"""When a reminder leaves: the day before, about the same hour."""


@jobs.task("programme.pass-on", every="*/5 * * * *")
def pass_on() -> None:
    """Places kept for a group, or offered, and not taken in time go to the next in the line."""
    for group in groups_over():
        actions.give_places_back(group=group, by=clock())
    for seats in waiting_offers():
        actions.pass_on(seats=seats, by=clock())


@jobs.task("programme.hold", every="10 * * * *")
def hold() -> None:
    """What has ended took place, unless somebody said otherwise."""
    for session in over(timezone.now()):
        actions.hold(session=session, by=clock())


@jobs.task("programme.erase", every="25 * * * *")
def erase() -> None:
    """Parties that nobody closed, addresses whose session is over, lists of names out of date."""
    for session in to_be_closed(timezone.now() - CLOSED_AFTER):
        actions.erase_parties(session=session, by=clock())
    actions.erase_addresses(by=clock())
    actions.erase_registrations(today=timezone.localdate(), by=clock())


@jobs.task("programme.remind", every="*/15 * * * *")
def remind() -> None:
    """Reminders of tomorrow, and word of what was called off."""
    for session in to_be_reminded(timezone.now() + REMIND_BEFORE):
        actions.remind(session=session, by=clock())
