"""Who sees what a partner gave, and what stands against an agreement before it is saved."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.centres.enums import CentreRole
from parvis.centres.models import Centre
from parvis.centres.models import Post as CentrePost
from parvis.partners.enums import PartnerRole
from parvis.partners.models import Agreement, Partner, Post

RUN_PARTNERSHIPS = (CentreRole.MANAGER, CentreRole.PARTNERSHIPS)
STATEMENT_READERS = (PartnerRole.MANAGER, PartnerRole.FUNDER)


def may_keep(user: Any, centre: Centre) -> bool:
    """Whoever runs the centre or its partnerships keeps its agreements and contributions."""
    posts = CentrePost.objects.filter(user=user, centre=centre, role__in=RUN_PARTNERSHIPS)
    return posts.in_force(timezone.localdate()).exists()


def may_read_statement(user: Any, agreement: Agreement) -> bool:
    """What a partner gave is seen by those who run the centre, and by that partner only."""
    if may_keep(user, agreement.centre):
        return True
    posts = Post.objects.filter(user=user, partner=agreement.partner, role__in=STATEMENT_READERS)
    return posts.in_force(timezone.localdate()).exists()


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
