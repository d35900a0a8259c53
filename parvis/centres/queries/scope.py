"""What is read about centres, and whose they are."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from parvis.accounts.queries import can, holdings, reached, scoped
from parvis.accounts.roles import Act, Reach, Thing
from parvis.centres.models import Centre, SharedPost


def seen_by(user: Any) -> QuerySet[Centre]:
    """The centres this member of staff may see: the one source of scope.

    A post across the installation sees every centre; a post at a centre sees that centre;
    an ended post sees nothing from the day after its last.
    """
    return scoped(Centre.objects.all(), user)


def scope_of(user: Any) -> dict[str, Any]:
    """What the door writes in the transaction, for the policies of the database to read.

    Who it is, the centres they may see, whether the log of sign-ins is theirs to keep, and whose
    lists of professionals are theirs to read: those of these centres, or every one.
    """
    lists = [one for one in holdings(user) if one.may(Act.READ, Thing.REGISTRATION)]
    return {
        "user": user.pk,
        "centres": list(seen_by(user).values_list("pk", flat=True)),
        "log": can(user, Act.READ, Thing.ACCESS_LOG),
        "lists": [one.place for one in lists if one.role.reach is Reach.CENTRE],
        "every_list": any(one.role.reach is Reach.NETWORK for one in lists),
    }


def centres_to_share(user: Any) -> QuerySet[Centre]:
    """The centres where this person may lend a screen."""
    return reached(Centre.objects.all(), user, Act.WRITE, Thing.SHARED_POST)


def shared_posts(user: Any) -> QuerySet[SharedPost]:
    """Shared posts that are open, where this person may keep them."""
    now = timezone.now()
    kept = scoped(SharedPost.objects.select_related("centre"), user, Act.WRITE)
    return kept.filter(closed_at__isnull=True, until__gt=now).order_by("until", "pk")


def shared_post(key: object) -> SharedPost | None:
    """The shared post a browser stands for, while it is open."""
    if not isinstance(key, int):
        return None
    post = SharedPost.objects.select_related("centre").filter(pk=key).first()
    return post if post is not None and post.is_open else None
