"""Where a page is: in which language, and in which network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

_LANGUAGE = re.compile(r"/([a-z]{2})(?=/|$)")


@dataclass(frozen=True)
class Tongue:
    """One language a page can be read in, named in itself."""

    code: str
    name: str
    url: str
    current: bool
    right_to_left: bool


def address(elsewhere: str | None, name: str, **kwargs: Any) -> str:
    """The address of a page: short for the home network, under its code for another.

    `elsewhere` is the code of a network that is not the home network, or None.
    """
    if elsewhere is not None:
        kwargs["network"] = elsewhere
    return reverse(name, kwargs=kwargs)


def tongues(request: HttpRequest) -> list[Tongue]:
    """The languages of the interface, each leading to this same page."""
    current = (get_language() or settings.LANGUAGE_CODE)[:2]
    return [
        Tongue(
            code=code,
            name=_own_name(code),
            url=in_language(request.get_full_path(), code),
            current=code == current,
            right_to_left=bool(LANG_INFO[code]["bidi"]),
        )
        for code, _name in settings.LANGUAGES
    ]


def in_language(path: str, language: str) -> str:
    """The same address in another language: /fr/reports/ becomes /en/reports/."""
    match = _LANGUAGE.match(path)
    if match is None or match[1] not in dict(settings.LANGUAGES):
        return f"/{language}/"
    return f"/{language}{path[match.end() :]}"


def _own_name(code: str) -> str:
    name = str(LANG_INFO[code]["name_local"])
    return name[:1].upper() + name[1:]
