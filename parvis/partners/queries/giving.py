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

from parvis.accounts.queries import reached, scoped
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre
from parvis.partners.enums import AgreementStatus, ContributionKind, Field, Purpose, Unit
from parvis.partners.models import Agreement, Contribution, Partner

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


def standing(state: str, on: datetime.date) -> Q:
    """Agreements that stand so on a day: `status` asked of the database."""
    sealed = Q(signed__lte=on, start__isnull=False)
    unsealed = Q(signed__isnull=True) | Q(start__isnull=True) | Q(signed__gt=on)
    talked = Q(negotiated__isnull=False, negotiated__lte=on)
    running = sealed & Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    over = sealed & Q(end__lt=on)
    reviewed = Q(review__isnull=False, review__lte=on)
    return {
        AgreementStatus.PROSPECT: unsealed & ~talked,
        AgreementStatus.NEGOTIATION: unsealed & talked,
        AgreementStatus.SIGNED: sealed & Q(start__gt=on),
        AgreementStatus.ACTIVE: running & ~reviewed,
        AgreementStatus.REVIEW: running & reviewed,
        AgreementStatus.RENEWED: over & Q(renewal__signed__isnull=False),
        AgreementStatus.ENDED: over & Q(renewal__signed__isnull=True),
    }[AgreementStatus(state)]


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


def to_renew(on: datetime.date, until: datetime.date) -> Q:
    """Agreements in force on a day that end by another, and that nothing signed follows."""
    return in_force(on) & Q(end__lte=until, renewal__signed__isnull=True)


def ending(
    centres: Collection[Centre], on: datetime.date, within: datetime.timedelta = SOON
) -> QuerySet[Agreement]:
    """Agreements in force that end soon and that nothing signed follows, the first to end first."""
    return (
        agreements(centres).filter(to_renew(on, on + within)).order_by("end", "partner__sort_key")
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


def named(name: str, *, simulated: bool) -> Partner | None:
    """The partner of this name in that world, whatever capitals; the first when there are two."""
    return Partner.objects.filter(name__iexact=name.strip(), simulated=simulated).first()


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
    lines: dict[int, list[Contribution]] = defaultdict(list)
    for line in Contribution.objects.filter(Q(agreement__centre=centre), year=year).select_related(
        "agreement", "pole", "space"
    ):
        lines[line.agreement.partner_id].append(line)
    signed: dict[int, list[Agreement]] = defaultdict(list)
    for agreement in agreements([centre]).filter(_held_in(year)):
        signed[agreement.partner_id].append(agreement)
    asked = {*lines, *signed} if partners is None else {partner.pk for partner in partners}
    return [
        BalanceSheet(partner, centre, year, _in_order(lines[partner.pk]), signed[partner.pk])
        for partner in Partner.objects.filter(pk__in=asked)
    ]


def balance_sheet(partner: Partner, centre: Centre, year: int) -> BalanceSheet:
    """The balance sheet of one partner at one centre for a year."""
    return balance_sheets(centre, year, [partner])[0]


def _held_in(year: int) -> Q:
    """Agreements in force on some day of a year."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return Q(signed__isnull=False, start__lte=last) & (Q(end__isnull=True) | Q(end__gte=first))


def _in_order(lines: list[Contribution]) -> list[Contribution]:
    def place(line: Contribution) -> tuple[int, int]:
        return _KINDS.index(line.kind), _PURPOSES.index(line.purpose)

    return sorted(lines, key=place)


# -- what somebody may see: their role decides (parvis.accounts.roles)


def agreements_to_renew(user: Any) -> QuerySet[Agreement]:
    """The agreements this person may renew."""
    return scoped(agreements(), user, Act.WRITE)


def partners_balanced(user: Any) -> QuerySet[Partner]:
    """The partners whose balance sheet this person may read.

    Those of the centres whose agreements they read, and their own.
    """
    return reached(Partner.objects.all(), user, Act.READ, Thing.AGREEMENT)


def sheets_seen_by(user: Any, partner: Partner, year: int) -> list[BalanceSheet]:
    """The balance sheets of a partner for a year, one a centre this person may read; two queries.

    A centre has one when it has a line, or an agreement that was in force that year.
    """
    lines: dict[int, list[Contribution]] = defaultdict(list)
    signed: dict[int, list[Agreement]] = defaultdict(list)
    centres: dict[int, Centre] = {}
    given = Contribution.objects.filter(agreement__partner=partner, year=year)
    for line in scoped(given.select_related("agreement__centre", "pole", "space"), user):
        centres[line.agreement.centre_id] = line.agreement.centre
        lines[line.agreement.centre_id].append(line)
    for agreement in scoped(agreements().filter(_held_in(year), partner=partner), user):
        centres[agreement.centre_id] = agreement.centre
        signed[agreement.centre_id].append(agreement)
    return [
        BalanceSheet(partner, centre, year, _in_order(lines[centre.pk]), signed[centre.pk])
        for centre in sorted(centres.values(), key=lambda centre: centre.sort_key)
    ]


def years_balanced(user: Any, partner: Partner) -> list[int]:
    """The years in which a partner promised or gave something this person may read, and this year.

    The latest first; one query.
    """
    given = scoped(Contribution.objects.filter(agreement__partner=partner), user)
    years = set(given.order_by().values_list("year", flat=True).distinct())
    return sorted(years | {timezone.localdate().year}, reverse=True)
