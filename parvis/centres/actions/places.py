"""What is done with centres, their names, their sites and their poles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from parvis.accounts.actors import Actor
from parvis.centres.enums import Access, SiteNature, SiteStage
from parvis.centres.models import Alias, Centre, Name, Pole, Site, SiteAlias
from parvis.centres.rules import departures
from parvis.kernel.dates import PartialDate
from parvis.kernel.history import action
from parvis.kernel.keeping import Change, Kept, let_go
from parvis.kernel.words import Words, sort_key
from parvis.principles.actions import watch
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source

When = PartialDate | str | None


@action
def record_centre(
    *,
    code: str,
    name: str,
    country: str,
    city: str,
    time_zone: str,
    simulated: bool,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    city_standing: str = Standing.STATED,
    languages: Sequence[str] = (),
    overseas: bool = False,
    bearer: Words | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    position_standing: str | None = None,
    position_note: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Centre]:
    """Record a centre under its code, which is also its address and never changes."""
    return keep_cited(
        Centre,
        where={"code": code},
        values={
            "name": name,
            "sort_key": sort_key(name),
            "country": country,
            "city": city,
            "city_standing": city_standing,
            "time_zone": time_zone,
            "languages": list(languages),
            "overseas": overseas,
            "bearer": bearer,
            "latitude": latitude,
            "longitude": longitude,
            "position_standing": position_standing,
            "position_note": position_note,
            "simulated": simulated,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def record_name(
    *,
    centre: Centre,
    name: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    start: When = None,
    end: When = None,
    was: Name | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Name]:
    """Record an official name the centre bore, and when."""
    return keep_cited(
        Name,
        where={"centre": centre, "name": name},
        values={"start": start, "end": end},
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )


@action
def record_alias(
    *,
    centre: Centre,
    text: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    language: str | None = None,
    was: Alias | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Alias]:
    """Record another spelling of a centre."""
    return keep_cited(
        Alias,
        where={"centre": centre, "text": text},
        values={"language": language},
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )


@action
def record_site(
    *,
    centre: Centre,
    code: str,
    kind: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    name: Words | None = None,
    stage: str = SiteStage.UNKNOWN,
    nature: str = SiteNature.UNKNOWN,
    city: str | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    start: When = None,
    end: When = None,
    note: Words | None = None,
    country: str | None = None,
    region: str | None = None,
    own_time_zone: str | None = None,
    closes_on_holidays: bool = True,
    seen: str | None = None,
    by: Actor,
) -> Kept[Site]:
    """Record one place where a centre meets its public.

    `country` and `own_time_zone` are given when they are not the centre's; `region` is the one
    whose public holidays it keeps (`kernel.holidays.regions`).
    """
    return keep_cited(
        Site,
        where={"centre": centre, "code": code},
        values={
            "kind": kind,
            "name": name,
            "stage": stage,
            "nature": nature,
            "city": city,
            "latitude": latitude,
            "longitude": longitude,
            "start": start,
            "end": end,
            "note": note,
            "country": country,
            "region": region,
            "time_zone": own_time_zone,
            "closes_on_holidays": closes_on_holidays,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def record_site_alias(
    *,
    site: Site,
    text: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    language: str | None = None,
    was: SiteAlias | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[SiteAlias]:
    """Record another spelling or a nickname of one site."""
    return keep_cited(
        SiteAlias,
        where={"site": site, "text": text},
        values={"language": language},
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )


@action
def record_pole(
    *,
    centre: Centre,
    code: str,
    need: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    name: Words | None = None,
    letter: str | None = None,
    kinds: Sequence[str] = (),
    access: str = Access.WALK_IN,
    price: str | None = None,
    asks: Sequence[str] = (),
    reserved_for: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Pole]:
    """Record a counselling area, the need it answers and how one comes to it.

    A price, a datum required of visitors, a reserved public or access by appointment only are
    written down as they are, and before the label authority in the same transaction (rules R01
    to R04): nothing departs silently.
    """
    kept = keep_cited(
        Pole,
        where={"centre": centre, "code": code},
        values={
            "need": need,
            "name": name,
            "letter": letter,
            "kinds": list(kinds),
            "access": access,
            "price": price,
            "asks": list(asks),
            "reserved_for": reserved_for,
        },
        sources=sources,
        standing=standing,
        seen=seen,
    )
    broken = departures(kept.row)
    if kept.change is Change.CHANGED or (kept.change is Change.CREATED and broken):
        _watch(kept.row, broken, by)
    return kept


@action
def remove_pole(*, pole: Pole, seen: str, by: Actor) -> None:
    """Remove a pole as its form showed it; the alerts it raised are mended by it."""
    _watch(pole, {}, by)
    let_go(pole, seen=seen)


@action
def watch_pole(*, pole: Pole, by: Actor) -> None:
    """Look at a pole again once it was put back as it was: alerts are raised or mended by it."""
    _watch(pole, departures(pole), by)


def _watch(pole: Pole, broken: Mapping[str, Words], by: Actor) -> None:
    centre = pole.centre
    watch(
        subject=pole,
        centre=centre.code,
        simulated=centre.simulated,
        about=pole.name or {"fr": pole.code},
        broken=broken,
        by=by,
    )


@action
def remove(*, row: Name | Alias | Site | SiteAlias, seen: str, by: Actor) -> None:
    """Remove a name, a spelling or a site recorded by mistake, as its form showed it.

    What ended keeps its row with an end. Raises CannotKeep while other facts stand on a site,
    ChangedMeanwhile when somebody changed the row.
    """
    let_go(row, seen=seen)
