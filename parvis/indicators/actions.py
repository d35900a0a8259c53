"""What is done with the dictionary of figures and with what was observed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre
from parvis.governance.models import Body
from parvis.indicators.enums import Status
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.kernel.dates import PartialDate
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep
from parvis.kernel.words import Words
from parvis.network.models import Fact, Network
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source


@action
def record_indicator(
    *,
    network: Network,
    code: str,
    kind: str,
    unit: Words,
    framework: Sequence[str] = (),
    by: Actor,
) -> Kept[Indicator]:
    """Record something the network counts."""
    return keep(
        Indicator,
        where={"network": network, "code": code},
        values={"kind": kind, "unit": unit, "framework": list(framework)},
    )


@action
def record_definition(
    *,
    indicator: Indicator,
    version: int,
    name: Words,
    definition: Words | None = None,
    recipe: Words | None = None,
    components: Iterable[Indicator] = (),
    since: PartialDate | str | None = None,
    by: Actor,
) -> Kept[Definition]:
    """Record one version of what an indicator means; version 0 is «as printed»."""
    return keep(
        Definition,
        where={"indicator": indicator, "version": version},
        values={"name": name, "definition": definition, "recipe": recipe, "since": since},
        many={"components": components},
    )


@action
def record_observation(
    *,
    network: Network,
    code: str,
    definition: Definition,
    period: str,
    scope: str,
    qualifier: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    centre: Centre | None = None,
    body: Body | None = None,
    fact: Fact | None = None,
    value: Decimal | int | None = None,
    high: Decimal | int | None = None,
    words: Words | None = None,
    answering: int | None = None,
    total: int | None = None,
    status: str = Status.PUBLISHED,
    is_chosen: bool = True,
    reason: Words | None = None,
    approver: str | None = None,
    note: Words | None = None,
    by: Actor,
) -> Kept[Observation]:
    """Record one reading of one figure; of several readings one is chosen, with a reason.

    `period` begins with its year («2024», «2021/22»). The figure must step back before another
    reading of it is chosen: the database refuses two.
    """
    return keep_cited(
        Observation,
        where={"network": network, "code": code},
        values={
            "definition": definition,
            "indicator": definition.indicator,
            "year": int(period[:4]),
            "period": period,
            "scope": scope,
            "centre": centre,
            "body": body,
            "fact": fact,
            "qualifier": qualifier,
            "value": value,
            "high": high,
            "words": words,
            "answering": answering,
            "total": total,
            "status": status,
            "is_chosen": is_chosen,
            "reason": reason,
            "approver": approver,
            "note": note,
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
    )
