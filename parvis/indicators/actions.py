"""What is done with the dictionary of figures and with what was observed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre
from parvis.governance.models import Body
from parvis.indicators.enums import Status
from parvis.indicators.errors import NothingNew, Published, WithoutReason
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.indicators.rules import value_of
from parvis.kernel.dates import PartialDate
from parvis.kernel.editing import NOTHING, Both, ChangedMeanwhile
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, find, keep, let_go, unchanged
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
    seen: str | None = None,
    by: Actor,
) -> Kept[Indicator]:
    """Record something the network counts."""
    return keep(
        Indicator,
        where={"network": network, "code": code},
        values={"kind": kind, "unit": unit, "framework": list(framework)},
        seen=seen,
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
    seen: str | None = None,
    by: Actor,
) -> Kept[Definition]:
    """Record one version of what an indicator means; version 0 is «as printed»."""
    return keep(
        Definition,
        where={"indicator": indicator, "version": version},
        values={"name": name, "definition": definition, "recipe": recipe, "since": since},
        many={"components": components},
        seen=seen,
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
    seen: str | None = None,
    by: Actor,
) -> Kept[Observation]:
    """Record one reading of one figure; of several readings one is chosen, with a reason.

    `period` begins with its year («2024», «2021/22»). The figure must step back before another
    reading of it is chosen: the database refuses two. By hand (`seen`), a published figure keeps
    its value: raises Published, `restate` gives another.
    """
    by_hand = find(Observation, {"network": network, "code": code}) if seen else None
    if by_hand is not None and by_hand.status == Status.PUBLISHED:
        said = (qualifier, value, high, words or {}, answering, total, status)
        if said != value_of(by_hand):
            raise Published(
                _("A published figure keeps its value: give another one with its reason.")
            )
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
        seen=seen,
    )


@action
def define_anew(
    *,
    indicator: Indicator,
    name: Words,
    definition: Words | None = None,
    recipe: Words | None = None,
    components: Iterable[Indicator] = (),
    since: PartialDate | str | None = None,
    seen: int,
    by: Actor,
) -> Definition:
    """Write the next version of what an indicator means; the versions before it stay as they are.

    `seen` is the last version the form showed. Raises ChangedMeanwhile when somebody wrote
    another meanwhile, NothingNew when it says what the last one says.
    """
    Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=indicator.pk)
    last = indicator.definitions.order_by("-version").first()
    version = last.version if last else -1
    parts = list(components)
    if version != seen:
        raise ChangedMeanwhile(
            last,
            {"version": Both(theirs=version, mine=seen)},
            _("Somebody has written version %(version)d since you opened the page.")
            % {"version": version},
        )
    asked = (name, definition or {}, recipe or {}, {part.pk for part in parts})
    if last is not None and asked == _meaning(last):
        raise NothingNew(_("This version says what the last one says."))
    return record_definition(
        indicator=indicator,
        version=version + 1,
        name=name,
        definition=definition,
        recipe=recipe,
        components=parts,
        since=since,
        by=by,
    ).row


def _meaning(version: Definition) -> tuple[Words, Words, Words, set[int]]:
    parts = {part.pk for part in version.components.all()}
    return version.name, version.definition, version.recipe, parts


@action
def translate_definition(
    *,
    definition: Definition,
    language: str,
    name: str,
    meaning: str = "",
    recipe: str = "",
    seen: str,
    by: Actor,
) -> Kept[Definition]:
    """Say a version in a language in which it is not said yet.

    Raises NothingNew when it is said in that language already: other words are another version.
    """
    if language in definition.name:
        raise NothingNew(
            _("This version is already said in that language: write the next version instead.")
        )
    more = {"name": name, "definition": meaning, "recipe": recipe}
    return keep(
        Definition,
        where={"indicator": definition.indicator, "version": definition.version},
        values={
            column: {**getattr(definition, column), **({language: text} if text else {})}
            for column, text in more.items()
        },
        seen=seen,
    )


@action
def restate(
    *,
    observation: Observation,
    qualifier: str,
    value: Decimal | int | None,
    reason: Words,
    sources: Iterable[Source],
    high: Decimal | int | None = None,
    words: Words | None = None,
    answering: int | None = None,
    total: int | None = None,
    approver: str | None = None,
    note: Words | None = None,
    standing: str = Standing.STATED,
    seen: str,
    by: Actor,
) -> Kept[Observation]:
    """Give another value of a figure, with the reason; the first one stays beside it, not chosen.

    Raises WithoutReason when no reason is given, NothingNew when the figure has been restated
    already (restate the one that is chosen), ChangedMeanwhile when somebody changed it.
    """
    if not any(reason.values()):
        raise WithoutReason(_("Say why the figure is restated: readers will be told."))
    first = unchanged(observation, seen=seen)
    if not first.is_chosen:
        raise NothingNew(_("Another value of this figure is the chosen one: restate that one."))
    stem, _dash, number = first.code.rpartition("-r")
    stem, again = (stem, int(number) + 1) if stem and number.isdigit() else (first.code, 2)
    keep(Observation, where={"id": first.pk}, values={"is_chosen": False})
    return record_observation(
        network=first.network,
        code=f"{stem}-r{again}",
        definition=first.definition,
        period=first.period,
        scope=first.scope,
        centre=first.centre,
        body=first.body,
        fact=first.fact,
        qualifier=qualifier,
        value=value,
        high=high,
        words=words,
        answering=answering,
        total=total,
        status=first.status,
        reason=reason,
        approver=approver,
        note=note,
        sources=sources,
        standing=standing,
        seen=NOTHING,
        by=by,
    )


@action
def remove_observation(*, row: Observation, seen: str, by: Actor) -> None:
    """Remove a draft or a target recorded by mistake.

    Raises Published for what readers have seen, ChangedMeanwhile when somebody changed it.
    """
    if row.status == Status.PUBLISHED:
        raise Published(_("A published figure is not removed: give another one with its reason."))
    let_go(row, seen=seen)
