"""The journal of one row in words: who, when, and from what to what."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from parvis.accounts.queries import names_of
from parvis.journal.models import Line
from parvis.ui import calendar

NOTHING = "—"


@dataclass(frozen=True)
class Column:
    """A column an act gave another value, both in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of the journal as a person reads it."""

    line: Line
    who: str
    what: str
    columns: list[Column]


def told(row: models.Model, lines: Sequence[Line]) -> list[Entry]:
    """These lines of a row's journal in words; one query for names, one for each related model."""
    people = names_of(line.actor for line in lines)
    words = _Words(row, lines)
    return [
        Entry(
            line,
            people.get(line.actor) or _actor(line.actor),
            {"insert": _("recorded"), "update": _("changed"), "delete": _("removed")}.get(
                line.gesture, line.gesture
            ),
            words.columns(line.before or {}, line.after or {}),
        )
        for line in lines
    ]


def _actor(actor: str) -> str:
    kind, _colon, key = actor.partition(":")
    return {
        "staff": _("somebody whose account is gone"),
        "clock": _("by itself, at its hour"),
        "command": _("the command parvis %(name)s") % {"name": key},
        "visitor": _("a visitor"),
        "link": _("by a link sent by mail"),
    }.get(kind, actor)


class _Words:
    """Says the values of a row's columns, the rows they point at by their names."""

    def __init__(self, row: models.Model, lines: Sequence[Line]) -> None:
        self.fields = {str(field.column): field for field in row._meta.concrete_fields}
        self.named: dict[str, dict[str, str]] = {}
        for name, field in self.fields.items():
            if field.is_relation and field.related_model is not None:
                keys = {
                    held[name]
                    for line in lines
                    for held in (line.before or {}, line.after or {})
                    if held.get(name) is not None
                }
                there = field.related_model._default_manager.filter(pk__in=keys) if keys else ()
                self.named[name] = {str(one.pk): str(one) for one in there}

    def columns(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Column]:
        """The columns that differ, but for those nobody types."""
        return [
            Column(capfirst(str(field.verbose_name)), self.say(name, was), self.say(name, now))
            for name, field in self.fields.items()
            if field.editable
            and not field.primary_key
            and (was := before.get(name)) != (now := after.get(name))
            and not (was in EMPTY and now in EMPTY)
        ]

    def say(self, name: str, value: Any) -> str:
        """One value, as the reader's language writes it."""
        field = self.fields[name]
        if value in EMPTY:
            return NOTHING
        if name in self.named:
            return self.named[name].get(str(value), _("something that is gone"))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, dict):
            return " · ".join(f"{language}: {text}" for language, text in value.items())
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        if isinstance(field, models.DateTimeField):
            moment = parse_datetime(str(value))
            return date_format(moment, "DATETIME_FORMAT") if moment else str(value)
        if isinstance(field, models.DateField):
            return calendar.spelled(datetime.date.fromisoformat(str(value)[:10]))
        return str(value)


EMPTY: tuple[Any, ...] = (None, "", [], {})
