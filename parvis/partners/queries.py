"""What is read about partners: where agreements stand, and what each gave in a year."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from parvis.centres.models import Centre
from parvis.centres.queries import seen_by as centres_seen_by
from parvis.partners.enums import AgreementStatus, ContributionKind, Field, Purpose, Unit
from parvis.partners.models import Agreement, Contribution, Partner, Post

_KINDS, _PURPOSES = ContributionKind.values, Purpose.values

SOON = datetime.timedelta(days=90)
"""How long before its end an agreement asks to be renewed."""


def status(agreement: Agreement, on: datetime.date) -> AgreementStatus:
    """Where an agreement stands on a day, from its dates alone."""
    if agreement.signed is None or agreement.start is None or on < agreement.signed:
        negotiated = agreement.negotiated is not None and agreement.negotiated <= on
        return AgreementStatus.NEGOTIATION if negotiated else AgreementStatus.PROSPECT
    if on < agreement.start:
        return AgreementStatus.SIGNED
    if agreement.end is not None and agreement.end < on:
        return AgreementStatus.RENEWED if _renewed(agreement) else AgreementStatus.ENDED
    if agreement.review is not None and agreement.review <= on:
        return AgreementStatus.REVIEW
    return AgreementStatus.ACTIVE


def _renewed(agreement: Agreement) -> bool:
    renewal = getattr(agreement, "renewal", None)
    return renewal is not None and renewal.signed is not None


def agreements(centres: Collection[Centre] | None = None) -> QuerySet[Agreement]:
    """Agreements with all that tells their status; one query. Of some centres, or of all."""
    found = Agreement.objects.select_related("partner", "centre", "renewal")
    return found if centres is None else found.filter(centre__in=centres)


def in_force(on: datetime.date) -> Q:
    """Agreements that hold on a day."""
    return Q(signed__lte=on, start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))


def ending(
    centres: Collection[Centre], on: datetime.date, within: datetime.timedelta = SOON
) -> QuerySet[Agreement]:
    """Agreements in force that end soon and that nothing signed follows, the first to end first."""
    return (
        agreements(centres)
        .filter(in_force(on), end__lte=on + within)
        .exclude(renewal__signed__isnull=False)
        .order_by("end", "partner__sort_key")
    )


def by_field(centre: Centre, on: datetime.date) -> dict[Field, list[Partner]]:
    """The partners of a centre by field of activity, each under every field of its own.

    In the order of the fields; those under an agreement in force that day and those the centre
    names without one. Two queries.
    """
    fields: dict[Field, list[Partner]] = {}
    bound = set(
        Agreement.objects.filter(in_force(on), centre=centre).values_list("partner", flat=True)
    )
    once = set(Agreement.objects.filter(centre=centre).values_list("partner", flat=True))
    partners = [
        partner
        for partner in Partner.objects.filter(centres=centre)
        if partner.pk in bound or partner.pk not in once
    ]
    for field in Field:
        here = [p for p in partners if field in (p.field, *p.other_fields)]
        if here:
            fields[field] = here
    return fields


def active_partners(centres: Iterable[Centre], year: int) -> dict[int, int]:
    """How many partners gave something in a year, by centre; one query.

    Active means at least one contribution given in the year (row 76).
    """
    counts = dict.fromkeys((centre.pk for centre in centres), 0)
    rows = (
        Contribution.objects.filter(year=year, given__gt=0, agreement__centre__in=counts)
        .values_list("agreement__centre")
        .annotate(n=Count("agreement__partner", distinct=True))
    )
    return {**counts, **dict(rows)}


@dataclass(frozen=True)
class Total:
    """What one kind of contribution comes to in one unit.

    None is «not said»: a sum of lines none of which says anything says nothing.
    """

    kind: ContributionKind
    unit: Unit
    promised: Decimal | None
    given: Decimal | None
    unsaid: int
    """Lines of which what was given is not said: the sum is then of the others."""

    @property
    def missing(self) -> Decimal | None:
        """What was promised and not given; 0 when more was given, None when either is unsaid."""
        if self.promised is None or self.given is None:
            return None
        return max(self.promised - self.given, Decimal(0))


@dataclass(frozen=True)
class BalanceSheet:
    """What one partner promised and gave to one centre in a year, with every line it sums."""

    partner: Partner
    centre: Centre
    year: int
    lines: list[Contribution]
    agreements: list[Agreement]

    @property
    def totals(self) -> list[Total]:
        """One total a kind and a unit, in the order of the kinds; units are never mixed."""
        groups: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
        for line in self.lines:
            groups[line.kind, line.unit].append(line)
        return [
            Total(
                kind,
                unit,
                _sum(line.promised for line in group),
                _sum(line.given for line in group),
                sum(line.given is None for line in group),
            )
            for kind in ContributionKind
            for unit in Unit
            if (group := groups.get((kind, unit)))
        ]


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    said = [value for value in values if value is not None]
    return reduce(lambda one, other: one + other, said) if said else None


def balance_sheets(
    centre: Centre, year: int, partners: Collection[Partner] | None = None
) -> list[BalanceSheet]:
    """The balance sheets of a year at one centre, of some partners or of all; three queries.

    A partner without any line has a sheet when an agreement with it was in force that year.
    """
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    lines: dict[int, list[Contribution]] = defaultdict(list)
    for line in Contribution.objects.filter(Q(agreement__centre=centre), year=year).select_related(
        "agreement", "pole", "space"
    ):
        lines[line.agreement.partner_id].append(line)
    signed: dict[int, list[Agreement]] = defaultdict(list)
    held = Q(signed__isnull=False, start__lte=last) & (Q(end__isnull=True) | Q(end__gte=first))
    for agreement in agreements([centre]).filter(held):
        signed[agreement.partner_id].append(agreement)
    asked = {*lines, *signed} if partners is None else {partner.pk for partner in partners}
    for group in lines.values():
        group.sort(key=lambda line: (_KINDS.index(line.kind), _PURPOSES.index(line.purpose)))
    return [
        BalanceSheet(partner, centre, year, lines[partner.pk], signed[partner.pk])
        for partner in Partner.objects.filter(pk__in=asked)
    ]


def balance_sheet(partner: Partner, centre: Centre, year: int) -> BalanceSheet:
    """The balance sheet of one partner at one centre for a year."""
    return balance_sheets(centre, year, [partner])[0]


def agreements_seen_by(user: Any) -> QuerySet[Agreement]:
    """The agreements this member of staff may see: those of their centres, or of their partner."""
    posts = Post.objects.filter(user=user).in_force(timezone.localdate())
    return agreements().filter(
        Q(centre__in=centres_seen_by(user)) | Q(partner__in=posts.values("partner"))
    )
