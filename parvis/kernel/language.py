"""The language is in the address; it is never guessed from the browser nor kept in a cookie."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _


class LanguageOfTheAddress:
    """Speaks the language that begins the address (/fr/…); elsewhere the person's, or French."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Speak it while the page is made, and say so in the answer."""
        first = request.path_info.split("/", 2)[1]
        asked = request.GET.get("lang", "")
        language = next((code for code in (first, asked) if code in self.known), None)
        with translation.override(language or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def known_languages(value: object) -> None:
    """Refuse anything but a list of languages (ISO 639-1), each once."""
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        raise ValidationError(_("This is a list in which nothing stands twice."))
    for one in value:
        if one not in LANG_INFO or len(one) != 2:
            raise ValidationError(_("“%(key)s” is not a language.") % {"key": one})
