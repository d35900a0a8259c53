"""What is read about documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from parvis.sources.models import C, Source

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
