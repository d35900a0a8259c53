"""Who opens which screen of a site: the rules are those of visits, counselling, the programme."""

from __future__ import annotations

from typing import Any

from parvis.accounts.queries import can_somewhere
from parvis.accounts.roles import Act, Thing
from parvis.programme.rules import can_keep_a_door
from parvis.visits.rules import can_keep_a_desk


def can_open_a_desk(user: Any) -> bool:
    """Whoever keeps a front desk, counsels or keeps the door of sessions, somewhere."""
    counsels = can_somewhere(user, Act.WRITE, Thing.INTERVIEW)
    return can_keep_a_desk(user) or counsels or can_keep_a_door(user)
