"""Pages written by editors: the one at an address, and those to read of a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from parvis.centres.models import Centre
from parvis.network.models import Network
from parvis.website.models import FreePage, Home


def centre_of(network: Network, code: str) -> Centre | None:
    """The centre of this code, if it is or was in this network."""
    return Centre.objects.filter(code=code, memberships__network=network).first()


def page_at(place: Network | Centre, way: str) -> FreePage | None:
    """The published page of a place at these slugs, in the language spoken now.

    Where that language has none, the page of another language: its translation, if it has one in
    the language spoken, stands under slugs of its own.
    """
    homes = {
        home.pk: home
        for home in Home.objects.filter(_of(place)).select_related("locale", "network", "centre")
    }
    found: QuerySet[FreePage] = FreePage.objects.live().select_related("locale")
    here = list(found.filter(url_path__in=_paths(homes.values(), way)))
    spoken = get_language()
    here.sort(key=lambda page: (page.locale.language_code != spoken, page.pk))
    return here[0] if here else None


def in_spoken_language(page: FreePage) -> FreePage | None:
    """Its published translation in the language spoken now, itself if it is that."""
    spoken = get_language()
    if page.locale.language_code == spoken:
        return page
    rows = FreePage.objects.live().filter(
        translation_key=page.translation_key, locale__language_code=spoken
    )
    return rows.first()


@dataclass(frozen=True)
class ToRead:
    """A page, and its address."""

    title: str
    lead: str
    url: str


def to_read(place: Network | Centre) -> list[ToRead]:
    """The published pages right below a place, in the language spoken, as their editors order them.

    Two queries whatever their number.
    """
    home = (
        Home.objects.filter(_of(place), locale__language_code=get_language())
        .select_related("locale", "network", "centre")
        .first()
    )
    if home is None:
        return []
    rows: Sequence[FreePage] = FreePage.objects.child_of(home).live().select_related("locale")
    found = []
    for page in rows:
        page.home = home
        found.append(ToRead(page.title, page.lead, page.url))
    return found


@dataclass(frozen=True)
class Written:
    """A place that has pages: how many are published, how many wait as drafts."""

    home: Home
    published: int
    drafts: int


def written(homes: QuerySet[Home]) -> list[Written]:
    """The places among these homes, each once, with the pages of all its languages; two queries."""
    rows = list(homes.select_related("network", "centre").order_by("title", "pk"))
    tally: Counter[tuple[UUID, bool]] = Counter()
    of = {home.path: home.translation_key for home in rows}
    for path, live in FreePage.objects.values_list("path", "live"):
        if (key := of.get(path[: 2 * FreePage.steplen])) is not None:
            tally[key, live] += 1
    first = {home.translation_key: home for home in reversed(rows)}
    return [
        Written(home, tally[key, True], tally[key, False])
        for key, home in sorted(first.items(), key=lambda item: item[1].title.casefold())
    ]


def _of(place: Network | Centre) -> Q:
    return Q(centre=place) if isinstance(place, Centre) else Q(network=place)


def _paths(homes: Iterable[Home], way: str) -> list[str]:
    return [f"{home.url_path}{way.strip('/')}/" for home in homes]
