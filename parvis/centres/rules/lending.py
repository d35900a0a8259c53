"""Who may lend a screen of a centre."""

from __future__ import annotations

from typing import Any

from parvis.accounts.queries import can_somewhere
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import SharedPost
from parvis.centres.queries import shared_posts


def can_share(user: Any) -> bool:
    """Reception officers and managers, in their own centres."""
    return can_somewhere(user, Act.WRITE, Thing.SHARED_POST)


def can_keep_shared_post(user: Any, post: SharedPost) -> bool:
    """Whoever may lend a screen in that centre gives its codes and takes it back."""
    return shared_posts(user).filter(pk=post.pk).exists()
