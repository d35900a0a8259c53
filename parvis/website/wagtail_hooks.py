"""What the editor of free pages shows and hides: pages and pictures, nothing beside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from parvis.website.rules import pages_seen

SHOWN = {"explorer", "images", "office"}
"""Entries of the editor's menu, by Wagtail's own names."""


@hooks.register("register_admin_menu_item")
def back_to_the_office() -> MenuItem:
    """The way back."""
    return MenuItem(_("Back to the office"), reverse("writing"), name="office", icon_name="home")


@hooks.register("construct_main_menu")
def keep_what_editors_need(request: HttpRequest, items: list[Any]) -> None:
    """No reports, no settings, no help that leads out of the house."""
    items[:] = [item for item in items if item.name in SHOWN]


@hooks.register("insert_global_admin_css")
def dress_as_the_office() -> str:
    """Our colours and our sign, so that nobody thinks they left the house."""
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(name),) for name in ("ui/tokens.css", "website/editor.css")),
    )


@hooks.register("construct_homepage_summary_items")
@hooks.register("construct_homepage_panels")
def show_no_sums(request: HttpRequest, items: list[Any]) -> None:
    """The first screen counts what all places hold together: it is left empty."""
    items.clear()


@hooks.register("construct_page_chooser_queryset")
def choose_among_published(pages: Any, request: HttpRequest) -> Any:
    """A link may point at any published page, and at a draft of one's own places alone."""
    return pages.filter(pk__in=pages_seen(request.user))
