"""What is done with the texts of the report, its contradictions, and its publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actors import Actor
from parvis.accounts.models import User
from parvis.annualreport import queries
from parvis.annualreport.contradictions import Contradiction, gather
from parvis.annualreport.enums import Choice
from parvis.annualreport.errors import (
    NoReason,
    NothingToPublish,
    NothingToTranslate,
    NotThere,
    StillOpen,
)
from parvis.annualreport.models import Publication, Resolution, Text, fingerprint
from parvis.kernel.history import action
from parvis.kernel.keeping import Change, Kept, find, keep, let_go
from parvis.kernel.words import Words
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
    still_holds: bool = False,
    was: Text | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Text]:
    """Record one text of the report in one language; no year means every year.

    A translation remembers the text it was made from, as it stood when the translation was
    written or last changed: when that text changes alone, the translation is stale, until it is
    written again or somebody who read both says that it `still_holds`. `was` is the text meant
    when it stood in another place. Raises NothingToTranslate when the text of `written_from` is
    not there.
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
            "source_fingerprint": _remembered(
                None if still_holds else was or find(Text, where), body, written_from, where
            ),
            "simulated": network.simulated,
        },
        sources=sources,
        standing=standing,
        was=was,
        seen=seen,
    )


@action
def remove_text(*, row: Text, seen: str, by: Actor) -> None:
    """Remove a text recorded by mistake; raises ChangedMeanwhile when somebody changed it."""
    let_go(row, seen=seen)


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


LEAST_WORDS = 3
"""What makes a reason a sentence."""


@action
def resolve(
    *, network: Network, year: int, key: str, choice: str, reason: str, by: Actor
) -> Kept[Resolution]:
    """Settle one contradiction of a year: which value holds, and why.

    Raises NoReason when the reason is not a sentence, NotThere when nothing has that key.
    """
    reason = " ".join(reason.split())
    if len(reason.split()) < LEAST_WORDS or choice not in Choice.values:
        raise NoReason(_("Say what holds and why, in a sentence."))
    _hold(network)
    found = _in_every_language(network, year, key)
    if not found:
        raise NotThere(_("This contradiction is no longer there: a value has changed since."))
    where = {"network": network, "year": year, "key": key}
    settled = find(Resolution, where)
    values = {
        "kind": next(iter(found.values())).kind,
        "choice": choice,
        "words": _what_holds(found, choice),
        "reason": reason,
        "by": str(by),
        "is_demonstration": _is_demonstration(by),
        "simulated": network.simulated,
    }
    # The hour is that of the first time: settling it the same way again changes nothing.
    same = settled is not None and all(getattr(settled, n) == v for n, v in values.items())
    at = settled.at if settled is not None and same else timezone.now()
    return keep(Resolution, where=where, values={**values, "at": at})


@action
def reopen(*, network: Network, year: int, key: str, by: Actor) -> None:
    """Take back what was settled; the journal keeps both. Raises NotThere when nothing was."""
    settled = find(Resolution, {"network": network, "year": year, "key": key})
    if settled is None:
        raise NotThere(_("Nothing was settled about this contradiction."))
    settled.delete()


@action
def publish(*, network: Network, year: int, by: Actor) -> Kept[Publication]:
    """Approve the report of a year as its facts now stand.

    Raises NothingToPublish when no report is written, StillOpen while a contradiction is open.
    """
    entry = queries.year_entry(queries.years(network), year)
    if entry is None or not entry.is_report:
        raise NothingToPublish(_("No report is written for %(year)d.") % {"year": year})
    _hold(network)
    if left := len(queries.open_for(network, year)):
        raise StillOpen(
            ngettext(
                "%(n)d contradiction is open in the report of %(year)d: settle it first.",
                "%(n)d contradictions are open in the report of %(year)d: settle them first.",
                left,
            )
            % {"n": left, "year": year}
        )
    where = {"network": network, "year": year, "fingerprint": gather(network, year).fingerprint()}
    if (published := find(Publication, where)) is not None:
        return Kept(published, Change.UNCHANGED)
    return keep(
        Publication,
        where=where,
        values={
            "by": str(by),
            "is_demonstration": _is_demonstration(by),
            "at": timezone.now(),
            "simulated": network.simulated,
        },
    )


def _hold(network: Network) -> None:
    # Two people may settle and publish at once: whoever looks first holds the network.
    Network.objects.select_for_update(of=("self",)).get(pk=network.pk)


def _in_every_language(network: Network, year: int, key: str) -> dict[str, Contradiction]:
    """The contradiction of this key in each language of the interface; empty if there is none."""
    facts = gather(network, year)
    found: dict[str, Contradiction] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            one = next((one for one in queries.among(facts) if one.key == key), None)
        if one is not None:
            found[language] = one
    return found


def _what_holds(found: Mapping[str, Contradiction], choice: str) -> Words:
    held = {}
    for language, one in found.items():
        sides = {Choice.FIRST: (one.first,), Choice.SECOND: (one.second,)}
        both = (one.first, one.second)
        held[language] = " · ".join(side.printed for side in sides.get(Choice(choice), both))
    return held


def _is_demonstration(by: Actor) -> bool:
    """Whether a demonstration account acts, or the demonstration itself."""
    if by.kind == "staff":
        return any(user.is_demonstration for user in User.objects.filter(pk=by.key))
    return str(by) == "command:demo"
