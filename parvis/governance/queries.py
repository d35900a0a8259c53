"""What is read about bodies."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from parvis.governance.models import Body, Mandate, Meeting, Office
from parvis.kernel.words import spoken
from parvis.network.models import Network
from parvis.sources.enums import Standing
from parvis.sources.queries import with_sources


@dataclass(frozen=True)
class Composition:
    """Who sat in a body on a day, and which of its offices nobody held."""

    body: Body
    on: datetime.date
    seats: list[Mandate]
    vacant: list[Office]


def composition(body: Body, day: datetime.date) -> Composition:
    """The body as of a day; an office that exists that day and has no holder is vacant."""
    seats = with_sources(
        Mandate.objects.filter(body=body).on(day).select_related("office", "person")
    )
    held = {seat.office_id for seat in seats}
    offices = Office.objects.filter(body=body, is_honorary=False).on(day)
    return Composition(body, day, seats, [office for office in offices if office.pk not in held])


def body_of(network: Network, code: str) -> Body | None:
    """The body of this code."""
    return Body.objects.filter(network=network, code=code).first()


def names_of_bodies(simulated: bool) -> dict[str, str]:
    """The bodies of the real networks, or of those made up, by code, in the active language."""
    rows = Body.objects.filter(simulated=simulated).order_by("order", "code")
    return {body.code: spoken(body.name)[0] or body.code for body in rows}


def compositions(network: Network, day: datetime.date) -> list[Composition]:
    """Every body of the network as of a day; the number of queries does not grow with them."""
    bodies = Body.objects.filter(network=network, standing=Standing.STATED)
    here = {"body__network": network}
    mandates = Mandate.objects.filter(**here).on(day).select_related("office", "person")
    seats: dict[int, list[Mandate]] = {}
    for mandate in with_sources(mandates):
        seats.setdefault(mandate.body_id, []).append(mandate)
    held = {mandate.office_id for those in seats.values() for mandate in those}
    vacant: dict[int, list[Office]] = {}
    for office in Office.objects.filter(is_honorary=False, **here).on(day):
        if office.pk not in held:
            vacant.setdefault(office.body_id, []).append(office)
    return [
        Composition(body, day, seats.get(body.pk, []), vacant.get(body.pk, []))
        for body in with_sources(bodies)
    ]


def meetings_of(network: Network, year: int) -> list[Meeting]:
    """Recorded meetings of a year, in order."""
    return with_sources(
        Meeting.objects.filter(
            body__network=network, date__startswith=str(year), standing=Standing.STATED
        ).select_related("body", "prepares")
    )
