"""Ticket numbers are kept for a device before it leaves."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.queries import poles_of
from parvis.devices.errors import Revoked
from parvis.devices.models import Block, Device
from parvis.kernel.history import action
from parvis.visits.actions.queue import KEPT_AT_MOST, reserve
from parvis.visits.errors import DayIsClosed, NoSignLeft
from parvis.visits.queries import kept_numbers, numbers_of

BLOCK = 40
ENOUGH = 15
"""A device that has so many left of a pole gets none more."""
MIDDAY = datetime.time(12)


@action
def provide(*, device: Device, days: Collection[datetime.date], by: Actor) -> list[Block]:
    """See that a device has numbers enough of every pole on these days; what was kept anew.

    Asked again it gets none more: what it has not sent yet counts as left. Two at once wait for
    one another. A day already closed, a pole for which no letter is left, and one of which other
    devices keep as many as may be kept, are passed over.
    Raises Revoked.
    """
    held = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if held.is_revoked:
        raise Revoked(_("The key of this device was taken back."))
    left: Counter[tuple[Any, ...]] = Counter()
    for one in numbers_of(device, days):
        left[one.block.day, one.block.pole_id] += one.left
    poles, made = list(poles_of(device.site.centre)), []
    for day in sorted(days):
        at = datetime.datetime.combine(day, MIDDAY, device.site.zone)
        for pole in poles:
            kept = len(kept_numbers(device.site, day, pole))
            size = min(BLOCK, KEPT_AT_MOST - kept)
            if left[day, pole.pk] >= ENOUGH or size < ENOUGH:
                continue
            try:
                with transaction.atomic():
                    made.append(reserve(device=device, pole=pole, size=size, at=at, by=by))
            except DayIsClosed:
                break
            except NoSignLeft:
                continue
    return made
