"""Where one can go: a step of a breadcrumb, a tab, an entry of a menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from django.http import HttpRequest
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True)
class Way:
    """A label and an address; `count` says how many things wait there, when it matters."""

    label: Label
    url: str = ""
    is_current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True)
class Group:
    """Entries of the office menu that belong together."""

    label: Label
    ways: list[Way]


@dataclass(frozen=True)
class _Entry:
    group: Label
    label: Label
    address: str
    icon: str
    open_to: Callable[[HttpRequest], bool]
    order: int


_entries: dict[str, _Entry] = {}


def offer(
    address: str,
    *,
    label: Label,
    group: Label,
    icon: str,
    open_to: Callable[[HttpRequest], bool],
    order: int = 50,
) -> None:
    """Put a screen in the menu of the office; called from `apps.ready()`.

    `address` is the name of a view that takes no argument; `open_to(request)` says whether this
    person may enter, as the rule of the view does. Lower `order` comes first; groups come in the
    order of their first entry. Offering the same address twice changes nothing.
    """
    _entries.setdefault(address, _Entry(group, label, address, icon, open_to, order))


def office_menu(request: HttpRequest) -> list[Group]:
    """What this person may open, in groups; the entry of the page on screen is marked.

    A page below an entry keeps it marked: of two that fit, the longer address wins.
    """
    open_ones = [
        (entry, reverse(entry.address))
        for entry in sorted(_entries.values(), key=attrgetter("order"))
        if entry.open_to(request)
    ]
    here = max(
        (url for _entry, url in open_ones if request.path.startswith(url)), key=len, default=""
    )
    groups: dict[str, Group] = {}
    for entry, url in open_ones:
        group = groups.setdefault(str(entry.group), Group(entry.group, []))
        group.ways.append(Way(entry.label, url, url == here, icon=entry.icon))
    return list(groups.values())
