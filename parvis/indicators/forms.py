"""What is written of the meaning of an indicator: the next version, or one more language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from parvis.indicators.models import Definition, Indicator
from parvis.kernel.editing import token
from parvis.ledgers.fields import PartialDateField, WordsField
from parvis.ui.forms import Form


class VersionForm(Form):
    """The next version, begun from what the last one says."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = WordsField(label=_("Name"))
    definition = WordsField(
        label=_("Definition"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("What is counted and what is not. Once recorded it is never changed."),
    )
    recipe = WordsField(label=_("How it is counted"), required=False, rows=3, max_length=2000)
    components = forms.ModelMultipleChoiceField(
        Indicator.objects.none(),
        label=_("Summed from"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    since = PartialDateField(label=_("Since"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        last: Definition | None,
        others: Any,
    ) -> None:
        start: dict[str, Any] = {"seen": -1}
        if last is not None:
            start = {
                "seen": last.version,
                "name": last.name,
                "definition": last.definition,
                "recipe": last.recipe,
                "components": last.components.all(),
            }
        super().__init__(data, initial=start, auto_id="version-%s")
        self.last = last
        components: Any = self.fields["components"]
        components.queryset = others

    def clean(self) -> dict[str, Any]:
        """Words in languages the form does not ask for go along."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("name", "definition", "recipe"):
            field = self.fields[name]
            if self.last is not None and name in cleaned and isinstance(field, WordsField):
                cleaned[name] = field.with_the_rest_of(getattr(self.last, name), cleaned[name])
        return cleaned


class TranslationForm(Form):
    """One version in a language in which it is not said yet."""

    seen = forms.CharField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language"))
    name = forms.CharField(label=_("Name"), max_length=250)
    meaning = forms.CharField(
        label=_("Definition"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    recipe = forms.CharField(
        label=_("How it is counted"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None = None, *, version: Definition) -> None:
        super().__init__(data, initial={"seen": token(version)}, auto_id=f"in-{version.version}-%s")
        language: Any = self.fields["language"]
        language.choices = [
            (code, get_language_info(code)["name_translated"])
            for code, _name in settings.LANGUAGES
            if code not in version.name
        ]
        self.possible = bool(language.choices)
