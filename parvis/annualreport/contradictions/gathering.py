"""From the database to what rules read: a fixed number of queries whatever the network holds."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from parvis.annualreport.contradictions.facts import (
    BodySeen,
    CentreSeen,
    DefinitionSeen,
    Facts,
    FactSeen,
    FigureSeen,
    IndicatorSeen,
    LabelSeen,
    MandateSeen,
    MeetingSeen,
    MembershipSeen,
    NameSeen,
    OfficeSeen,
    PartnerSeen,
    PersonSeen,
    ReadingSeen,
    SiteSeen,
    SourceSeen,
    TextSeen,
)
from parvis.annualreport.models import Text
from parvis.centres.models import Alias, Centre, Site, SiteAlias
from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.network.models import Fact, LabelFact, Membership, Network, Reading
from parvis.partners.models import Partner
from parvis.sources.enums import Standing
from parvis.sources.models import Source


def gather(network: Network, year: int) -> Facts:
    """Everything stated about a network; the number of queries does not grow with it."""
    return Facts(
        network=network.code,
        year=year,
        sources=_sources(network),
        centres=_centres(network),
        memberships=_memberships(network),
        facts=_facts(network),
        labels=_labels(network),
        people=_people(network),
        bodies=_bodies(network),
        offices=_offices(network),
        mandates=_mandates(network),
        meetings=_meetings(network),
        partners=_partners(network),
        indicators=_indicators(network),
        figures=_figures(network),
        texts=_texts(network),
    )


def _stated(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(standing=Standing.STATED).prefetch_related("sources").order_by("pk")


def _codes(row: Any) -> tuple[str, ...]:
    return tuple(sorted(source.code for source in row.sources.all()))


def _sources(network: Network) -> tuple[SourceSeen, ...]:
    rows = Source.objects.filter(collection=network.code).select_related("translation_of")
    return tuple(
        SourceSeen(
            code=row.code,
            title=row.title,
            language=row.language,
            kind=row.kind,
            covers=row.covers,
            translation_of=row.translation_of.code if row.translation_of else "",
        )
        for row in rows.order_by("code")
    )


def _names(rows: Any) -> tuple[NameSeen, ...]:
    return tuple(
        NameSeen(text=row.text, language=row.language, sources=_codes(row)) for row in rows
    )


def _centres(network: Network) -> tuple[CentreSeen, ...]:
    sites = Prefetch(
        "sites",
        _stated(Site.objects.all()).prefetch_related(
            Prefetch("aliases", _stated(SiteAlias.objects.all()))
        ),
    )
    rows = Centre.objects.filter(memberships__network=network).distinct()
    rows = _stated(rows).prefetch_related(sites, Prefetch("aliases", _stated(Alias.objects.all())))
    return tuple(
        CentreSeen(
            code=row.code,
            name=row.name,
            country=row.country,
            overseas=row.overseas,
            aliases=_names(row.aliases.all()),
            sites=tuple(
                SiteSeen(
                    code=site.code,
                    kind=site.kind,
                    start=site.start,
                    end=site.end,
                    name=site.name,
                    aliases=_names(site.aliases.all()),
                    sources=_codes(site),
                )
                for site in row.sites.all()
            ),
            sources=_codes(row),
        )
        for row in rows
    )


def _term(row: Any) -> dict[str, Any]:
    return {
        "start": row.start,
        "attested": row.attested,
        "last_attested": row.last_attested,
        "end": row.end,
        "sources": _codes(row),
    }


def _memberships(network: Network) -> tuple[MembershipSeen, ...]:
    rows = _stated(Membership.objects.filter(network=network).select_related("centre"))
    return tuple(
        MembershipSeen(centre=row.centre.code, kind=row.kind, **_term(row)) for row in rows
    )


def _facts(network: Network) -> tuple[FactSeen, ...]:
    readings = Prefetch("readings", Reading.objects.order_by("pk").prefetch_related("sources"))
    rows = Fact.objects.filter(network=network).select_related("centre", "topic")
    return tuple(
        FactSeen(
            code=row.code,
            kind=row.kind,
            title=row.title,
            date=row.date,
            end=row.end,
            centre=row.centre.code if row.centre else "",
            topic=row.topic.code if row.topic else "",
            about=row.about,
            place=row.place,
            countries=tuple(row.countries),
            is_announced=row.is_announced,
            readings=tuple(
                ReadingSeen(
                    printed=reading.printed,
                    date=reading.date,
                    end=reading.end,
                    countries=tuple(reading.countries or ()),
                    is_chosen=reading.chosen,
                    note=reading.note,
                    sources=_codes(reading),
                )
                for reading in row.readings.all()
            ),
            sources=_codes(row),
        )
        for row in _stated(rows).prefetch_related(readings)
    )


def _labels(network: Network) -> tuple[LabelSeen, ...]:
    rows = _stated(LabelFact.objects.filter(network=network).select_related("centre", "site"))
    return tuple(
        LabelSeen(
            code=row.code,
            centre=row.centre.code,
            decision=row.decision,
            step=row.step,
            date=row.date,
            site=row.site.code if row.site else "",
            body=row.body,
            decided=row.decided,
            sources=_codes(row),
        )
        for row in rows
    )


def _people(network: Network) -> tuple[PersonSeen, ...]:
    return tuple(
        PersonSeen(code=row.code, name=row.name, variants=tuple(row.variants), sources=_codes(row))
        for row in _stated(Person.objects.filter(network=network))
    )


def _bodies(network: Network) -> tuple[BodySeen, ...]:
    return tuple(
        BodySeen(code=row.code, name=row.name, mandate=row.mandate, sources=_codes(row))
        for row in _stated(Body.objects.filter(network=network))
    )


def _offices(network: Network) -> tuple[OfficeSeen, ...]:
    rows = _stated(Office.objects.filter(body__network=network).select_related("body"))
    return tuple(
        OfficeSeen(
            body=row.body.code,
            code=row.code,
            name=row.name,
            is_honorary=row.is_honorary,
            **_term(row),
        )
        for row in rows
    )


def _mandates(network: Network) -> tuple[MandateSeen, ...]:
    rows = Mandate.objects.filter(body__network=network)
    rows = rows.select_related("body", "office", "person", "elected_by")
    return tuple(
        MandateSeen(
            body=row.body.code,
            office=row.office.code if row.office else "",
            person=row.person.code,
            title=row.title,
            elected_by=row.elected_by.code if row.elected_by else "",
            **_term(row),
        )
        for row in _stated(rows)
    )


def _meetings(network: Network) -> tuple[MeetingSeen, ...]:
    rows = _stated(Meeting.objects.filter(body__network=network).select_related("body"))
    return tuple(
        MeetingSeen(
            body=row.body.code,
            code=row.code,
            date=row.date,
            kind=row.kind,
            place=row.place,
            is_online=row.is_online,
            is_announced=row.is_announced,
            sources=_codes(row),
        )
        for row in rows
    )


def _partners(network: Network) -> tuple[PartnerSeen, ...]:
    """Partners of the network's centres, and those that its own documents name."""
    rows = Partner.objects.filter(
        Q(centres__memberships__network=network) | Q(sources__collection=network.code)
    )
    return tuple(
        PartnerSeen(code=row.code, name=row.name, sources=_codes(row))
        for row in _stated(rows.distinct())
    )


def _indicators(network: Network) -> tuple[IndicatorSeen, ...]:
    definitions = Definition.objects.order_by("version").prefetch_related("components")
    rows = Indicator.objects.filter(network=network).order_by("code")
    return tuple(
        IndicatorSeen(
            code=row.code,
            kind=row.kind,
            unit=row.unit,
            definitions=tuple(
                DefinitionSeen(
                    version=one.version,
                    name=one.name,
                    definition=one.definition,
                    recipe=one.recipe,
                    components=tuple(sorted(part.code for part in one.components.all())),
                )
                for one in row.definitions.all()
            ),
        )
        for row in rows.prefetch_related(Prefetch("definitions", definitions))
    )


def _figures(network: Network) -> tuple[FigureSeen, ...]:
    rows = Observation.objects.filter(network=network)
    rows = rows.select_related("definition", "indicator", "centre", "body", "fact")
    return tuple(
        FigureSeen(
            code=row.code,
            indicator=row.indicator.code,
            year=row.year,
            period=row.period,
            scope=row.scope,
            centre=row.centre.code if row.centre else "",
            body=row.body.code if row.body else "",
            fact=row.fact.code if row.fact else "",
            qualifier=row.qualifier,
            value=row.value,
            high=row.high,
            words=row.words,
            status=row.status,
            is_chosen=row.is_chosen,
            version=row.definition.version,
            sources=_codes(row),
        )
        for row in _stated(rows)
    )


def _texts(network: Network) -> tuple[TextSeen, ...]:
    return tuple(
        TextSeen(
            slot=row.slot,
            language=row.language,
            body=row.body,
            year=row.year,
            heading=row.heading,
            is_quotation=row.is_quotation,
            sources=_codes(row),
        )
        for row in _stated(Text.objects.filter(network=network))
    )
