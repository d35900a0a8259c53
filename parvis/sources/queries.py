"""What is read about documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from parvis.kernel.words import Words, spoken
from parvis.sources.models import OFFICE, C, Source

_COLUMNS = [field.attname for field in Source._meta.concrete_fields]


def with_sources(rows: Iterable[C]) -> list[C]:
    """The rows of one model, each with `cited` at hand; one query for all of them.

    A few documents are cited by hundreds of facts: each is made once here, where
    `prefetch_related` would make it anew for every fact that cites it.
    """
    found = list(rows)
    if not found:
        return found
    kind = type(found[0])
    owner = f"{kind._meta.model_name}_id"
    links = (
        kind.sources.through._default_manager.filter(**{f"{owner}__in": [row.pk for row in found]})
        .order_by("source__collection", "source__code")
        .values_list(owner, *(f"source__{column}" for column in _COLUMNS))
    )
    shelf: dict[int, Source] = {}
    cited: dict[int, list[Source]] = defaultdict(list)
    for pk, *values in links:
        source = shelf.get(values[0])
        if source is None:
            source = shelf[values[0]] = Source.from_db(None, _COLUMNS, values)
        cited[pk].append(source)
    for row in found:
        row.cited = cited[row.pk]
    return found


def documents() -> QuerySet[Source]:
    """Every document, without what places said of themselves in the office."""
    return Source.objects.exclude(collection=OFFICE)


def citing(source: Source) -> Model | None:
    """A fact that cites this document, of whatever room; None when nothing does."""
    links: Iterable[Any] = Source._meta.get_fields(include_hidden=True)
    for link in links:
        if link.many_to_many and link.auto_created:
            facts = link.related_model._default_manager
            found: Model | None = facts.filter(**{link.field.name: source}).first()
            if found is not None:
                return found
    return None


_named: list[Callable[[], Iterable[tuple[str, Words]]]] = []


def name_collections(given: Callable[[], Iterable[tuple[str, Words]]]) -> None:
    """A room above says which collections there are, and their names; from `apps.ready()`.

    The same one twice changes nothing.
    """
    if given not in _named:
        _named.append(given)


def collections() -> dict[str, str]:
    """Every collection a document can be of, with its name in the reader's language."""
    return {code: spoken(name)[0] or code for given in _named for code, name in given()}
