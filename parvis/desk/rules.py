"""Who opens which screen of a site: the rules are those of visits and of counselling."""

from __future__ import annotations

from typing import Any

from parvis.accounts.queries import can_somewhere
from parvis.accounts.roles import Act, Thing
from parvis.visits.rules import can_keep_a_desk


def can_open_a_desk(user: Any) -> bool:
    """Whoever keeps a front desk or counsels, somewhere."""
    return can_keep_a_desk(user) or can_somewhere(user, Act.WRITE, Thing.INTERVIEW)
