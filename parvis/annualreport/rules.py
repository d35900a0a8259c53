"""Who may settle what a report contradicts, and who may publish it."""

from __future__ import annotations

from typing import Any

from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.network.models import Network


def can_settle_contradictions(user: Any, network: Network) -> bool:
    """The network's coordination, its executive committee and its editors."""
    return can(user, Act.WRITE, Thing.CONTRADICTION)


def can_publish_report(user: Any, network: Network) -> bool:
    """The network's coordination and its executive committee."""
    return can(user, Act.DECIDE, Thing.REPORT)
