"""The part of a form that says who says so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.accounts.actors import Actor
from parvis.kernel.editing import digest
from parvis.ledgers.forms import RowForm
from parvis.sources.actions import own_word
from parvis.sources.models import OFFICE, Source


class CitedForm(RowForm):
    """The form of a fact that cites: the documents that say it, or the place's own word.

    A room says which `model` it edits and, by `place`, whose word it is when no document is ticked.
    """

    model: type[Model]

    sources = forms.ModelMultipleChoiceField(
        Source.objects.all(),
        label=gettext_lazy("Sources"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        help_text=gettext_lazy(
            "The documents that say it. None: it is your own word, recorded in the office."
        ),
    )

    field_order: Any = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields([name for name in self.fields if name != "sources"])

    def offered(self, name: str, rows: Any) -> Any:
        """Of the documents, those that the same network's facts of this kind cite."""
        if name != "sources":
            return super().offered(name, rows)
        cited = self.model._default_manager.filter(sources__isnull=False)
        if self.row is not None:
            cited = cited.filter(pk=self.row.pk)
        elif self.made_up is not None:
            way = self.model.within.simulated  # type: ignore[attr-defined]
            cited = cited.filter(**{way: self.made_up})
        near = cited.values("sources__collection")
        own = Q(pk__in=self.row.sources.all()) if self.row is not None else Q(pk__in=[])
        return rows.filter((Q(collection__in=near) & ~Q(collection=OFFICE)) | own).order_by(
            "collection", "title"
        )

    def place(self) -> tuple[str, str]:
        """The code and the name of whose word it is, from what was typed."""
        raise NotImplementedError

    def cited(self, by: Actor) -> list[Source]:
        """The documents ticked, or the place's own word."""
        ticked = list(self.cleaned_data.get("sources") or ())
        if ticked:
            return ticked
        code, name = self.place()
        return [own_word(code=code, name=name, by=by)]

    def clashes(self) -> list[str]:
        """A document that is still cited for something it may not say."""
        row = self.row
        if row is None:
            return []
        kept = {one.pk for one in self.cleaned_data.get("sources") or ()}
        documents = [one for one in self.initial["sources"] if one.collection != OFFICE]
        same = bool(documents) and {one.pk for one in self.initial["sources"]} == kept
        changed = any(
            digest(self.cleaned_data.get(name)) != digest(self.initial.get(name))
            for name, field in self.fields.items()
            if name not in ("seen", "sources")
            and not field.disabled
            and not isinstance(field, forms.ModelChoiceField)
        )
        if not (same and changed):
            return []
        titles = ", ".join(f"“{one}”" for one in documents)
        return [
            _("You changed what is said and kept its sources: does %(titles)s say so?")
            % {"titles": titles}
        ]
