"""What is done with centres: their facts are recorded once, and changed only where they differ."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from parvis.accounts.actors import Actor
from parvis.centres.enums import SiteNature, SiteStage
from parvis.centres.models import Alias, Centre, Hours, Name, Pole, Site, SiteAlias
from parvis.kernel.dates import PartialDate
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept
from parvis.kernel.words import Words, sort_key
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
    by: Actor,
) -> Kept[Name]:
    """Record an official name the centre bore, and when."""
    return keep_cited(
        Name,
        where={"centre": centre, "name": name},
        values={"start": start, "end": end},
        sources=sources,
        standing=standing,
    )


@action
def record_alias(
    *,
    centre: Centre,
    text: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    language: str | None = None,
    by: Actor,
) -> Kept[Alias]:
    """Record another spelling of a centre."""
    return keep_cited(
        Alias,
        where={"centre": centre, "text": text},
        values={"language": language},
        sources=sources,
        standing=standing,
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
    by: Actor,
) -> Kept[Site]:
    """Record one place where a centre meets its public."""
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
        },
        sources=sources,
        standing=standing,
    )


@action
def record_site_alias(
    *,
    site: Site,
    text: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    language: str | None = None,
    by: Actor,
) -> Kept[SiteAlias]:
    """Record another spelling or a nickname of one site."""
    return keep_cited(
        SiteAlias,
        where={"site": site, "text": text},
        values={"language": language},
        sources=sources,
        standing=standing,
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
    by: Actor,
) -> Kept[Pole]:
    """Record a counselling area and the need it answers."""
    return keep_cited(
        Pole,
        where={"centre": centre, "code": code},
        values={"need": need, "name": name},
        sources=sources,
        standing=standing,
    )


@action
def record_hours(
    *,
    site: Site,
    weekday: int,
    opens: datetime.time | str,
    closes: datetime.time | str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    start: When = None,
    end: When = None,
    note: Words | None = None,
    by: Actor,
) -> Kept[Hours]:
    """Record one opening of one weekday (Monday is 1), in the centre's own time."""
    return keep_cited(
        Hours,
        where={"site": site, "weekday": weekday, "opens": opens, "start": start},
        values={"closes": closes, "end": end, "note": note},
        sources=sources,
        standing=standing,
    )
