"""Fields of the house's own columns: words in several languages, dates known in part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from parvis.kernel.dates import BadDate, PartialDate
from parvis.kernel.words import Words, spoken


class WordsWidget(forms.MultiWidget):
    """One line for each language of the interface."""

    template_name = "ledgers/words.html"
    use_fieldset = True

    def __init__(self, *, rows: int = 1, attrs: dict[str, Any] | None = None) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        one = forms.TextInput if rows == 1 else forms.Textarea
        extra = {} if rows == 1 else {"rows": rows}
        super().__init__({code: one(attrs={"lang": code, **extra}) for code in self.codes}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Words to lines."""
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Each line with the name of its language."""
        context = super().get_context(name, value, attrs)
        for line, code in zip(context["widget"]["subwidgets"], self.codes, strict=True):
            line["language"] = get_language_info(code)["name_local"]
            line["code"] = code
        return context


class WordsField(forms.MultiValueField):
    """Short words, one line a language; at least one line when required."""

    def __init__(self, *, rows: int = 1, max_length: int = 250, **more: Any) -> None:
        lines = tuple(
            forms.CharField(required=False, max_length=max_length) for _code in settings.LANGUAGES
        )
        super().__init__(lines, require_all_fields=False, widget=WordsWidget(rows=rows), **more)

    def with_the_rest_of(self, words: Words, typed: Words) -> Words:
        """What was typed, and the languages this form does not ask for, which stay as they are."""
        asked = {code for code, _name in settings.LANGUAGES}
        return {code: text for code, text in words.items() if code not in asked} | typed

    def compress(self, lines: list[str]) -> Words:
        """Lines to words; a language left empty has no entry."""
        codes = [code for code, _name in settings.LANGUAGES]
        return {code: line for code, line in zip(codes, lines, strict=False) if line}


class NamedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row chosen by its name in the reader's language."""

    def label_from_instance(self, row: Any) -> str:
        """The words of its name, or what the row says of itself."""
        return spoken(row.name)[0] or str(row)


class SeveralField(forms.CharField):
    """Several short texts on one line, parted by commas."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("Several are parted by commas."))
        super().__init__(required=False, max_length=500, **more)

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Each once, in the order typed."""
        parts = (part.strip() for part in (super().to_python(value) or "").split(","))
        return list(dict.fromkeys(part for part in parts if part))


class PartialDateField(forms.CharField):
    """A date known to the day, the month or the year: 2024-11-05, 2024-11 or 2024."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("As far as it is known: 2024, 2024-11 or 2024-11-05."))
        super().__init__(max_length=10, **more)

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return "" if value is None else str(value)

    def clean(self, value: Any) -> PartialDate | None:
        """Raises ValidationError for a day that does not exist, or another shape."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except BadDate as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
