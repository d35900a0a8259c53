"""The home of a network: its members in short, its latest report, its bodies."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from parvis.annualreport.queries import YearEntry, published_years
from parvis.network.models import Network
from parvis.website.queries.bodies import Bodies, bodies_on
from parvis.website.queries.directory import Directory, directory


@dataclass(frozen=True)
class Door:
    """A year that can be read, and whether its report is published or still a draft."""

    entry: YearEntry
    is_published: bool


@dataclass(frozen=True)
class NetworkHome:
    """The network as it is on a day, and the years it tells of."""

    members: Directory
    bodies: Bodies
    doors: tuple[Door, ...]

    @property
    def latest(self) -> Door | None:
        """The latest year whose report is written."""
        return next((door for door in self.doors if door.entry.is_report), None)


def network_home(network: Network, day: datetime.date, entries: list[YearEntry]) -> NetworkHome:
    """The home as of a day; the number of queries does not grow with members, bodies or years."""
    published = published_years(network)
    return NetworkHome(
        members=directory(network, day, mapped=False),
        bodies=bodies_on(network, day),
        doors=tuple(Door(entry, entry.year in published) for entry in entries),
    )
