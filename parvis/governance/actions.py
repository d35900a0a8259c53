"""What is done with bodies, mandates and meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.governance.enums import MeetingKind
from parvis.governance.errors import OverlappingMandates
from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.governance.rules import holders, period_of, surely
from parvis.kernel.dates import PartialDate
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, let_go
from parvis.kernel.words import Words, sort_key
from parvis.network.models import Network
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source

When = PartialDate | str | None


@action
def record_person(
    *,
    network: Network,
    code: str,
    name: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    sort_name: str | None = None,
    variants: Sequence[str] = (),
    affiliation: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Person]:
    """Record a public role-holder; `sort_name` puts the family name first, where it is known."""
    return keep_cited(
        Person,
        where={"network": network, "code": code},
        values={
            "name": name,
            "sort_key": sort_key(sort_name or name),
            "variants": list(variants),
            "affiliation": affiliation,
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def record_body(
    *,
    network: Network,
    code: str,
    kind: str,
    name: Words,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    mandate: Words | None = None,
    order: int = 0,
    seen: str | None = None,
    by: Actor,
) -> Kept[Body]:
    """Record an assembly, a committee, a group or a team; `order` is its place among the others."""
    return keep_cited(
        Body,
        where={"network": network, "code": code},
        values={
            "kind": kind,
            "name": name,
            "mandate": mandate,
            "order": order,
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def record_office(
    *,
    body: Body,
    code: str,
    name: Words,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    start: When = None,
    attested: When = None,
    last_attested: When = None,
    end: When = None,
    is_honorary: bool = False,
    order: int = 0,
    seen: str | None = None,
    by: Actor,
) -> Kept[Office]:
    """Record a seat of a body; `end` is its last day."""
    return keep_cited(
        Office,
        where={"body": body, "code": code},
        values={
            "name": name,
            "start": start,
            "attested": attested,
            "last_attested": last_attested,
            "end": end,
            "is_honorary": is_honorary,
            "order": order,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def record_mandate(
    *,
    body: Body,
    person: Person,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    office: Office | None = None,
    title: Words | None = None,
    start: When = None,
    attested: When = None,
    last_attested: When = None,
    end: When = None,
    elected_by: Body | None = None,
    note: Words | None = None,
    one_holder: bool = False,
    was: Mandate | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Mandate]:
    """Record that someone sits in a body; `end` is their last day in office.

    `was` is the mandate whose beginning is being corrected: without it, another beginning is
    another mandate. With `one_holder`, the seat is held by one person at a time: raises
    OverlappingMandates when somebody else surely holds it then. Sources that print two holders
    are recorded as they print, without it.
    """
    kept = keep_cited(
        Mandate,
        where={
            "body": body,
            "office": office,
            "person": person,
            "start": start,
            "attested": attested,
        },
        values={
            "title": title,
            "last_attested": last_attested,
            "end": end,
            "elected_by": elected_by,
            "note": note,
            "simulated": body.simulated,
        },
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )
    if one_holder and office is not None:
        # Whoever gives this seat next waits, and then sees this mandate.
        Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
        for other in holders(office, person, *surely(kept.row), kept.row):
            raise OverlappingMandates(
                _("%(person)s holds this seat %(period)s.")
                % {"person": other.person, "period": period_of(other)}
            )
    return kept


@action
def record_meeting(
    *,
    body: Body,
    code: str,
    date: When,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    kind: str = MeetingKind.ORDINARY,
    prepares: Meeting | None = None,
    place: Words | None = None,
    is_online: bool = False,
    is_announced: bool = False,
    seen: str | None = None,
    by: Actor,
) -> Kept[Meeting]:
    """Record one meeting whose date a source gives."""
    return keep_cited(
        Meeting,
        where={"body": body, "code": code},
        values={
            "kind": kind,
            "date": date,
            "prepares": prepares,
            "place": place,
            "is_online": is_online,
            "is_announced": is_announced,
            "simulated": body.simulated,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def remove(*, row: Person | Body | Office | Mandate | Meeting, seen: str, by: Actor) -> None:
    """Remove a fact recorded by mistake; what ended has an end instead.

    Raises CannotKeep while other facts stand on it, ChangedMeanwhile when somebody changed it.
    """
    let_go(row, seen=seen)
