"""Who keeps the Charter, and who sees who accepted it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost

KEEP = (NetworkRole.COORDINATOR, NetworkRole.LABEL_AUTHORITY)


def can_accept(user: Any, version: object) -> bool:
    """Whoever works here may accept any version they were shown."""
    return True


def can_see_acceptances(user: Any) -> bool:
    """The network's coordination and the label authority."""
    posts = NetworkPost.objects.filter(user=user, role__in=KEEP)
    return posts.in_force(timezone.localdate()).exists()
