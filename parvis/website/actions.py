"""What is done with pages outside Wagtail: a place is given pages."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

from parvis.accounts.actors import Actor
from parvis.centres.models import Centre
from parvis.kernel.history import action
from parvis.kernel.words import spoken
from parvis.network.models import Network
from parvis.website.models import FreePage, Home

WRITERS = "writers of pages"
"""The one group Wagtail's grants hang on; nobody is in it (parvis.website.rules)."""
ON_PAGES = ("add_page", "change_page", "publish_page")
ON_PICTURES = ("add_image", "change_image", "choose_image")


@action
def open_pages(*, place: Network | Centre, by: Actor) -> Home:
    """Give a network or a centre its pages, in every language; doing it twice changes nothing.

    Returns the home in the first language of the interface.
    """
    root = Page.objects.select_for_update().get(depth=1)  # two people may press at once
    of = {"centre": place} if isinstance(place, Centre) else {"network": place}
    held = {home.locale.language_code: home for home in Home.objects.filter(**of)}
    if not held:
        collection = Collection.get_first_root_node().add_child(name=_name(place))
        _grant(ON_PICTURES, collection)
    else:
        collection = next(iter(held.values())).collection
    key = next((home.translation_key for home in held.values()), uuid.uuid4())
    for code, _language in settings.LANGUAGES:
        if code in held:
            continue
        locale, _is_new = Locale.objects.get_or_create(language_code=code)
        home = Home(
            **of,
            title=_name(place),
            slug=f"{type(place)._meta.model_name}-{place.pk}-{code}",
            locale=locale,
            translation_key=key,
            collection=collection,
        )
        root.add_child(instance=home)
        held[code] = home
        _grant(ON_PAGES, home)
    return held[settings.LANGUAGES[0][0]]


@action
def write_page(
    *, home: Home, slug: str, title: str, lead: str, body: list[tuple[str, object]], by: Actor
) -> FreePage:
    """Write and publish a page below a home, as `parvis demo` does; a page that is there stays."""
    held = FreePage.objects.child_of(home).filter(slug=slug).first()
    if held is not None:
        return held
    page = FreePage(title=title, slug=slug, lead=lead, body=body, locale=home.locale)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _name(place: Network | Centre) -> str:
    if isinstance(place, Centre):
        return place.name
    return spoken(place.short_name)[0] or spoken(place.name)[0] or place.code


def _grant(codenames: tuple[str, ...], there: Home | Collection) -> None:
    group, _is_new = Group.objects.get_or_create(name=WRITERS)
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtailcore", "wagtailimages"], codename__in=codenames
    ):
        if isinstance(there, Home):
            GroupPagePermission.objects.create(group=group, page=there, permission=permission)
        else:
            GroupCollectionPermission.objects.create(
                group=group, collection=there, permission=permission
            )
