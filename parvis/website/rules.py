"""Who may write pages: whoever holds a role that writes them, where and as long as it is held.

Wagtail asks its own tables of groups; here they are asked for the places of the person's roles,
so that a role that ends takes effect by itself and nobody keeps two lists of people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from parvis.accounts.models import User
from parvis.accounts.queries import can_somewhere, reached
from parvis.accounts.roles import Act, Thing
from parvis.website.models import Home, Picture

OF_THE_ADMINISTRATION = {"wagtailadmin.access_admin", "simple_translation.submit_translation"}
"""What Wagtail asks beside pages and pictures; nothing else of it is opened."""
NAMES_OF_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
"""What its addresses call a page."""


def can_write_pages(user: Any) -> bool:
    """Whoever writes pages somewhere."""
    return can_somewhere(user, Act.WRITE, Thing.PAGE)


def homes(user: Any) -> QuerySet[Home]:
    """The places whose pages this person writes today."""
    if not user.is_active or user.is_anonymous:
        return Home.objects.none()
    return reached(Home.objects.all(), user, Act.WRITE, Thing.PAGE)


def pages_seen(user: Any) -> QuerySet[Page]:
    """What a link may point at: every published page, and drafts of this person's places."""
    own = Q()
    for home in homes(user):
        own |= Q(path__startswith=home.path)
    return Page.objects.filter(Q(live=True) | own if own else Q(live=True))


def may_touch(user: Any, path: str, named: Mapping[str, Any]) -> bool:
    """Whether the pages and pictures an address of Wagtail names are this person's to see.

    Wagtail says «you may not», which tells that something is there; here it does not exist (404).
    """
    pages = {int(named[key]) for key in NAMES_OF_PAGES if key in named}
    pictures = {int(named["image_id"])} if "image_id" in named else set()
    if "pk" in named and str(named["pk"]).isdigit():
        (pictures if "/images/" in path else pages).add(int(named["pk"]))
    seen = policy_registry.get_by_type(Page).explorable_instances(user)
    chosen = policy_registry.get_by_type(Picture).instances_user_has_any_permission_for(
        user, {"add", "change", "choose"}
    )
    return seen.filter(pk__in=pages).count() == len(pages) and chosen.filter(
        pk__in=pictures
    ).count() == len(pictures)


class PagesOfRoles(PagePermissionPolicy):
    """Pages below the places of one's roles: added, changed, published; nothing beside."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupPagePermission]:
        """The grants of those places, whoever asks."""
        return GroupPagePermission.objects.filter(page__in=homes(user)).select_related(
            "page", "permission"
        )

    def users_with_any_permission(self, *_args: object, **_more: object) -> QuerySet[User]:
        """Nobody is told of by Wagtail: it sends no mail of its own."""
        return User.objects.none()

    users_with_any_permission_for_instance = users_with_any_permission


class PicturesOfRoles(CollectionOwnershipPermissionPolicy):
    """Pictures in the collections of those places."""

    def __init__(self) -> None:
        super().__init__(
            Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
        )

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        """The grants of those collections, whoever asks."""
        there = Collection.objects.filter(pk__in=homes(user).values("collection"))
        return GroupCollectionPermission.objects.filter(collection__in=there).select_related(
            "collection", "permission"
        )
