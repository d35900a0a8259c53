"""What is done with networks, members and dated facts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.actions import record_centre, record_hours, record_pole, record_site
from parvis.centres.enums import SIGNS, SiteKind, SiteStage
from parvis.centres.models import Centre, Site
from parvis.charter.models import Version
from parvis.kernel.dates import PartialDate
from parvis.kernel.editing import NOTHING
from parvis.kernel.history import action
from parvis.kernel.keeping import Change, Kept, find, keep, let_go
from parvis.kernel.words import Words
from parvis.ledgers.codes import free_code
from parvis.network.enums import FUNDING_NEXT, FundingState
from parvis.network.errors import NotAMember, NotTheNext, TwoWorlds
from parvis.network.models import (
    CharterAcceptance,
    Due,
    DueAmount,
    Fact,
    Funding,
    LabelFact,
    Membership,
    Network,
    Reading,
)
from parvis.sources.actions import keep_cited, own_word
from parvis.sources.enums import Standing
from parvis.sources.models import Source

When = PartialDate | str | None


@dataclass(frozen=True)
class SaidOtherwise:
    """What one source prints for a fact that sources date or place differently."""

    sources: Sequence[Source]
    printed: str | None = None
    date: When = None
    end: When = None
    countries: Sequence[str] = ()
    chosen: bool = False
    note: Words | None = None


@action
def record_network(
    *,
    code: str,
    name: Words,
    simulated: bool,
    short_name: Words | None = None,
    about: Words | None = None,
    address: str | None = None,
    website: str | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Network]:
    """Record a network; whether it is real or simulated is settled the first time.

    Raises TwoWorlds when it is recorded the other way.
    """
    found = Network.objects.filter(code=code).first()
    if found is not None and found.simulated != simulated:
        raise TwoWorlds(
            _("The network “%(code)s” is recorded as simulated.") % {"code": code}
            if found.simulated
            else _("The network “%(code)s” is recorded as real.") % {"code": code}
        )
    return keep(
        Network,
        where={"code": code},
        values={
            "name": name,
            "short_name": short_name,
            "about": about,
            "address": address,
            "website": website,
            "simulated": simulated,
        },
        seen=seen,
    )


@action
def record_membership(
    *,
    network: Network,
    centre: Centre,
    kind: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    start: When = None,
    attested: When = None,
    last_attested: When = None,
    end: When = None,
    end_reason: Words | None = None,
    note: Words | None = None,
    was: Membership | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Membership]:
    """Record that a centre belongs to a network; `end` is the first day it no longer does.

    `was` is the membership whose beginning is being corrected: without it, another beginning is
    another membership.
    """
    return keep_cited(
        Membership,
        where={"network": network, "centre": centre, "start": start},
        values={
            "kind": kind,
            "attested": attested,
            "last_attested": last_attested,
            "end": end,
            "end_reason": end_reason,
            "note": note,
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )


@action
def record_charter_acceptance(
    *,
    membership: Membership,
    version: Version,
    on: datetime.date,
    seen: str | None = None,
    by: Actor,
) -> Kept[CharterAcceptance]:
    """Record that a member accepted a version of the Charter on a day; the day may be corrected.

    Raises TwoWorlds when one is real and the other make-believe.
    """
    if membership.simulated != version.simulated:
        raise TwoWorlds(_("A real member and a make-believe Charter, or the other way round."))
    return keep(
        CharterAcceptance,
        where={"membership": membership, "version": version},
        values={"on": on, "simulated": membership.simulated},
        seen=seen,
    )


@action
def record_fact(
    *,
    network: Network,
    code: str,
    kind: str,
    title: Words,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    centre: Centre | None = None,
    site: Site | None = None,
    topic: Fact | None = None,
    date: When = None,
    end: When = None,
    about: Words | None = None,
    place: Words | None = None,
    countries: Sequence[str] = (),
    order: int | None = None,
    is_announced: bool = False,
    readings: Sequence[SaidOtherwise] = (),
    seen: str | None = None,
    by: Actor,
) -> Kept[Fact]:
    """Record something that happened, and every way sources print its date or its countries."""
    kept = keep_cited(
        Fact,
        where={"network": network, "code": code},
        values={
            "kind": kind,
            "centre": centre,
            "site": site,
            "topic": topic,
            "date": date,
            "end": end,
            "title": title,
            "about": about,
            "place": place,
            "countries": list(countries),
            "order": order,
            "is_announced": is_announced,
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )
    if _keep_readings(kept.row, readings) and kept.change is Change.UNCHANGED:
        return Kept(kept.row, Change.CHANGED, ("readings",), kept.theirs)
    return kept


def _keep_readings(fact: Fact, readings: Sequence[SaidOtherwise]) -> bool:
    """Whether any of them was new or different.

    A fact has one chosen reading at a time, which the database sees to: whatever was chosen
    before steps back first, even a reading that is no longer told.
    """
    changed = False
    before = list(fact.readings.filter(chosen=True)) if any(r.chosen for r in readings) else []
    for reading in sorted(readings, key=lambda reading: reading.chosen):
        where: dict[str, Any] = {
            "fact": fact,
            "printed": reading.printed,
            "date": reading.date,
            "end": reading.end,
            "countries": list(reading.countries),
        }
        if reading.chosen:
            same = find(Reading, where)
            for other in before:
                if same is None or other.pk != same.pk:
                    keep(Reading, where={"id": other.pk}, values={"chosen": False})
        kept = keep(
            Reading,
            where=where,
            values={"chosen": reading.chosen, "note": reading.note},
            many={"sources": reading.sources},
        )
        changed = changed or kept.change is not Change.UNCHANGED
    return changed


@action
def record_label_fact(
    *,
    network: Network,
    code: str,
    centre: Centre,
    decision: str,
    step: str,
    date: When,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    site: Site | None = None,
    body: str | None = None,
    decided: bool | None = None,
    note: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[LabelFact]:
    """Record a label step of a centre or of one of its sites; no order is forced (rule R09)."""
    return keep_cited(
        LabelFact,
        where={"network": network, "code": code},
        values={
            "centre": centre,
            "site": site,
            "decision": decision,
            "step": step,
            "date": date,
            "body": body,
            "decided": decided,
            "note": note,
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def record_due(
    *,
    membership: Membership,
    year: int,
    called: datetime.date | None = None,
    payable: datetime.date | None = None,
    paid: datetime.date | None = None,
    note: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Due]:
    """Record the due of a year of one member: when it was called, and when it was paid.

    Raises NotAMember for a year the membership does not reach into.
    """
    begun = membership.start or membership.attested
    if (begun is not None and year < begun.year) or (
        membership.end is not None and membership.end.year < year
    ):
        raise NotAMember(
            _("%(centre)s was no member in %(year)s.") % {"centre": membership.centre, "year": year}
        )
    return keep(
        Due,
        where={"membership": membership, "year": year},
        values={
            "called": called,
            "payable": payable,
            "paid": paid,
            "note": note,
            "simulated": membership.simulated,
        },
        seen=seen,
    )


@action
def record_funding(
    *,
    network: Network,
    code: str,
    name: str,
    kind: str,
    state: str = FundingState.IDEA,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    amount: Decimal | None = None,
    currency: str = "EUR",
    note: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Funding]:
    """Record a source of money of a network, from the idea to its end.

    Raises NotTheNext for a state that cannot follow the one it is in (enums.FUNDING_NEXT).
    """
    held = Funding.objects.select_for_update().filter(network=network, code=code).first()
    if held is not None and state != held.state and state not in FUNDING_NEXT[held.state]:
        raise NotTheNext(
            _("“%(now)s” does not follow “%(was)s”.")
            % {"now": FundingState(state).label, "was": held.get_state_display()}
        )
    return keep(
        Funding,
        where={"network": network, "code": code},
        values={
            "name": name,
            "kind": kind,
            "state": state,
            "start": start,
            "end": end,
            "amount": amount,
            "currency": currency,
            "note": note,
            "simulated": network.simulated,
        },
        seen=seen,
    )


@action
def record_due_amount(
    *,
    due: Due,
    amount: Decimal,
    currency: str = "EUR",
    seen: str | None = None,
    by: Actor,
) -> Kept[DueAmount]:
    """Record how much a due comes to; only the treasurer reads it (`rules.may_see_amounts`)."""
    return keep(
        DueAmount,
        where={"due": due},
        values={"amount": amount, "currency": currency, "simulated": due.simulated},
        seen=seen,
    )


@action
def remove(
    *,
    row: Membership | CharterAcceptance | Fact | LabelFact | Due | DueAmount | Funding,
    seen: str,
    by: Actor,
) -> None:
    """Remove a fact recorded by mistake; what ended has an end instead.

    Raises CannotKeep while other facts stand on it, ChangedMeanwhile when somebody changed it.
    """
    let_go(row, seen=seen)


@action
def found_centre(
    *,
    network: Network,
    name: str,
    city: str,
    country: str,
    time_zone: str,
    kind: str,
    start: When,
    week: Mapping[int, Sequence[tuple[datetime.time, datetime.time]]],
    poles: Sequence[tuple[str, Words]],
    by: Actor,
) -> Centre:
    """Record a new centre whole: its main site, its hours, its poles, its membership.

    All of it on the centre's own word, or nothing. The letters of the poles are those of their
    needs. Raises OverlappingHours, CannotKeep.
    """
    code = free_code(Centre.objects.all(), name)
    cited = [own_word(code=code, name=name, by=by)]
    centre = record_centre(
        code=code,
        name=name,
        country=country,
        city=city,
        time_zone=time_zone,
        simulated=network.simulated,
        sources=cited,
        seen=NOTHING,
        by=by,
    ).row
    site = record_site(
        centre=centre,
        code="main",
        kind=SiteKind.MAIN,
        stage=SiteStage.OPEN,
        city=city,
        sources=cited,
        by=by,
    ).row
    for weekday, openings in week.items():
        for opens, closes in openings:
            record_hours(
                site=site, weekday=weekday, opens=opens, closes=closes, sources=cited, by=by
            )
    for need, words in poles:
        record_pole(
            centre=centre,
            code=need,
            need=need,
            name=words,
            letter=SIGNS.get(need),
            sources=cited,
            by=by,
        )
    record_membership(
        network=network,
        centre=centre,
        kind=kind,
        start=start,
        sources=cited,
        by=by,
    )
    return centre
