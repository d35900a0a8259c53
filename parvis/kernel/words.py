"""Short words in several languages: one JSON column, one line a language."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("fr", "en", "nl", "pt", "es", "it", "de", "ca", "ar")
"""Languages a word may be written in (ISO 639-1); the interface speaks the first two so far."""

Words = dict[str, str]

_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_OVERRIDES = {"RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI", "FSI"}
_FIRST_PICTURE = "\u2190"  # below it «So» holds °, ©, ® and ™, which names do bear
_MARKUP = re.compile(r"<[a-zA-Z/!?]")


def objection(text: str, *, language: str | None = None, name: bool = False) -> str | None:
    """Why this text cannot stand in a line of words, or None.

    Letters of every alphabet are welcome in the language that writes them; what is refused is
    markup, control characters, direction overrides, writing that runs the other way than the
    language it is filed under, and, in names, pictures (emoji).
    """
    if _MARKUP.search(text):
        return str(_("holds HTML markup; write plain text"))
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs", "Cn"} and character != "\n":
            return str(_("holds a control character"))
        direction = unicodedata.bidirectional(character)
        if direction in _OVERRIDES:
            return str(_("holds a character that turns the direction of writing"))
        if direction in _RIGHT_TO_LEFT and language != "ar":
            return str(
                _("is written right to left under a language that is not; file it under “ar”")
            )
        if (
            name
            and character >= _FIRST_PICTURE
            and (category == "So" or 0x1F000 <= ord(character) <= 0x1FAFF)
        ):
            return str(_("holds a picture (emoji); a name is made of letters"))
    return None


def validate_words(value: object) -> None:
    """Refuse anything but {language: text}; raises ValidationError with a whole sentence."""
    if not isinstance(value, dict):
        raise ValidationError(_("Words are written as one line a language."))
    for language, text in value.items():
        if language not in LANGUAGES:
            raise ValidationError(_("“%(key)s” is not a language.") % {"key": language})
        if not isinstance(text, str) or not text.strip():
            raise ValidationError(_("The line for “%(key)s” is empty.") % {"key": language})
        if (why := objection(text, language=language)) is not None:
            raise ValidationError(
                _("The line for “%(key)s” %(why)s.") % {"key": language, "why": why}
            )


if TYPE_CHECKING:
    # The same column, with the type of what it gives: Django's class takes no parameter.
    _Column = models.JSONField[Words, Words]
else:
    _Column = models.JSONField


class WordsField(_Column):
    """A column of short words in several languages, {"fr": …, "en": …}; empty when unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        kwargs["validators"] = [validate_words]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Without what every column of words has."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs


class AsText(models.Func):
    """All the languages of a column of words in one text, for a search."""

    template = "(SELECT string_agg(value, ' ') FROM jsonb_each_text(%(expressions)s))"
    output_field = models.TextField()


def spoken(words: Words | None, language: str | None = None) -> tuple[str, str]:
    """The text in this language (the active one by default), and the language it really is in.

    Falls back to French, then English, then whatever there is; ("", "") when there is nothing.
    The caller marks a fallback with its own `lang`, never silently.
    """
    if not words:
        return "", ""
    wanted = (language or get_language() or "fr")[:2]
    for candidate in (wanted, "fr", "en", *words):
        if text := words.get(candidate):
            return text, candidate
    return "", ""


def sort_key(text: str) -> str:
    """Casefolded, unaccented: sorting never depends on the server's locale."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
