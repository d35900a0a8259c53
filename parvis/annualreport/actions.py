"""What is done with the texts of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.annualreport.errors import NothingToTranslate
from parvis.annualreport.models import Text, fingerprint
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, find
from parvis.network.models import Network
from parvis.sources.actions import keep_cited
from parvis.sources.enums import Standing
from parvis.sources.models import Source


@action
def record_text(
    *,
    network: Network,
    slot: str,
    language: str,
    body: str,
    signed: str,
    sources: Iterable[Source],
    standing: str = Standing.STATED,
    year: int | None = None,
    heading: str | None = None,
    is_quotation: bool = False,
    written_from: str | None = None,
    by: Actor,
) -> Kept[Text]:
    """Record one text of the report in one language; no year means every year.

    A translation remembers the text it was made from, as it stood when the translation was
    written or last changed: when that text changes alone, the translation is stale. Raises
    NothingToTranslate when the text of `written_from` is not there.
    """
    where = {
        "network": network,
        "year": year,
        "slot": slot,
        "language": language,
        "is_quotation": is_quotation,
    }
    return keep_cited(
        Text,
        where=where,
        values={
            "heading": heading,
            "body": body,
            "signed": signed,
            "written_from": written_from,
            "source_fingerprint": _remembered(find(Text, where), body, written_from, where),
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
    )


def _remembered(
    found: Text | None, body: str, written_from: str | None, where: Mapping[str, object]
) -> str:
    """The fingerprint the translation keeps: its own as long as its words are the same."""
    if not written_from:
        return ""
    if found is not None and (found.body, found.written_from) == (body, written_from):
        return found.source_fingerprint
    original = find(Text, {**where, "language": written_from})
    if original is None:
        raise NothingToTranslate(
            _("There is no text in “%(language)s” it can have been translated from.")
            % {"language": written_from}
        )
    return fingerprint(original.body)
