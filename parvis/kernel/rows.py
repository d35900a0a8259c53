"""Rows as functions of the database take and give them, where one statement does the whole."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def array(values: Iterable[str | int]) -> str:
    """Values as PostgreSQL writes an array of them.

    For statements that run for every visitor: the driver looks longer at each value of a list.
    """
    escaped = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in escaped) + "}"


@functools.cache
def columns_of(model: type[Model]) -> list[str]:
    """The columns of a model, in the order that `from_row` reads them."""
    return [str(field.column) for field in model._meta.concrete_fields]


def from_row(model: type[M], row: Sequence[Any]) -> M:
    """A row of these columns as its model: one whose columns Django reads as they come."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, row)
