"""Who answers for the principles."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost
from parvis.principles.models import LabelAlert


def may_answer(user: Any, alert: LabelAlert | None = None) -> bool:
    """The label authority, while its post is in force: nobody answers for it."""
    posts = NetworkPost.objects.filter(user=user, role=NetworkRole.LABEL_AUTHORITY)
    return posts.in_force(timezone.localdate()).exists()
