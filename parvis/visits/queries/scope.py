"""Whose visits and tickets these are: a centre's own, and its partners' where they counsel."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from parvis.accounts.queries import holdings, scoped
from parvis.accounts.roles import Act, Reach, Thing
from parvis.centres.models import Site
from parvis.visits.models import Correction, Day, Ticket, Visit


def sites_for(user: Any, act: Act, thing: Thing) -> QuerySet[Site]:
    """The sites where this person may do this: of their centre, or of those they are lent to."""
    held = [one for one in holdings(user) if one.may(act, thing)]
    rows = Site.objects.select_related("centre").order_by("centre__sort_key", "pk")
    if any(one.role.reach is Reach.NETWORK for one in held):
        return rows
    centres = [one.place for one in held if one.role.reach is Reach.CENTRE]
    partners = [one.place for one in held if one.role.reach is Reach.PARTNER]
    lent = Site.objects.filter(centre__partners__in=partners)
    return rows.filter(Q(centre__in=centres) | Q(pk__in=lent))


def desks(user: Any) -> QuerySet[Site]:
    """The sites whose front desk this person keeps."""
    return sites_for(user, Act.WRITE, Thing.VISIT)


def queues(user: Any) -> QuerySet[Site]:
    """The sites whose queue this person calls from."""
    return sites_for(user, Act.WRITE, Thing.TICKET)


def days(user: Any) -> QuerySet[Day]:
    """The days whose visits this person may see."""
    return scoped(Day.objects.select_related("site__centre"), user)


def visits(user: Any) -> QuerySet[Visit]:
    """The visits this person may see."""
    return scoped(Visit.objects.select_related("day__site__centre"), user)


def tickets(user: Any) -> QuerySet[Ticket]:
    """The tickets this person may call."""
    rows = Ticket.objects.select_related("day__site__centre", "pole")
    return scoped(rows, user, Act.WRITE)


def corrections(user: Any) -> QuerySet[Correction]:
    """The traces of changes to closed days that this person may see."""
    return scoped(Correction.objects.select_related("day__site__centre"), user)


def topic(site: Site) -> str:
    """What is announced when the queue or the counts of a site change."""
    return f"site/{site.pk}/queue"


def scope_of(site: Site) -> str:
    """Under what the receipts of a site are kept."""
    return f"visits/{site.pk}"
