"""Who works at a centre, and what of them is shown in public."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from parvis.centres.models import Centre, TeamMember
from parvis.kernel.words import Words


@dataclass(frozen=True)
class PublicMember:
    """What a person agreed to show; what they did not is empty, and the function always stands."""

    function: Words
    name: str
    email: str
    phone: str


def team_on(centre: Centre, day: datetime.date) -> QuerySet[TeamMember]:
    """The team of a centre on a day, for those who run it: whoever has ended is not in it."""
    found: QuerySet[TeamMember] = TeamMember.objects.filter(centre=centre).in_force(day)
    return found


def public_teams(centres: Collection[Centre], day: datetime.date) -> dict[int, list[PublicMember]]:
    """The teams of several centres as the public sees them that day, by key; one query.

    A name, an address, a number appears only from the day the person agreed (rule R22).
    """
    teams: dict[int, list[PublicMember]] = {centre.pk: [] for centre in centres}
    members: QuerySet[TeamMember] = TeamMember.objects.filter(centre__in=teams).in_force(day)
    for member in members:
        teams[member.centre_id].append(
            PublicMember(
                function=member.function,
                name=member.name if _agreed(member.name_agreed, day) else "",
                email=member.email if _agreed(member.email_agreed, day) else "",
                phone=member.phone if _agreed(member.phone_agreed, day) else "",
            )
        )
    return teams


def _agreed(since: datetime.date | None, day: datetime.date) -> bool:
    return since is not None and since <= day
