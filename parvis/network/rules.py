"""Who founds a centre, who reads amounts, and what stands against a fact before it is saved."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.accounts.actors import staff
from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Centre, Hours, Pole, Site
from parvis.journal.models import Line
from parvis.kernel.dates import PartialDate
from parvis.network.enums import LabelDecision, LabelStep
from parvis.network.models import LabelFact, Membership, Network
from parvis.sources.models import Source
from parvis.ui.calendar import placed, spelled


def can_found(user: Any) -> bool:
    """Whoever keeps the directory of members."""
    return can(user, Act.WRITE, Thing.DIRECTORY)


def written_by_founding() -> set[str]:
    """The tables a founded centre is written to, links to sources among them."""
    models = (Centre, Site, Hours, Pole, Membership, Source)
    links = {field.m2m_db_table() for model in models for field in model._meta.many_to_many}
    return {model._meta.db_table for model in models} | links


def can_unfound(user: Any, lines: Sequence[Line]) -> bool:
    """Whoever founded it, as long as these lines are that founding and nothing else."""
    founded = [line for line in lines if line.what == Centre._meta.db_table]
    return len(founded) == 1 and all(
        line.gesture == "insert" and line.actor == str(staff(user)) for line in lines
    )


def may_see_amounts(user: Any) -> bool:
    """The treasurer, while the post is in force: neither coordination nor committee."""
    return can(user, Act.READ, Thing.DUE_AMOUNT)


def clashes_of_membership(
    *,
    network: Network,
    centre: Centre,
    start: datetime.date,
    end: datetime.date | None = None,
    was: Membership | None = None,
) -> list[str]:
    """An end before the beginning, and any other membership of the centre at that time."""
    if end is not None and end < start:
        return [_("The end comes before the beginning.")]
    others = Membership.objects.filter(network=network, centre=centre).exclude(
        Q(end__isnull=False) & Q(end__lte=start.isoformat())
    )
    return [
        _("%(centre)s is already a member since %(day)s.")
        % {"centre": centre, "day": spelled(other.start or other.attested)}
        for other in others
        if (was is None or other.pk != was.pk) and _begun_before(other, end)
    ]


def _begun_before(membership: Membership, end: datetime.date | None) -> bool:
    # The database sees to it that a membership is begun or attested.
    begun = membership.start or membership.attested
    return end is None or begun is None or begun.first < end


def clashes_of_label(
    *,
    network: Network,
    centre: Centre,
    decision: str,
    step: str,
    date: PartialDate | datetime.date,
    was: LabelFact | None = None,
) -> list[str]:
    """The same decision told twice, a step after a withdrawal, a centre no member that day.

    None refuses: label, membership and opening are independent facts (rule R09).
    """
    found = []
    steps = [
        fact
        for fact in LabelFact.objects.filter(network=network, centre=centre).order_by("date")
        if was is None or fact.pk != was.pk
    ]
    when = PartialDate(str(date))
    same = (decision, step, when)
    if any((fact.decision, fact.step, fact.date) == same for fact in steps):
        found.append(_("This decision is already recorded %(when)s.") % {"when": placed(date)})
    before = [fact for fact in steps if fact.date.first <= when.last]
    withdrawn = bool(before) and before[-1].decision == LabelDecision.WITHDRAWN
    if withdrawn and decision != LabelDecision.GRANTED:
        found.append(_("The label was withdrawn %(when)s.") % {"when": placed(before[-1].date)})
    if (decision == LabelDecision.WITHDRAWN) != (step == LabelStep.NONE):
        found.append(_("A withdrawal leaves no step, and only a withdrawal does."))
    if not Membership.objects.filter(network=network, centre=centre).on(when.last).exists():
        found.append(
            _("%(centre)s is no member %(when)s.") % {"centre": centre, "when": placed(date)}
        )
    return found
