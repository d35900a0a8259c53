"""Who keeps a desk, who calls, who corrects what is closed."""

from __future__ import annotations

from typing import Any

from parvis.accounts.queries import can_somewhere, scoped
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Site
from parvis.visits.models import Day, Ticket, Visit
from parvis.visits.queries import desks, queues, tickets


def can_keep_a_desk(user: Any) -> bool:
    """Reception officers and managers, somewhere."""
    return can_somewhere(user, Act.WRITE, Thing.VISIT)


def can_keep_desk(user: Any, site: Site) -> bool:
    """Reception officers and managers of that site's centre."""
    return desks(user).filter(pk=site.pk).exists()


def can_call_at(user: Any, site: Site) -> bool:
    """Whoever keeps the desk, and the counsellors of the partners that work in that centre."""
    return queues(user).filter(pk=site.pk).exists()


def can_call(user: Any, ticket: Ticket) -> bool:
    """The same, of one ticket."""
    return tickets(user).filter(pk=ticket.pk).exists()


def can_change(user: Any, visit: Visit) -> bool:
    """Whoever keeps the desk where it was recorded."""
    return scoped(Visit.objects.filter(pk=visit.pk), user, Act.WRITE).exists()


def can_close(user: Any, day: Day) -> bool:
    """Whoever keeps the desk of that day."""
    return scoped(Day.objects.filter(pk=day.pk), user, Act.WRITE).exists()


def can_amend(user: Any, day: Day) -> bool:
    """The manager of the centre: a closed day is changed with a trace."""
    return scoped(Day.objects.filter(pk=day.pk), user, Act.DECIDE).exists()
