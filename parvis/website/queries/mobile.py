"""The bus passes near you: every mobile facility of a network, found by commune or by name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from parvis.centres.models import Stop
from parvis.centres.queries import Timetable, mobile_sites, timetables
from parvis.kernel.words import sort_key
from parvis.network.models import Membership, Network


@dataclass(frozen=True)
class Near:
    """What answers to the words asked; `communes` are all those where a facility stops."""

    tables: tuple[Timetable, ...]
    communes: tuple[str, ...]


def near(network: Network, words: str, today: datetime.date) -> Near:
    """The mobile facilities of the members of a network that day; eight queries, however many.

    Of a facility that answers by its name every stop is shown; of one that answers by a commune
    or a place, those stops alone.
    """
    members = list(
        Membership.objects.filter(network=network).on(today).values_list("centre", flat=True)
    )
    tables = timetables(mobile_sites(words, members))
    asked = sort_key(words).split()
    stops = Stop.objects.filter(site__in=mobile_sites(centres=members).values("pk"))
    communes = set(stops.order_by().values_list("commune", flat=True).distinct())
    return Near(
        tables=tuple(_narrowed(table, asked) for table in tables),
        communes=tuple(sorted(communes, key=sort_key)),
    )


def _narrowed(table: Timetable, asked: list[str]) -> Timetable:
    """Only the stops that hold every word asked, when some do."""

    def answers(stop: Stop) -> bool:
        said = sort_key(f"{stop.commune} {stop.place}")
        return all(word in said for word in asked)

    found = [stop for stop in table.stops if answers(stop)]
    if not asked or not found:
        return table
    keys = {stop.pk for stop in found}
    passages = [one for one in table.passages if one.stop.pk in keys]
    return Timetable(table.site, found, passages)
