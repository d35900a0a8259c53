"""What is done with sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.sources.enums import SourceKind, Standing
from parvis.sources.errors import StillCited, Unsourced
from parvis.sources.models import OFFICE, Cited, Source
from parvis.sources.queries import citing

C = TypeVar("C", bound=Cited)


@action
def record_source(
    *,
    collection: str,
    code: str,
    title: str,
    kind: str,
    language: str,
    covers: str | None = None,
    author: str | None = None,
    translation_of: Source | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Source]:
    """Record a document of a collection (the code of the network it is about)."""
    return keep(
        Source,
        where={"collection": collection, "code": code},
        values={
            "title": title,
            "kind": kind,
            "language": language,
            "covers": covers,
            "author": author,
            "translation_of": translation_of,
        },
        seen=seen,
    )


@action
def remove_source(*, row: Source, seen: str, by: Actor) -> None:
    """Remove a document recorded by mistake.

    Raises StillCited while a fact cites it, CannotKeep while another is its translation,
    ChangedMeanwhile when somebody changed it.
    """
    if (fact := citing(row)) is not None:
        raise StillCited(
            _("This cannot be removed: “%(fact)s” (%(kind)s) cites it.")
            % {"fact": fact, "kind": fact._meta.verbose_name}
        )
    let_go(row, seen=seen)


@action
def own_word(*, code: str, name: str, by: Actor) -> Source:
    """The source of what a place says of itself in the office, under the code of the place."""
    return record_source(
        collection=OFFICE,
        code=code,
        title=name,
        kind=SourceKind.OFFICE,
        language=settings.LANGUAGE_CODE,
        by=by,
    ).row


def keep_cited(
    model: type[C],
    *,
    where: Mapping[str, Any],
    values: Mapping[str, Any],
    sources: Iterable[Source],
    standing: str,
    many: Mapping[str, Iterable[Model]] | None = None,
    was: C | None = None,
    seen: str | None = None,
) -> Kept[C]:
    """Keep a fact with the sources that say it; for the actions of the rooms above.

    `was` and `seen` are those of `kernel.keeping.keep`. Raises Unsourced when a fact called
    stated has none.
    """
    cited = list(sources)
    if standing == Standing.STATED and not cited:
        raise Unsourced(_("A stated fact needs at least one source."))
    return keep(
        model,
        where=where,
        values={**values, "standing": standing},
        many={**(many or {}), "sources": cited},
        was=was,
        seen=seen,
    )
