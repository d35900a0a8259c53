"""Rows as functions of the database take and give them, where one statement does the whole."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)

CODES = re.compile(r"[A-Za-z0-9_+.:/-]*")


def array(codes: Iterable[str | int]) -> str:
    """Codes and keys as PostgreSQL writes an array of them.

    For statements that run for every visitor: the driver looks at each value of a list. Raises
    ValueError for anything but letters, digits and `_+.:/-`: it is not for words.
    """
    written = [str(code) for code in codes]
    if not all(map(CODES.fullmatch, written)):
        raise ValueError(f"{written!r} are no codes")
    return "{" + ",".join(f'"{code}"' for code in written) + "}"


@functools.cache
def columns_of(model: type[Model]) -> list[str]:
    """The columns of a model, in the order that `from_row` reads them."""
    return [str(field.column) for field in model._meta.concrete_fields]


def from_row(model: type[M], row: Sequence[Any]) -> M:
    """A row of these columns as its model."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, row)
