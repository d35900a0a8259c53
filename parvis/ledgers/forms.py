"""The form of one row: what it shows, what it asks beforehand, how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.accounts.queries import reached
from parvis.accounts.roles import Act, Thing
from parvis.kernel.editing import NOTHING, Both, token
from parvis.kernel.keeping import Kept
from parvis.kernel.words import spoken
from parvis.ledgers.fields import WordsField
from parvis.ui.forms import Form

REAL, MADE_UP = "real", "made-up"
"""The two networks of an installation, as the address of a list names them."""


class RowForm(Form):
    """The form of one row, new or not; the room says what `keep` does and what clashes.

    A field shows the column of its own name unless `shown` says otherwise. `seen` carries what
    the form showed, so that nothing of somebody else is written over.
    """

    thing: Thing
    """What one must be allowed to write where the row lies: the choices offer such places only."""
    fixed: tuple[str, ...] = ()
    """Fields that name the row for good: asked once, shown afterwards."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: Any,
        row: Any = None,
        initial: Mapping[str, Any] | None = None,
        world: str = "",
    ) -> None:
        self.user = user
        self.row: Any = row
        self.made_up = self._made_up(world)
        start = dict(initial or {}) if row is None else self.shown(row) | {"seen": token(row)}
        super().__init__(data, initial=start)
        for name, field in self.fields.items():
            field.disabled = row is not None and name in self.fixed
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = self.offered(name, field.queryset)
                if isinstance(field, forms.ModelMultipleChoiceField):
                    continue
                if field.required:
                    field.empty_label = _("choose")
                    only = list(field.queryset[:2])
                    if row is None and len(only) == 1:
                        self.initial.setdefault(name, only[0].pk)
                else:
                    field.empty_label = _("none")

    def offered(self, name: str, rows: Any) -> Any:
        """What a choice offers: never a place where this person may not write, nor another world.

        A model that says nothing of where its rows lie is offered whole.
        """
        within = getattr(rows.model, "within", None)
        if within is None:
            return rows
        if within.centre or within.partner:
            rows = reached(rows, self.user, Act.WRITE, self.thing)
        if self.made_up is not None and within.simulated:
            rows = rows.filter(**{within.simulated: self.made_up})
        return rows

    def _made_up(self, world: str) -> bool | None:
        """Which world the row lies in: its own, or for a new one that of the list it is begun from.

        None when neither says: the database still refuses what mixes the two.
        """
        if self.row is None:
            return world == MADE_UP if world in (REAL, MADE_UP) else None
        if not (way := self.row.within.simulated):
            return None
        mine = self.row
        for step in way.split("__"):
            mine = getattr(mine, step)
        return bool(mine)

    def shown(self, row: Model) -> dict[str, Any]:
        """What the fields hold when the form opens on a row."""
        held: dict[str, Any] = {}
        for name, field in self.base_fields.items():
            value = getattr(row, name, None)
            if isinstance(field, forms.ModelMultipleChoiceField) and value is not None:
                value = value.all()
            held[name] = value
        return held

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

    def values(self, *names: str) -> dict[str, Any]:
        """What was typed in these fields, or in all but the hidden one."""
        return {
            name: self.cleaned_data.get(name)
            for name in names or self.base_fields
            if name != "seen"
        }

    @property
    def token(self) -> str:
        """What this form showed of the row."""
        return str(self.cleaned_data.get("seen") or NOTHING)

    def show_both(self, both: Mapping[str, Both]) -> None:
        """Put beside each field in dispute what somebody else wrote there meanwhile."""
        for name, values in both.items():
            if name in self.fields:
                said = self.told(name, values.theirs)
                self.add_error(name, _("Somebody wrote here meanwhile: “%s”.") % said)

    def told(self, name: str, value: Any) -> str:
        """A value of a field in words: the choice, the row it names, the words of a language."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            keys = value if isinstance(value, list | tuple) else [value]
            return ", ".join(str(one) for one in field.queryset.filter(pk__in=keys)) or "—"
        choices = {
            str(key): str(label) for key, label in getattr(field, "choices", ()) if key != ""
        }
        if isinstance(value, Mapping):
            return spoken(dict(value))[0] or "—"
        if isinstance(value, Iterable) and not isinstance(value, str):
            return ", ".join(choices.get(str(one), str(one)) for one in value) or "—"
        return "—" if value in (None, "") else choices.get(str(value), str(value))
