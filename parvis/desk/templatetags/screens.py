"""Tags of the screens of a site: what is told in three languages, beside the catalogue."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from parvis.desk import sentences
from parvis.ui import icons

register = template.Library()


@register.simple_tag
def picture(code: str, language: str) -> SafeString | str:
    """{% picture place.picture tongue.code %}: its drawing and its word; nothing where none is."""
    if not code:
        return ""
    return format_html(
        '<span class="picture">{}<span lang="{}">{}</span></span>',
        icons.drawn(sentences.DRAWN[code]),
        language,
        sentences.named(code, language),
    )
