"""Who sees what a partner gave, and what stands against an agreement before it is saved."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.accounts.queries import can_somewhere, reached, scoped
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre
from parvis.partners.models import Agreement, Partner
from parvis.partners.queries import named


def may_renew(user: Any, agreement: Agreement) -> bool:
    """Whoever writes the agreements of that centre."""
    return scoped(Agreement.objects.filter(pk=agreement.pk), user, Act.WRITE).exists()


def may_read_balances(user: Any) -> bool:
    """Whoever reads agreements somewhere: those who run a centre, a partner's own manager."""
    return can_somewhere(user, Act.READ, Thing.AGREEMENT)


def may_read_balance(user: Any, partner: Partner) -> bool:
    """Those of its own centres that read agreements, and the partner's own manager."""
    own = Partner.objects.filter(pk=partner.pk)
    return reached(own, user, Act.READ, Thing.AGREEMENT).exists()


def clashes_of_partner(name: str, *, simulated: bool, was: Partner | None = None) -> list[str]:
    """An organisation of the same name: a new one joins it, another must not be taken for it."""
    other = named(name, simulated=simulated)
    if other is None or other == was:
        return []
    if was is None:
        told = _("“%(name)s” is already recorded: your centre is added to it, no more.")
    else:
        told = _("Another partner is called “%(name)s”: the two would be taken for one.")
    return [told % {"name": other}]


def clashes_of_agreement(
    *,
    partner: Partner,
    centre: Centre,
    start: datetime.date | None,
    end: datetime.date | None,
    signed: datetime.date | None = None,
    charter: str = "",
    charter_accepted: datetime.date | None = None,
    was: Agreement | None = None,
) -> list[str]:
    """Dates that do not follow each other, the Charter not accepted, another agreement then."""
    found = []
    if start is not None and end is not None and end < start:
        return [_("The end comes before the beginning.")]
    if signed is not None and not (charter and charter_accepted):
        found.append(
            _("An agreement is signed with the Charter: say which version was accepted, and when.")
        )
    if signed is not None and start is not None and start < signed:
        found.append(_("It would be in force before it is signed."))
    others = Agreement.objects.filter(
        Q(end__isnull=True) | Q(end__gte=start or datetime.date.min),
        partner=partner,
        centre=centre,
        start__lte=end or datetime.date.max,
    )
    return found + [
        _("It overlaps the agreement of the same partner in force from %(start)s to %(end)s.")
        % {"start": _day(other.start), "end": _day(other.end)}
        for other in others
        if was is None or other.pk != was.pk
    ]


def clashes_of_contribution(agreement: Agreement, year: int) -> list[str]:
    """A year in which the agreement is not in force."""
    after = agreement.start is not None and year < agreement.start.year
    before = agreement.end is not None and agreement.end.year < year
    if not after and not before:
        return []
    return [
        _("The agreement is in force from %(start)s to %(end)s, not in %(year)s.")
        % {"start": _day(agreement.start), "end": _day(agreement.end), "year": year}
    ]


def _day(day: datetime.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "…"
