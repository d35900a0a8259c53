"""Two people edit the same row: nothing of either is lost, and whoever comes second is told.

A form carries the token of the row it shows: a short digest of every column. When it comes back,
the row is locked and read again. A column that only one of the two changed keeps that change; a
column both changed, to different values, is a refusal that holds both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from parvis.kernel.errors import ParvisError

NOTHING = ""
"""The token of a row that was not there yet when the form was shown."""


@dataclass(frozen=True)
class Both:
    """What one column holds now, and what was to be written in it."""

    theirs: Any
    mine: Any


class ChangedMeanwhile(ParvisError):
    """Somebody else wrote the row after it was read; `both` has each column in dispute.

    `row` is the row as it now stands, None when it is gone. Nothing was written.
    """

    def __init__(self, row: models.Model | None, both: Mapping[str, Both], reason: str) -> None:
        super().__init__(reason)
        self.row = row
        self.both = dict(both)


def token(row: models.Model) -> str:
    """What a form carries of the row it shows, as read from the database."""
    columns = {field.name: held(row, field.name) for field in row._meta.concrete_fields}
    for relation in row._meta.many_to_many:
        columns[relation.name] = related(row, relation.name)
    del columns[row._meta.pk.name]
    return " ".join(f"{name}:{digest(value)}" for name, value in sorted(columns.items()))


def digest(value: Any) -> str:
    """Eight hexadecimal digits of a value, the same whatever way it was come by."""
    written = json.dumps(value, sort_keys=True, default=_written)
    return hashlib.blake2s(written.encode(), digest_size=4).hexdigest()


def _written(value: Any) -> str:
    # 5 and 5.00 are one amount, and the database gives back the second.
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def held(row: models.Model, name: str) -> Any:
    """The value of a column; of a foreign key, the key."""
    field = cast("models.Field[Any, Any]", row._meta.get_field(name))
    return getattr(row, field.attname)


def as_held(value: Any) -> Any:
    """A value as `held` would give it."""
    return value.pk if isinstance(value, models.Model) else value


def related(row: models.Model, name: str) -> list[Any]:
    """The keys of a many-to-many relation, in order."""
    return sorted(other.pk for other in getattr(row, name).all())


@dataclass(frozen=True)
class Reconciled:
    """What is left to write, and the columns somebody else changed, which stay theirs."""

    values: dict[str, Any]
    many: dict[str, list[models.Model]]
    theirs: tuple[str, ...]


def reconciled(
    row: models.Model,
    seen: str,
    values: Mapping[str, Any],
    many: Mapping[str, Iterable[models.Model]],
) -> Reconciled:
    """What of these values may be written over a locked row, given what its form showed.

    Raises ChangedMeanwhile when a column was changed on both sides, to different values.
    """
    shown = dict(part.split(":", 1) for part in seen.split() if ":" in part)
    asked = {name: as_held(value) for name, value in values.items()}
    stands = {name: held(row, name) for name in asked}
    wanted = {name: list(others) for name, others in many.items()}
    for name, others in wanted.items():
        asked[name] = sorted(other.pk for other in others)
        stands[name] = related(row, name)
    theirs, disputed = [], {}
    for name, mine in asked.items():
        now = stands[name]
        if digest(now) == shown.get(name) or digest(mine) == digest(now):
            continue
        if digest(mine) == shown.get(name):
            theirs.append(name)
        else:
            disputed[name] = Both(theirs=now, mine=mine)
    if disputed:
        raise ChangedMeanwhile(row, disputed, _told(row, disputed))
    return Reconciled(
        {name: value for name, value in values.items() if name not in theirs},
        {name: others for name, others in wanted.items() if name not in theirs},
        tuple(theirs),
    )


def already_there(row: models.Model, values: Mapping[str, Any]) -> ChangedMeanwhile:
    """The refusal when a new row turns out to exist, made by somebody else and saying otherwise."""
    both = {
        name: Both(theirs=held(row, name), mine=as_held(value))
        for name, value in values.items()
        if digest(held(row, name)) != digest(as_held(value))
    }
    return ChangedMeanwhile(
        row,
        both,
        _("Somebody has recorded this since you opened the page: %(row)s.") % {"row": row},
    )


def changed(row: models.Model) -> ChangedMeanwhile:
    """The refusal when a row that somebody changed was about to be removed."""
    return ChangedMeanwhile(
        row, {}, _("Somebody has changed this since you opened the page: %(row)s.") % {"row": row}
    )


def gone(model: type[models.Model]) -> ChangedMeanwhile:
    """The refusal when somebody removed the row that was being edited."""
    return ChangedMeanwhile(
        None,
        {},
        _("Somebody has removed this since you opened the page (%(kind)s).")
        % {"kind": model._meta.verbose_name},
    )


def _told(row: models.Model, disputed: Iterable[str]) -> str:
    names = ", ".join(
        capfirst(str(getattr(row._meta.get_field(name), "verbose_name", name))) for name in disputed
    )
    return _(
        "Somebody else has changed this since you opened the page (%(columns)s). "
        "Nothing is lost: choose between what they wrote and what you wrote."
    ) % {"columns": names}
