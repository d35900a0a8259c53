"""What is read about networks and their members."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import timezone

from parvis.centres.models import Centre, Site
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import Words
from parvis.network.enums import LIFE_OF_A_CENTRE, DueState, LabelDecision, MemberKind
from parvis.network.models import CharterAcceptance, Due, Fact, LabelFact, Membership, Network
from parvis.principles.models import LabelAlert
from parvis.principles.queries import STANDING, alerts
from parvis.sources.enums import Standing
from parvis.sources.models import Source
from parvis.sources.queries import with_sources


def home() -> Network | None:
    """The network whose pages stand at /<lang>/: the first real one, else the first."""
    return Network.objects.order_by("simulated", "pk").first()


def find(code: str | None) -> Network | None:
    """The network of this code; the home network when none is named."""
    if code is None:
        return home()
    return Network.objects.filter(code=code).first()


def all_networks() -> list[Network]:
    """Every network of the installation, the home network first."""
    return list(Network.objects.order_by("simulated", "pk"))


def collections() -> Iterator[tuple[str, Words]]:
    """The networks documents are about: their code and name."""
    return ((network.code, network.name) for network in all_networks())


@dataclass(frozen=True)
class Members:
    """Who belonged to a network on a day, associates counted apart (rule R10)."""

    on: datetime.date
    members: list[Membership]
    associates: list[Membership]

    @property
    def countries(self) -> list[str]:
        """Countries of the full members, sorted."""
        return sorted({membership.centre.country for membership in self.members})

    def in_country(self, country: str) -> list[Membership]:
        """Full members in one country."""
        return [m for m in self.members if m.centre.country == country]


def members_on(network: Network, day: datetime.date) -> Members:
    """Members of a network on a day, with their centres and sources; three queries."""
    memberships = (
        Membership.objects.filter(network=network)
        .on(day)
        .select_related("centre")
        .order_by("centre__country", "centre__sort_key")
    )
    rows = with_sources(memberships)
    return Members(
        on=day,
        members=[row for row in rows if row.kind == MemberKind.MEMBER],
        associates=[row for row in rows if row.kind == MemberKind.ASSOCIATE],
    )


def is_complete(there: Members) -> bool:
    """Whether sources name every member of that day.

    They do from the first list of members that names all of them: the earliest day on which
    every membership still in force today was already begun or attested.
    """
    if not there.members:
        return False
    network = there.members[0].network_id
    latest = Membership.objects.filter(
        network=network, start__isnull=True, standing=Standing.STATED
    ).aggregate(latest=Max("attested"))["latest"]
    return latest is None or latest.text <= there.on.isoformat()


def within(year: int) -> Q:
    """Facts dated in a year, or running through it."""
    return Q(date__startswith=str(year)) | Q(date__lt=str(year), end__gte=str(year))


def label_facts_of(network: Network, year: int) -> list[LabelFact]:
    """Stated label facts of a year, in order of date."""
    return with_sources(
        LabelFact.objects.filter(
            network=network, date__startswith=str(year), standing=Standing.STATED
        ).select_related("centre", "site")
    )


@dataclass(frozen=True)
class Moment:
    """One dated point of a centre's life: an opening, an inauguration, a label step."""

    date: PartialDate
    fact: Fact | LabelFact
    standing: str
    sources: list[Source]


def moment(fact: Fact | LabelFact) -> Moment:
    """A dated fact as a moment, with its sources; raises ValueError when it has no date."""
    if fact.date is None:
        raise ValueError(f"{fact} has no date")
    return Moment(fact.date, fact, fact.standing, fact.cited)


def timelines(centres: list[Centre]) -> dict[int, list[Moment]]:
    """The dated life of several centres by primary key, oldest first; four queries for all.

    Every fact keeps its own source and standing, and facts may come in any order: nothing forces
    a label before an opening (rule R09).
    """
    facts = Fact.objects.filter(
        centre__in=centres, kind__in=LIFE_OF_A_CENTRE, date__isnull=False
    ).select_related("site")
    steps = LabelFact.objects.filter(centre__in=centres).select_related("site")
    lives: dict[int, list[Moment]] = {centre.pk: [] for centre in centres}
    rows: list[Fact | LabelFact] = [*with_sources(facts), *with_sources(steps)]
    for row in rows:
        lives[cast(int, row.centre_id)].append(moment(row))  # found by their centre
    return {pk: sorted(life, key=lambda point: point.date) for pk, life in lives.items()}


def timeline(centre: Centre) -> list[Moment]:
    """The dated life of one centre, oldest first."""
    return timelines([centre])[centre.pk]


def label_steps(centres: list[Centre], day: datetime.date) -> dict[int, LabelFact]:
    """The last label decision of each centre on a day, by primary key; two queries for all.

    A centre that no source gives a step to is absent: its step prints «not stated». A project
    that was only presented changes nothing, and a maintained step is the step there was.
    """
    decisions = (
        LabelFact.objects.filter(
            centre__in=centres,
            date__lte=day.isoformat(),
            decided=True,
            standing=Standing.STATED,
        )
        .exclude(decision=LabelDecision.PRESENTED)
        .select_related("site")
        .order_by("date", "code")
    )
    return {fact.centre_id: fact for fact in with_sources(decisions)}


def described(codes: list[str] | None = None) -> QuerySet[Centre]:
    """Centres with their places, names, poles and partners, ready to be shown whole."""
    centres = Centre.objects.prefetch_related(
        Prefetch("sites", Site.objects.prefetch_related("hours", "sources")),
        "names",
        "aliases",
        "poles",
        "partners",
        "sources",
    )
    return centres if codes is None else centres.filter(code__in=codes)


def charter_acceptances() -> list[tuple[Membership, CharterAcceptance | None]]:
    """Every member of today, real before simulated, with the last version it accepted."""
    last = {
        acceptance.membership_id: acceptance
        for acceptance in CharterAcceptance.objects.select_related("version").order_by("on", "pk")
    }
    there = Membership.objects.on(timezone.localdate()).select_related("centre")
    there = there.order_by("simulated", "centre__sort_key", "pk")
    return [(membership, last.get(membership.pk)) for membership in there]


def due_state(due: Due, on: datetime.date) -> DueState:
    """Where a due stands on a day, from its dates alone."""
    if due.paid is not None and due.paid <= on:
        return DueState.PAID
    if due.called is None or on < due.called:
        return DueState.NOT_CALLED
    if due.payable is not None and due.payable < on:
        return DueState.OVERDUE
    return DueState.CALLED


def standing(state: str, on: datetime.date) -> Q:
    """Dues that stand so on a day: `due_state` asked of the database."""
    paid = Q(paid__isnull=False, paid__lte=on)
    called = Q(called__isnull=False, called__lte=on)
    late = Q(payable__isnull=False, payable__lt=on)
    return {
        DueState.PAID: paid,
        DueState.NOT_CALLED: ~paid & ~called,
        DueState.OVERDUE: ~paid & called & late,
        DueState.CALLED: ~paid & called & ~late,
    }[DueState(state)]


def dues(network: Network, year: int, *, amounts: bool = False) -> list[Due]:
    """The dues of a year with their members; one query.

    With `amounts`, for the treasurer (`rules.may_see_amounts`), each has its amount at hand.
    """
    found = Due.objects.filter(membership__network=network, year=year).select_related(
        "membership__centre"
    )
    return list(found.select_related("amount") if amounts else found)


def label_alerts(
    network: Network, day: datetime.date, states: Collection[str] = STANDING
) -> QuerySet[LabelAlert]:
    """Label alerts of the centres that belong to the network that day; one query."""
    members = Membership.objects.filter(network=network).on(day)
    return alerts(states=states).filter(centre__in=members.values("centre__code"))
