"""Whether a report may be printed without the word «draft»: the one place that is asked."""

from __future__ import annotations

import importlib

from django.utils.translation import gettext, ngettext

from parvis.network.models import Network

RULES = "parvis.annualreport.contradictions"


def why_draft(network: Network, year: int) -> str:
    """The sentence that refuses a final edition; empty when nothing stands against it.

    The rules that find contradictions are asked by name: while they are not there, nobody has
    looked, and nothing is final. `open_for(network, year)` gives those nobody has resolved.
    """
    try:
        rules = importlib.import_module(RULES)
    except ModuleNotFoundError as missing:
        if missing.name != RULES:
            raise
        return gettext(
            "Only a draft can be printed: nothing has looked for contradictions in the facts yet."
        )
    found = len(list(rules.open_for(network, year)))
    if not found:
        return ""
    return ngettext(
        "Only a draft can be printed: %(n)s contradiction is open. "
        "See it with: parvis check %(year)s",
        "Only a draft can be printed: %(n)s contradictions are open. "
        "See them with: parvis check %(year)s",
        found,
    ) % {"n": found, "year": year}
