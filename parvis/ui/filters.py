"""Filters of a list: a form sent by GET, so that a filtered list has an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext

from parvis.ui.forms import Form


@dataclass(frozen=True)
class Chip:
    """One filter in force, said in words, and the address of the list without it."""

    label: str
    value: str
    url: str


class FilterForm(Form):
    """Ids of its own: a list and a form about the same things may share a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter-%s")
        super().__init__(*args, **kwargs)


class WordsFilter(django_filters.CharFilter):
    """Rows of which one of these columns holds every word typed, whatever capitals or accents."""

    def __init__(self, columns: Sequence[str], **more: Any) -> None:
        self.columns = columns
        super().__init__(**more)

    def filter(self, rows: Any, value: str) -> Any:
        """Each word narrows."""
        for word in (value or "").split():
            found = Q()
            for column in self.columns:
                found |= Q((f"{column}__unaccent__icontains", word))
            rows = rows.filter(found)
        return rows


class TickFilter(django_filters.BooleanFilter):
    """One box: ticked, the rows that `narrowed(rows)` gives; otherwise all."""

    def __init__(self, narrowed: Callable[[Any], Any], **more: Any) -> None:
        self.narrowed = narrowed
        super().__init__(**more)

    field_class = forms.BooleanField

    def filter(self, rows: Any, value: bool | None) -> Any:
        """Nothing is narrowed by an empty box."""
        return self.narrowed(rows) if value else rows


class FilterSet(django_filters.FilterSet):
    """Filters whose form is drawn as every other, and which can say what is in force."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for filter_ in self.filters.values():
            if isinstance(filter_, django_filters.ChoiceFilter):
                filter_.extra["empty_label"] = gettext("all")

    def get_form_class(self) -> type[forms.Form]:
        """Fields of the filters on our own form, with no row of its own for an order."""
        fields = {name: filter_.field for name, filter_ in self.filters.items()}
        return type(self.__class__.__name__ + "Form", (FilterForm,), fields)

    @property
    def chips(self) -> list[Chip]:
        """What narrows the list now; nothing for a value that was refused."""
        if not self.is_bound:
            return []
        form = self.form
        form.is_valid()
        return [
            Chip(
                str(field.label), _said(field, form.cleaned_data[field.name]), self._without(field)
            )
            for field in form
            if form.cleaned_data.get(field.name) not in (None, "", [], False)
        ]

    def _without(self, field: forms.BoundField) -> str:
        query = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        # A list narrowed less has other pages: one begins again at the first.
        for name in (field.html_name, "page"):
            query.pop(name, None)
        return f"?{query.urlencode()}"


def _said(field: forms.BoundField, value: Any) -> str:
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, value))
