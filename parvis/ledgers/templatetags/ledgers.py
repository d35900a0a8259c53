"""The addresses of a ledger's screens."""

from __future__ import annotations

from django import template
from django.db.models import Model

from parvis.journal.models import Line
from parvis.ledgers.ledger import Ledger

register = template.Library()


@register.simple_tag
def ledger_address(ledger: Ledger, act: str, row: Model | None = None) -> str:
    """{% ledger_address ledger "row" row %}: one of its screens."""
    return ledger.address(act, row)


@register.simple_tag
def ledger_back(ledger: Ledger, line: Line) -> str:
    """{% ledger_back ledger line %}: where what one line changed is put back, by POST."""
    return ledger.undo_address(line.pk, line.pk)
