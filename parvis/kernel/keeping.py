"""Creates or changes only what differs: the one way every action writes a recorded fact.

An action says which row it means (`where`) and what is true of it (`values`, `many`). A row that
already says so is left alone, so that doing a thing twice does nothing and the journal holds
changes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models

from parvis.kernel.errors import ParvisError

M = TypeVar("M", bound=models.Model)


class Change(StrEnum):
    """What keeping a row did."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Kept(Generic[M]):
    """A row as it now stands, what was done to it, and to which of its columns."""

    row: M
    change: Change
    columns: tuple[str, ...] = ()


class CannotKeep(ParvisError):
    """A column refuses its value; `column` names it as the model does."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class _Shelf:
    """Rows of one model read in one go, found again by whatever names them."""

    def __init__(self, rows: models.QuerySet[Any]) -> None:
        self._rows = rows
        self._read: dict[Any, models.Model] | None = None
        self._by: dict[tuple[str, ...], dict[tuple[Any, ...], models.Model]] = {}

    def find(self, where: Mapping[str, Any]) -> models.Model | None:
        names = tuple(where)
        if self._read is None:
            self._read = {row.pk: row for row in self._rows}
        if names not in self._by:
            self._by[names] = {_stands(row, names): row for row in self._read.values()}
        return self._by[names].get(_asked(where))

    def put(self, row: models.Model, columns: Iterable[str]) -> None:
        """A row just written is found from now on under what now names it."""
        if self._read is None:
            return
        self._read[row.pk] = row
        for names, index in list(self._by.items()):
            if set(names).isdisjoint(columns):
                index[_stands(row, names)] = row
            else:  # the row had another name: made anew when next asked
                del self._by[names]


_shelves: ContextVar[Mapping[type[models.Model], _Shelf] | None] = ContextVar(
    "shelves", default=None
)


@contextmanager
def read_ahead(*rows: models.QuerySet[Any]) -> Iterator[None]:
    """Inside, `keep` finds rows of these querysets without asking for each of them.

    For whoever keeps hundreds at once and holds a lock, so that nobody else writes meanwhile. A
    queryset must hold every row of its model that may be meant.
    """
    token = _shelves.set({queryset.model: _Shelf(queryset) for queryset in rows})
    try:
        yield
    finally:
        _shelves.reset(token)


def find(model: type[M], where: Mapping[str, Any]) -> M | None:
    """The row these columns name, from what was read ahead or from the database."""
    where = _clean(model, where)
    shelf = (_shelves.get() or {}).get(model)
    if shelf is not None:
        return cast("M | None", shelf.find(where))
    asked = models.Q()
    for name, value in where.items():
        asked &= models.Q((f"{name}__isnull", True) if value is None else (name, value))
    return model._default_manager.filter(asked).first()


def keep(
    model: type[M],
    *,
    where: Mapping[str, Any],
    values: Mapping[str, Any],
    many: Mapping[str, Iterable[models.Model]] | None = None,
    was: M | None = None,
) -> Kept[M]:
    """Make it true that the row named by `where` holds `values`; touch only what differs.

    None means «not stated»: a column that cannot be null takes its own empty value. `many` gives
    the whole of a many-to-many relation. `was` is the row meant when its very name changes.
    Raises CannotKeep when a column refuses its value.
    """
    where, values = _clean(model, where), _clean(model, values)
    row = was if was is not None else find(model, where)
    if row is None:
        return _create(model, {**where, **values}, many or {})
    asked = {**where, **values}
    columns = [name for name, value in asked.items() if _held(row, name) != _as_held(value)]
    for name in columns:
        setattr(row, name, asked[name])
    if columns:
        _check(row, columns)
        row.save(update_fields=columns)
    for name, others in (many or {}).items():
        relation = getattr(row, name)
        wanted = {other.pk for other in others}
        if {other.pk for other in relation.all()} != wanted:
            relation.set(wanted)
            columns.append(name)
    if not columns:
        return Kept(row, Change.UNCHANGED)
    _put(row, columns)
    return Kept(row, Change.CHANGED, tuple(columns))


def _create(
    model: type[M], asked: Mapping[str, Any], many: Mapping[str, Iterable[models.Model]]
) -> Kept[M]:
    row = model(**asked)
    _check(row, asked)
    row.save(force_insert=True)
    for name, others in many.items():
        getattr(row, name).add(*others)
    _put(row, ())
    return Kept(row, Change.CREATED, (*asked, *many))


def _put(row: models.Model, columns: Iterable[str]) -> None:
    shelf = (_shelves.get() or {}).get(type(row))
    if shelf is not None:
        shelf.put(row, columns)


def _clean(model: type[models.Model], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the columns hold them."""
    clean = {}
    for name, value in asked.items():
        field = cast("models.Field[Any, Any]", model._meta.get_field(name))
        if value is None and not field.null:
            value = field.get_default()
        elif not field.is_relation:
            try:
                value = field.to_python(value)
            except ValidationError as refusal:
                raise CannotKeep(name, _sentence(refusal)) from refusal
        clean[name] = value
    return clean


def _check(row: models.Model, names: Iterable[str]) -> None:
    """What each column accepts: choices, lengths, words. Relations are the database's to check."""
    for name in names:
        field = cast("models.Field[Any, Any]", row._meta.get_field(name))
        value = getattr(row, field.attname)
        if field.is_relation or (field.null and value is None):
            continue
        if field.blank and value in field.empty_values:
            continue
        try:
            setattr(row, field.attname, field.clean(value, row))
        except ValidationError as refusal:
            raise CannotKeep(name, _sentence(refusal)) from refusal


def _sentence(refusal: ValidationError) -> str:
    return " ".join(refusal.messages)


def _held(row: models.Model, name: str) -> Any:
    field = cast("models.Field[Any, Any]", row._meta.get_field(name))
    return getattr(row, field.attname)


def _as_held(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _stands(row: models.Model, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_hashable(_held(row, name)) for name in names)


def _asked(where: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(_hashable(_as_held(value)) for value in where.values())


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
