"""What is read about centres, and whose they are."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from parvis.accounts.models import NetworkPost
from parvis.centres.models import Centre, Post


def seen_by(user: Any) -> QuerySet[Centre]:
    """The centres this member of staff may see: the one source of scope.

    A post across the installation sees every centre; a post at a centre sees that centre;
    an ended post sees nothing from the day after its last.
    """
    today = timezone.localdate()
    if NetworkPost.objects.filter(user=user).in_force(today).exists():
        return Centre.objects.all()
    posts = Post.objects.filter(user=user).in_force(today)
    return Centre.objects.filter(pk__in=posts.values("centre"))


def scope_of(user: Any) -> dict[str, Any]:
    """What the door writes in the transaction: who it is, and the centres they may see."""
    return {"user": user.pk, "centres": list(seen_by(user).values_list("pk", flat=True))}
