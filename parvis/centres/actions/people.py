"""What is done with the directory of a team."""

from __future__ import annotations

import datetime

from parvis.accounts.actors import Actor
from parvis.accounts.models import User
from parvis.centres.models import Centre, TeamMember
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.kernel.words import Words, sort_key


@action
def record_member(
    *,
    centre: Centre,
    name: str,
    start: datetime.date,
    function: Words,
    until: datetime.date | None = None,
    sort_name: str | None = None,
    user: User | None = None,
    email: str | None = None,
    phone: str | None = None,
    name_agreed: datetime.date | None = None,
    email_agreed: datetime.date | None = None,
    phone_agreed: datetime.date | None = None,
    was: TeamMember | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[TeamMember]:
    """Record someone of a team from a day until a day, and what they agreed to show, since when.

    `until` takes effect by itself the day after. `was` is the entry whose name or beginning is
    being corrected.
    """
    name = " ".join(name.split())
    return keep(
        TeamMember,
        where={"centre": centre, "name": name, "start": start},
        values={
            "sort_key": sort_key(sort_name or name),
            "function": function,
            "until": until,
            "user": user,
            "email": email,
            "phone": phone,
            "name_agreed": name_agreed,
            "email_agreed": email_agreed,
            "phone_agreed": phone_agreed,
        },
        was=was,
        seen=seen,
    )


@action
def remove_member(*, member: TeamMember, seen: str, by: Actor) -> None:
    """Remove an entry made by mistake; whoever left keeps theirs, with its last day."""
    let_go(member, seen=seen)
