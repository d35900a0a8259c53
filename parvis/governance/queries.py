"""What is read about bodies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from parvis.governance.models import Body, Mandate, Meeting, Office
from parvis.network.models import Network
from parvis.sources.enums import Standing


@dataclass(frozen=True)
class Composition:
    """Who sat in a body on a day, and which of its offices nobody held."""

    body: Body
    on: datetime.date
    seats: list[Mandate]
    vacant: list[Office]


def composition(body: Body, day: datetime.date) -> Composition:
    """The body as of a day; an office that exists that day and has no holder is vacant."""
    seats = list(
        Mandate.objects.filter(body=body)
        .on(day)
        .select_related("office", "person")
        .prefetch_related("sources")
    )
    held = {seat.office_id for seat in seats}
    offices = Office.objects.filter(body=body, is_honorary=False).on(day)
    return Composition(body, day, seats, [office for office in offices if office.pk not in held])


def body_of(network: Network, code: str) -> Body | None:
    """The body of this code."""
    return Body.objects.filter(network=network, code=code).first()


def compositions(network: Network, day: datetime.date) -> list[Composition]:
    """Every body of the network as of a day; the number of queries does not grow with them."""
    mandates = Mandate.objects.on(day).select_related("office", "person")
    offices = Office.objects.filter(is_honorary=False).on(day)
    bodies = (
        Body.objects.filter(network=network, standing=Standing.STATED)
        .prefetch_related(
            Prefetch("mandates", mandates.prefetch_related("sources"), to_attr="seats_that_day")
        )
        .prefetch_related(Prefetch("offices", offices, to_attr="offices_that_day"), "sources")
    )
    return [_composed(body, day) for body in bodies]


def _composed(body: Body, day: datetime.date) -> Composition:
    seats: list[Mandate] = body.seats_that_day  # type: ignore[attr-defined]
    offices: Iterable[Office] = body.offices_that_day  # type: ignore[attr-defined]
    held = {seat.office_id for seat in seats}
    return Composition(body, day, seats, [office for office in offices if office.pk not in held])


def meetings_of(network: Network, year: int) -> list[Meeting]:
    """Recorded meetings of a year, in order."""
    return list(
        Meeting.objects.filter(
            body__network=network, date__startswith=str(year), standing=Standing.STATED
        )
        .select_related("body", "prepares")
        .prefetch_related("sources")
    )
