"""Who may settle what a report contradicts, and who may publish it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost
from parvis.network.models import Network

SETTLE = (NetworkRole.COORDINATOR, NetworkRole.COMMITTEE, NetworkRole.EDITOR)
PUBLISH = (NetworkRole.COORDINATOR, NetworkRole.COMMITTEE)


def can_settle_contradictions(user: Any, network: Network) -> bool:
    """The network's coordination, its executive committee and its editors."""
    return _holds(user, SETTLE)


def can_publish_report(user: Any, network: Network) -> bool:
    """The network's coordination and its executive committee."""
    return _holds(user, PUBLISH)


def _holds(user: Any, roles: tuple[NetworkRole, ...]) -> bool:
    posts = NetworkPost.objects.filter(user=user, role__in=roles)
    return posts.in_force(timezone.localdate()).exists()
