"""Facts put into their published shapes."""

from __future__ import annotations

import datetime
from collections import Counter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext

from parvis.centres.models import Centre
from parvis.centres.queries.opening import instant
from parvis.governance.queries import Composition, compositions
from parvis.indicators import queries as indicators
from parvis.indicators.models import Observation
from parvis.kernel.words import Words
from parvis.network import queries as networks
from parvis.network.models import LabelFact, Membership, Network
from parvis.opendata.shapes import (
    BodiesOut,
    BodyOut,
    CountsOut,
    CoverageOut,
    DefinitionOut,
    FigureOut,
    FiguresOut,
    MemberOut,
    MembersOut,
    MomentOut,
    OfficeOut,
    SeatOut,
    SessionOut,
    SessionsOut,
    SourceOut,
    SumOut,
)
from parvis.programme.queries import Asked, Card, cards, public
from parvis.sources.models import Source

MANY = 100
"""Sessions in one answer."""


def members(network: Network, day: datetime.date) -> MembersOut:
    """Members of a network on a day, in the published shape."""
    there = networks.members_on(network, day)
    rows = [*there.members, *there.associates]
    lives = networks.timelines([row.centre for row in rows])
    steps = networks.label_steps([row.centre for row in rows], day)
    return MembersOut(
        network=network.code,
        simulated=network.simulated,
        as_of=day.isoformat(),
        counts=CountsOut(
            members=len(there.members),
            associates=len(there.associates),
            countries=len(there.countries),
            by_country=dict(Counter(row.centre.country for row in there.members)),
        ),
        countries=there.countries,
        members=[_member(row, lives[row.centre_id], steps.get(row.centre_id)) for row in rows],
        note=_what_is_not_said(there),
    )


def _what_is_not_said(there: networks.Members) -> str | None:
    if networks.is_complete(there):
        return None
    return gettext(
        "The sources do not name every member on that day: only those they name are listed."
    )


def _sources(rows: list[Source]) -> list[SourceOut]:
    return [
        SourceOut(code=row.code, title=row.title, language=row.language, kind=row.kind)
        for row in rows
    ]


def _moment(moment: networks.Moment) -> MomentOut:
    fact = moment.fact
    outcome = None
    if isinstance(fact, LabelFact):
        outcome = {True: "decided", False: "refused", None: "not stated"}[fact.decided]
    return MomentOut(
        date=str(moment.date),
        kind=f"label:{fact.decision}:{fact.step}" if isinstance(fact, LabelFact) else fact.kind,
        site=fact.site.code if fact.site else None,
        outcome=outcome,
        standing=moment.standing,
        sources=_sources(moment.sources),
    )


def bodies(network: Network, day: datetime.date) -> BodiesOut:
    """Bodies of a network as composed on a day, with the offices nobody holds."""
    return BodiesOut(
        network=network.code,
        simulated=network.simulated,
        as_of=day.isoformat(),
        bodies=[_body(composed) for composed in compositions(network, day)],
    )


def _body(composed: Composition) -> BodyOut:
    return BodyOut(
        code=composed.body.code,
        kind=composed.body.kind,
        name=composed.body.name,
        seats=[
            SeatOut(
                person=seat.person.name,
                office=seat.office.code if seat.office else None,
                title=_words(seat.title or (seat.office.name if seat.office else {})),
                since=str(seat.start) if seat.start else None,
                attested=str(seat.attested) if seat.attested else None,
                until=str(seat.end) if seat.end else None,
                sources=_sources(seat.cited),
            )
            for seat in composed.seats
        ],
        vacant=[OfficeOut(code=office.code, name=office.name) for office in composed.vacant],
    )


def _member(row: Membership, life: list[networks.Moment], step: LabelFact | None) -> MemberOut:
    centre = row.centre
    return MemberOut(
        code=centre.code,
        name=centre.name,
        kind=row.kind,
        country=centre.country,
        city=centre.city,
        overseas=centre.overseas,
        latitude=centre.latitude,
        longitude=centre.longitude,
        position_standing=centre.position_standing or None,
        since=str(row.start) if row.start else None,
        attested=str(row.attested) if row.attested else None,
        until=str(row.end) if row.end else None,
        label=None if step is None else _moment(networks.moment(step)),
        timeline=[_moment(moment) for moment in life],
        sources=_sources(row.cited),
    )


def figures(network: Network, year: int) -> FiguresOut:
    """Every figure of a year, chosen or not, in the published shape."""
    rows = indicators.all_figures(network, year)
    return FiguresOut(
        network=network.code,
        simulated=network.simulated,
        year=year,
        published=bool(rows),
        figures=[_figure(row, rows) for row in rows],
    )


def _figure(row: Observation, among: list[Observation]) -> FigureOut:
    definition = row.definition
    total = indicators.summed(row, among)
    return FigureOut(
        code=row.code,
        indicator=row.indicator.code,
        year=row.year,
        period=row.period,
        scope=row.scope,
        centre=row.centre.code if row.centre else None,
        body=row.body.code if row.body else None,
        event=row.fact.code if row.fact else None,
        qualifier=row.qualifier,
        value=None if row.value is None else float(row.value),
        high=None if row.high is None else float(row.high),
        words=_words(row.words),
        coverage=CoverageOut(answering=row.answering, total=row.total),
        status=row.status,
        standing=row.standing,
        chosen=row.is_chosen,
        reason=_words(row.reason),
        approver=row.approver or None,
        note=_words(row.note),
        simulated=row.simulated,
        definition=DefinitionOut(
            indicator=row.indicator.code,
            version=definition.version,
            name=definition.name,
            definition=_words(definition.definition),
            recipe=_words(definition.recipe),
            unit=row.indicator.unit,
            components=[component.code for component in definition.components.all()],
        ),
        sources=_sources(row.cited),
        sum_of_parts=None
        if total is None
        else SumOut(
            value=float(total.value),
            qualifier=total.qualifier,
            parts=[part.code for part in total.parts],
            differs_from_published=total.differs_from(row),
        ),
    )


def sessions(
    network: Network,
    first: datetime.date,
    last: datetime.date | None,
    *,
    centre: Centre | None = None,
    theme: str = "",
    language: str = "",
    page: int = 1,
) -> SessionsOut:
    """Sessions that are not over on a day, until another, both by the clock of the installation."""
    zone = ZoneInfo(settings.TIME_ZONE)
    asked = Asked(
        simulated=network.simulated,
        network=network,
        centre=centre,
        themes=(theme,) if theme else (),
        language=language,
    )
    rows = public(asked).filter(entry__ends__gt=instant(first, datetime.time(), zone))
    if last is not None:
        after = instant(last + datetime.timedelta(days=1), datetime.time(), zone)
        rows = rows.filter(entry__begins__lt=after)
    start = (page - 1) * MANY
    found = cards(rows.order_by("entry__begins", "pk")[start : start + MANY + 1])
    return SessionsOut(
        network=network.code,
        simulated=network.simulated,
        first=first.isoformat(),
        last=None if last is None else last.isoformat(),
        page=page,
        more=len(found) > MANY,
        sessions=[_session(card) for card in found[:MANY]],
    )


def _session(card: Card) -> SessionOut:
    return SessionOut(
        code=card.code,
        uid=str(card.uid),
        sequence=card.sequence,
        kind=card.kind,
        part=card.part,
        state=card.state,
        title=card.title,
        about=_words(card.about),
        begins=card.begins.astimezone(card.zone).isoformat(),
        ends=card.ends.astimezone(card.zone).isoformat(),
        time_zone=card.time_zone,
        whole_days=card.whole_days,
        centre=card.centre or None,
        where=card.where,
        presence=card.presence,
        languages=card.languages,
        themes=card.themes,
        tags=card.tags,
        audiences=card.audiences,
        comforts=card.comforts,
        joining=card.joining,
        places=None if card.left is None else card.left.word.value,
        places_left=None if card.left is None else card.left.n,
        hosts=list(card.hosts),
        cancelled_because=_words(card.why),
    )


def _words(words: Words) -> Words | None:
    return words or None
