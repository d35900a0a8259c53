"""What is done with partners, their agreements and what they contribute."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre, Pole, Space
from parvis.kernel.editing import NOTHING
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go, unchanged
from parvis.kernel.words import Words, sort_key
from parvis.partners.enums import COUNTED_IN
from parvis.partners.errors import NotTheSame, OfSeveral, RenewedAlready
from parvis.partners.models import Agreement, Contribution, Partner
from parvis.partners.rules import refuse_twice
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source


@action
def record_partner(
    *,
    code: str,
    name: str,
    field: str,
    simulated: bool,
    centres: Iterable[Centre],
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    country: str | None = None,
    other_fields: Sequence[str] = (),
    about: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Partner]:
    """Record an organisation and the whole list of centres it is a partner of."""
    return keep_cited(
        Partner,
        where={"code": code},
        values={
            "name": name,
            "sort_key": sort_key(name),
            "country": country,
            "field": field,
            "other_fields": list(other_fields),
            "about": about,
            "simulated": simulated,
        },
        many={"centres": centres},
        sources=sources,
        standing=standing,
        seen=seen,
    )


@action
def work_with(*, partner: Partner, centres: Iterable[Centre], by: Actor) -> Kept[Partner]:
    """Record that these centres too have an organisation already recorded as their partner."""
    return keep(
        Partner,
        where={"code": partner.code},
        values={},
        many={"centres": {*partner.centres.all(), *centres}},
    )


@action
def record_agreement(
    *,
    code: str,
    partner: Partner,
    centre: Centre,
    subject: Words | None = None,
    negotiated: datetime.date | None = None,
    signed: datetime.date | None = None,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    review: datetime.date | None = None,
    charter: str | None = None,
    charter_accepted: datetime.date | None = None,
    renews: Agreement | None = None,
    note: Words | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Agreement]:
    """Record an agreement by its dates, which alone make its status.

    The partner becomes one of the centre's partners. Raises CannotKeep for a signed agreement
    without the Charter it accepts, NotTheSame when it renews that of another partner or centre,
    RenewedAlready when another agreement renews the same.
    """
    if renews is not None and (renews.partner_id, renews.centre_id) != (partner.pk, centre.pk):
        raise NotTheSame(_("An agreement renews one of the same partner and the same centre."))
    if renews is not None and Agreement.objects.filter(renews=renews).exclude(code=code).exists():
        raise RenewedAlready(_("This agreement has been renewed already."))
    kept = keep(
        Agreement,
        where={"code": code},
        values={
            "partner": partner,
            "centre": centre,
            "subject": subject,
            "negotiated": negotiated,
            "signed": signed,
            "start": start,
            "end": end,
            "review": review,
            "charter": charter,
            "charter_accepted": charter_accepted,
            "renews": renews,
            "note": note,
            "simulated": centre.simulated,
        },
        seen=seen,
    )
    partner.centres.add(centre)
    return kept


@action
def renew(
    *,
    agreement: Agreement,
    code: str,
    start: datetime.date,
    end: datetime.date | None,
    signed: datetime.date,
    charter: str,
    charter_accepted: datetime.date,
    seen: str,
    by: Actor,
) -> Kept[Agreement]:
    """Sign the agreement that follows this one; the first keeps its own dates.

    `seen` is the token of the agreement being renewed. Raises ChangedMeanwhile when somebody
    changed it, or renewed it first.
    """
    return record_agreement(
        code=code,
        partner=agreement.partner,
        centre=agreement.centre,
        subject=agreement.subject,
        signed=signed,
        start=start,
        end=end,
        charter=charter,
        charter_accepted=charter_accepted,
        renews=unchanged(agreement, seen=seen),
        seen=NOTHING,
        by=by,
    )


@action
def record_contribution(
    *,
    agreement: Agreement,
    code: str,
    year: int,
    purpose: str,
    unit: str,
    promised: Decimal | None = None,
    given: Decimal | None = None,
    about: Words | None = None,
    pole: Pole | None = None,
    space: Space | None = None,
    was: Contribution | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Contribution]:
    """Record what a partner promised for a year and what it gave; the purpose makes the kind.

    None is «not said», which is not 0. `was` is the line whose year is being corrected. A line
    counted from the duty sessions held keeps its count, whatever is given. Raises NotTheSame for
    a pole or a space of another centre, CountedTwice for a second figure beside such a line.
    """
    for place in (pole.centre_id if pole else None, space.site.centre_id if space else None):
        if place not in (None, agreement.centre_id):
            raise NotTheSame(_("The pole and the space are those of the agreement's centre."))
    kind, _units = COUNTED_IN.get(purpose, ("", ()))
    own = Q(pk=was.pk) if was is not None else Q(code=code)
    if given is not None:
        refuse_twice(agreement, year, purpose, unit, own)
    counted = agreement.contributions.filter(own, year=year, from_duty=True).first()
    return keep(
        Contribution,
        where={"agreement": agreement, "year": year, "code": code},
        values={
            "purpose": purpose,
            "kind": kind,
            "unit": unit,
            "promised": promised,
            "given": given if counted is None else counted.given,
            "about": about,
            "pole": pole,
            "space": space,
            "simulated": agreement.simulated,
        },
        was=was,
        seen=seen,
    )


@action
def remove_partner(*, row: Partner, seen: str, by: Actor) -> None:
    """Remove an organisation recorded by mistake.

    Raises OfSeveral for one that another centre names too, CannotKeep while agreements or posts
    stand on it, ChangedMeanwhile when somebody changed it.
    """
    if row.centres.count() > 1:
        raise OfSeveral(_("Other centres name this partner too: take yours off its list instead."))
    let_go(row, seen=seen)


@action
def remove(*, row: Agreement | Contribution, seen: str, by: Actor) -> None:
    """Remove a line or an agreement recorded by mistake; one that stopped has an end instead.

    Raises CannotKeep while contributions stand under the agreement.
    """
    let_go(row, seen=seen)
