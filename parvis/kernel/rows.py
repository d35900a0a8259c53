"""Rows as functions of the database take and give them, where one statement does the whole."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
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
    """A row of these columns as its model, each value read as Django reads it."""
    columns = model._meta.concrete_fields
    values = list(row)
    for number, column, readers in _read(model):
        for reader in readers:
            values[number] = reader(values[number], column, connection)
    return model.from_db(connection.alias, [one.attname for one in columns], values)


@functools.cache
def _read(model: type[Model]) -> list[tuple[int, Any, list[Callable[..., Any]]]]:
    """The columns whose values are not taken as they come, with what reads them."""
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    readers = [
        connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        for column in columns
    ]
    return [
        (number, column, reading)
        for number, (column, reading) in enumerate(zip(columns, readers, strict=True))
        if reading
    ]
