"""Creates or changes only what differs: the one way every action writes a recorded fact.

An action says which row it means (`where`) and what is true of it (`values`, `many`). A row that
already says so is left alone, so that doing a thing twice does nothing and the journal holds
changes only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from parvis.kernel.editing import (
    NOTHING,
    already_there,
    as_held,
    changed,
    gone,
    held,
    reconciled,
    related,
    token,
)
from parvis.kernel.errors import ParvisError

M = TypeVar("M", bound=models.Model)


class Change(StrEnum):
    """What keeping a row did."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Kept(Generic[M]):
    """A row as it now stands, what was done to it, and to which of its columns.

    `theirs` are columns that somebody else changed meanwhile, and that stay as they wrote them.
    """

    row: M
    change: Change
    columns: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


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
    seen: str | None = None,
) -> Kept[M]:
    """Make it true that the row named by `where` holds `values`; touch only what differs.

    None means «not stated»: a column that cannot be null takes its own empty value. `many` gives
    the whole of a many-to-many relation. `was` is the row meant when its very name changes.
    `seen` is the token (`kernel.editing`) of the row as a person's form showed it, NOTHING for a
    new one: what somebody else wrote meanwhile is then never written over, and the rules of the
    database are asked beforehand, so that they refuse with a sentence.
    Raises CannotKeep when a column refuses its value, ChangedMeanwhile when two people wrote the
    same column.
    """
    where, values = _clean(model, where), _clean(model, values)
    row = was if was is not None else find(model, where)
    asked, many = {**where, **values}, many or {}
    if row is None:
        if seen:
            raise gone(model)
        return _create(model, where, asked, many, asked_by_hand=seen is not None)
    theirs: tuple[str, ...] = ()
    if seen == NOTHING:
        if any(held(row, name) != as_held(value) for name, value in asked.items()):
            raise already_there(row, asked)
    elif seen is not None:
        row = _locked(row)
        left = reconciled(row, seen, asked, many)
        asked, many, theirs = left.values, left.many, left.theirs
    columns = [name for name, value in asked.items() if held(row, name) != as_held(value)]
    for name in columns:
        setattr(row, name, asked[name])
    if columns:
        _check(row, columns)
        if seen is not None:
            _ask_the_rules(row)
        row.save(update_fields=columns)
    for name, others in many.items():
        wanted = {other.pk for other in others}
        if set(related(row, name)) != wanted:
            getattr(row, name).set(wanted)
            columns.append(name)
    if not columns:
        return Kept(row, Change.UNCHANGED, (), theirs)
    _put(row, columns)
    return Kept(row, Change.CHANGED, tuple(columns), theirs)


def let_go(row: models.Model, *, seen: str) -> None:
    """Remove a row as its form showed it; the journal keeps what it was.

    Raises ChangedMeanwhile when somebody changed or removed it meanwhile, CannotKeep when other
    rows stand on it.
    """
    row = unchanged(row, seen=seen)
    try:
        row.delete()
    except models.ProtectedError as refusal:
        first = next(iter(refusal.protected_objects))
        raise CannotKeep(
            "",
            _("This cannot be removed: “%(other)s” (%(kind)s) stands on it.")
            % {"other": first, "kind": first._meta.verbose_name},
        ) from refusal


def unchanged(row: M, *, seen: str) -> M:
    """The row, locked and read again; raises ChangedMeanwhile unless it is as its form showed."""
    row = _locked(row)
    if token(row) != seen:
        raise changed(row)
    return row


def _locked(row: M) -> M:
    model = type(row)
    found = (
        model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
    )
    if found is None:
        raise gone(model)
    return found


def _create(
    model: type[M],
    where: Mapping[str, Any],
    asked: Mapping[str, Any],
    many: Mapping[str, Iterable[models.Model]],
    *,
    asked_by_hand: bool,
) -> Kept[M]:
    row = model(**asked)
    _check(row, asked)
    if asked_by_hand:
        _insert_by_hand(row, where, asked)
    else:
        row.save(force_insert=True)
    for name, others in many.items():
        getattr(row, name).add(*others)
    _put(row, ())
    return Kept(row, Change.CREATED, (*asked, *many))


def _insert_by_hand(row: M, where: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    try:
        _ask_the_rules(row)
        with transaction.atomic():
            row.save(force_insert=True)
    except (CannotKeep, IntegrityError):
        # Somebody else may have made it since we looked: a rule says so if their row was there
        # when it was asked, the database if it came after.
        other = find(type(row), where)
        if other is None:
            raise
        raise already_there(other, asked) from None


_RULES: dict[str, Callable[[], str]] = {
    "_ends_after_it_starts": lambda: _("The end comes before the beginning."),
    "_once": lambda: _("This is already recorded."),
}
"""Sentences for the rules of the database that many models share, by the end of their name."""


def _ask_the_rules(row: models.Model) -> None:
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as refusal:
            said = [told() for end, told in _RULES.items() if constraint.name.endswith(end)]
            own = constraint.violation_error_message != constraint.default_violation_error_message
            raise CannotKeep("", said[0] if said and not own else _sentence(refusal)) from refusal


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


def _stands(row: models.Model, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_hashable(held(row, name)) for name in names)


def _asked(where: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(_hashable(as_held(value)) for value in where.values())


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
