"""Which principles a pole breaks as it is set (rules R01 to R04)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from parvis.centres.enums import Access, PersonalDatum
from parvis.centres.models import Pole
from parvis.kernel.words import Words, spoken
from parvis.principles.enums import Principle

SPOKEN = ("fr", "en")
"""Languages of the interface: what an alert says is written in each, whoever reads it."""


def departures(pole: Pole) -> dict[str, Words]:
    """Each principle this pole breaks, with what its setting says; empty when it keeps them all."""
    broken: dict[str, Words] = {}
    if pole.asks:
        broken[Principle.NAMELESS] = _in_every_language(
            lambda: (
                _("Required: %(data)s.")
                % {"data": ", ".join(str(datum.label) for datum in PersonalDatum.of(pole.asks))}
            )
        )
    if pole.price:
        broken[Principle.FREE] = _in_every_language(
            lambda: _("Price asked: %(price)s.") % {"price": pole.price}
        )
    if pole.reserved_for:
        broken[Principle.EVERYBODY] = _in_every_language(
            lambda: _("Reserved for: %(whom)s.") % {"whom": spoken(pole.reserved_for)[0]}
        )
    if pole.access == Access.APPOINTMENT:
        broken[Principle.WALK_IN] = _in_every_language(lambda: _("Access: by appointment only."))
    return broken


def _in_every_language(say: Callable[[], str]) -> Words:
    words = {}
    for language in SPOKEN:
        with translation.override(language):
            words[language] = say()
    return words
