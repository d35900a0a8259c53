"""Who sits in the bodies of a network on a day, and which offices nobody holds."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from parvis.annualreport.queries.blocks import BodyBlock, body_block
from parvis.annualreport.queries.citing import Bibliography
from parvis.governance.queries import compositions
from parvis.network.models import Network
from parvis.sources.models import Source


@dataclass(frozen=True)
class Bodies:
    """Bodies of a day: those whose composition a source states, and the others."""

    on: datetime.date
    sitting: tuple[BodyBlock, ...]
    silent: tuple[BodyBlock, ...]
    sources: tuple[Source, ...]


def bodies_on(network: Network, day: datetime.date) -> Bodies:
    """Every body as of a day; the number of queries does not grow with them."""
    books = Bibliography()
    blocks = [body_block(there, (), None, (), books) for there in compositions(network, day)]
    return Bodies(
        on=day,
        sitting=tuple(block for block in blocks if block.seats),
        silent=tuple(block for block in blocks if not block.seats),
        sources=tuple(books.sources),
    )
