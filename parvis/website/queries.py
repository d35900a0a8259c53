"""What the public pages show of a network and of a centre."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parvis.annualreport.queries.blocks import label_sentence
from parvis.centres.models import Centre, Hours, Site
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words
from parvis.network.models import Fact, LabelFact, Membership, Network
from parvis.network.queries import Members, described, members_on, timeline
from parvis.sources.models import Source
from parvis.ui import countries


@dataclass(frozen=True)
class CountryMembers:
    """The centres of one country."""

    code: str
    name: str
    centres: tuple[Centre, ...]


@dataclass(frozen=True)
class NetworkHome:
    """The network as it is on a day."""

    on: datetime.date
    count: int
    countries: tuple[CountryMembers, ...]
    associates: tuple[Centre, ...]
    overseas: int


def network_home(network: Network, day: datetime.date) -> NetworkHome:
    """Members of the day by country, the largest country first."""
    members: Members = members_on(network, day)
    centres = [membership.centre for membership in members.members]
    by_country: dict[str, list[Centre]] = {}
    for centre in centres:
        by_country.setdefault(centre.country, []).append(centre)
    ordered = sorted(by_country, key=lambda code: (-len(by_country[code]), code))
    return NetworkHome(
        on=day,
        count=len(centres),
        countries=tuple(
            CountryMembers(code=code, name=countries.named(code), centres=tuple(by_country[code]))
            for code in ordered
        ),
        associates=tuple(membership.centre for membership in members.associates),
        overseas=sum(centre.overseas for centre in centres),
    )


@dataclass(frozen=True)
class Step:
    """One dated point of a centre's life, as its timeline says it."""

    date: PartialDate
    end: PartialDate | None
    title: Words | str
    about: Words
    site: Words
    is_label: bool
    outcome_stated: bool
    standing: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class CentrePage:
    """A centre, its places, and its life as sources date it."""

    centre: Centre
    memberships: tuple[Membership, ...]
    sites: tuple[Site, ...]
    hours: tuple[Hours, ...]
    steps: tuple[Step, ...]


def centre_page(network: Network, code: str) -> CentrePage | None:
    """The page of a centre that is or was in this network; None for any other."""
    centre = described([code]).first()
    if centre is None:
        return None
    memberships = tuple(Membership.objects.filter(network=network, centre=centre))
    if not memberships:
        return None
    sites = tuple(centre.sites.all())
    return CentrePage(
        centre=centre,
        memberships=memberships,
        sites=sites,
        hours=tuple(hours for site in sites for hours in site.hours.all()),
        steps=tuple(
            Step(
                date=moment.date,
                end=None if isinstance(moment.fact, LabelFact) else moment.fact.end,
                title=_title(moment.fact),
                about=_about(moment.fact),
                site=moment.fact.site.name if moment.fact.site is not None else {},
                is_label=isinstance(moment.fact, LabelFact),
                outcome_stated=not isinstance(moment.fact, LabelFact)
                or moment.fact.decided is not None,
                standing=moment.standing,
                sources=tuple(moment.sources),
            )
            for moment in timeline(centre)
        ),
    )


def _title(fact: Fact | LabelFact) -> Words | str:
    return label_sentence(fact) if isinstance(fact, LabelFact) else fact.title


def _about(fact: Fact | LabelFact) -> Words:
    return fact.note if isinstance(fact, LabelFact) else fact.about


def is_ready() -> bool:
    """Whether there is a network to show; raises DatabaseError when the database is away."""
    return Network.objects.exists()


def switch(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """For the top strip: every network of the installation; nothing where the page has none."""
    if not context.get("networks"):
        return None
    return {"networks": context["networks"], "network": context.get("network")}


def menu(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """For the header and the footer: nothing on a page that belongs to no network."""
    if not context.get("network"):
        return None
    return {"networks": context["networks"], "network": context["network"]}
