"""What the office shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from parvis.accounts.models import NetworkPost, Post
from parvis.annualreport.queries import YearEntry, years
from parvis.centres.models import Post as CentrePost
from parvis.network.models import Network
from parvis.partners.models import Post as PartnerPost


@dataclass(frozen=True)
class Held:
    """One post in force: what one may do there is said by its role."""

    role: str
    place: str
    post: Post


def posts_of(user: Any) -> list[Held]:
    """Posts this person holds today, widest first; three queries."""
    today = timezone.localdate()
    return [
        *(
            Held(post.get_role_display(), "", post)
            for post in NetworkPost.objects.filter(user=user).in_force(today)
        ),
        *(
            Held(post.get_role_display(), str(post.centre), post)
            for post in CentrePost.objects.filter(user=user)
            .in_force(today)
            .select_related("centre")
        ),
        *(
            Held(post.get_role_display(), str(post.partner), post)
            for post in PartnerPost.objects.filter(user=user)
            .in_force(today)
            .select_related("partner")
        ),
    ]


def networks(user: Any) -> QuerySet[Network]:
    """Networks whose reports this person may see: every one, for a report is public."""
    return Network.objects.order_by("simulated", "pk")


def reports_of(there: list[Network]) -> list[tuple[Network, list[YearEntry]]]:
    """The reports of each network, latest first; one query a network."""
    return [(network, [entry for entry in years(network) if entry.is_report]) for network in there]
