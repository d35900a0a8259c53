"""Which ticket numbers a device still has of those that were kept for it."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from parvis.centres.models import Pole, Site
from parvis.devices.models import Block, Device
from parvis.devices.queries import blocks_at, blocks_on
from parvis.visits.models import Ticket


@dataclass(frozen=True)
class Numbers:
    """One block, and the last of its numbers that is known here to have been given."""

    block: Block
    last: int
    """`first - 1` where none was, as far as we know: what is not sent yet is not known."""

    @property
    def left(self) -> int:
        """How many are not known to have been given."""
        return self.block.last - self.last


def kept_numbers(site: Site, day: datetime.date, pole: Pole) -> set[int]:
    """The numbers of a pole kept for devices on a day, and not known to have been given."""
    kept = {
        number
        for block in blocks_at(site, day, pole)
        for number in range(block.first, block.last + 1)
    }
    if not kept:
        return kept
    given = Ticket.objects.filter(day__site=site, day__date=day, pole=pole, serial__in=kept)
    return kept - set(given.values_list("serial", flat=True))


def numbers_of(device: Device, days: Collection[datetime.date]) -> list[Numbers]:
    """The numbers kept for a device on these days, in the order of the signs; two queries."""
    blocks = sorted(blocks_on(device, days), key=lambda one: (one.day, one.letter, one.first))
    given = Ticket.objects.filter(day__site=device.site_id, day__date__in=days)
    taken = set(given.values_list("day__date", "letter", "serial"))
    return [
        Numbers(
            block,
            max(
                (
                    number
                    for number in range(block.first, block.last + 1)
                    if (block.day, block.letter, number) in taken
                ),
                default=block.first - 1,
            ),
        )
        for block in blocks
    ]
