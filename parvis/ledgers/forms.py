"""The form of one row: what it shows, what it asks beforehand, how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.accounts.actors import Actor
from parvis.accounts.queries import reached
from parvis.accounts.roles import Act, Thing
from parvis.kernel import recurrence
from parvis.kernel.editing import NOTHING, Both, token
from parvis.kernel.keeping import Kept
from parvis.kernel.recurrence import Repeats
from parvis.kernel.words import spoken
from parvis.ledgers.fields import WordsField
from parvis.ui.forms import DateInput, Form, TimeInput

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


AS_IT_IS = "as-it-is"


class RecurringForm(RowForm):
    """A row that comes again: its first day, how it repeats, its last day, its hours."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=DateInput)
    begins = forms.TimeField(label=gettext_lazy("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("Ends at"), widget=TimeInput)
    repeats = forms.ChoiceField(
        label=gettext_lazy("Repeats"),
        choices=Repeats.choices,
        initial=Repeats.WEEKLY,
        help_text=gettext_lazy("The first day says which weekday."),
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.row is not None and recurrence.chosen(self.row.rule, self.row.first) is None:
            field: Any = self.fields["repeats"]
            said = recurrence.described(self.row.rule, self.row.first)
            field.choices = [(AS_IT_IS, said), *Repeats.choices]

    def shown(self, row: Any) -> dict[str, Any]:
        """The rule as one of the choices."""
        chosen = recurrence.chosen(row.rule, row.first)
        return super().shown(row) | {"repeats": chosen or AS_IT_IS}

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, on the day and over the years."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It ends before it begins."))
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The end comes before the beginning."))
        return cleaned

    @property
    def rule(self) -> str:
        """The rule of what was chosen."""
        if self.cleaned_data["repeats"] == AS_IT_IS:
            return str(self.row.rule)
        return recurrence.written(self.cleaned_data["repeats"], self.cleaned_data["first"])
