"""The form of one row: what it shows, what it asks beforehand, how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import scoped
from parvis.accounts.roles import Act
from parvis.kernel.editing import NOTHING, Both, token
from parvis.kernel.keeping import Kept
from parvis.ledgers.fields import WordsField
from parvis.ui.forms import Form


class RowForm(Form):
    """The form of one row, new or not; the room says what `keep` does and what clashes.

    A field shows the column of its own name unless `shown` says otherwise. `seen` carries what
    the form showed, so that nothing of somebody else is written over.
    """

    fixed: tuple[str, ...] = ()
    """Fields that name the row for good: asked once, shown afterwards."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    heeded = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, user: Any, row: Model | None = None
    ) -> None:
        self.user, self.row = user, row
        start = {} if row is None else self.shown(row) | {"seen": token(row)}
        super().__init__(data, initial=start)
        for name in self.fixed:
            self.fields[name].disabled = row is not None
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and hasattr(field.queryset.model, "within"):
                # Nobody chooses a place where they may not write.
                field.queryset = self.offered(field)

    def offered(self, field: forms.ModelChoiceField) -> Any:
        """The rows a choice offers this person: those that lie where they may write this thing."""
        return scoped(field.queryset, self.user, Act.READ)

    def shown(self, row: Model) -> dict[str, Any]:
        """What the fields hold when the form opens on a row."""
        held: dict[str, Any] = {}
        for name, field in self.fields_of_rows():
            value = getattr(row, name, None)
            if isinstance(field, forms.ModelMultipleChoiceField) and value is not None:
                value = value.all()
            held[name] = value
        return held

    def fields_of_rows(self) -> list[tuple[str, forms.Field]]:
        """The fields that show a column of the row."""
        return [
            (name, field)
            for name, field in self.base_fields.items()
            if name not in ("seen", "heeded")
        ]

    def clean(self) -> dict[str, Any]:
        """Words in languages the form does not ask for are kept."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, WordsField) and self.row is not None and name in cleaned:
                held = getattr(self.row, name, None) or {}
                cleaned[name] = field.with_the_rest_of(held, cleaned[name])
        return cleaned

    def clashes(self) -> list[str]:
        """Sentences about what these values would run into; called once they are valid."""
        return []

    def keep(self, *, seen: str, by: Actor) -> Kept[Any]:
        """Call the room's action with what was typed; `seen` is handed on to it."""
        raise NotImplementedError

    def said(self, name: str) -> Any:
        """What was typed in a field, or nothing."""
        return self.cleaned_data.get(name)

    @property
    def token(self) -> str:
        """What this form showed of the row."""
        return str(self.cleaned_data.get("seen") or NOTHING)

    def show_both(self, both: Mapping[str, Both]) -> None:
        """Put beside each field in dispute what somebody else wrote there meanwhile."""
        for name, values in both.items():
            if name in self.fields:
                self.add_error(
                    name, _("Somebody wrote here meanwhile: “%(theirs)s”.") % {"theirs": _told(values.theirs)}
                )


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return " · ".join(str(text) for text in value.values())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(one) for one in value)
    return "—" if value in (None, "") else str(value)
