"""Codes that nobody has to think up: made of a name, and free."""

from __future__ import annotations

import itertools
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from parvis.kernel.words import Words, spoken

LONGEST = 48


def free_code(rows: QuerySet[Any], name: str | Words | None) -> str:
    """A code after this name that none of these rows bears; «x» and a number for no letter."""
    text = name if isinstance(name, str) else spoken(name)[0]
    stem = slugify(text)[:LONGEST].strip("-") or "x"
    taken = set(rows.filter(code__startswith=stem).values_list("code", flat=True))
    if stem not in taken:
        return stem
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(code for code in numbered if code not in taken)
