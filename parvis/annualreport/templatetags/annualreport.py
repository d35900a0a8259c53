"""Tags of the report: references to numbered sources, and figures drawn large."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parvis.ui.numbers import Figure
from parvis.ui.templatetags.ui import figure

register = template.Library()


@register.simple_tag
def refs(numbers: Collection[int]) -> SafeString:
    """{% refs row.refs %}: small links to the sources at the foot of the page."""
    if not numbers:
        return SafeString("")
    links = "".join(f'<a class="ref" href="#source-{number}">{number}</a>' for number in numbers)
    return format_html(
        '<span class="refs"><span class="unseen">{} </span>{}</span>',
        gettext("Sources"),
        SafeString(links),
    )


@register.simple_tag
def key_figure(shown: Figure, unit: bool = False) -> SafeString:
    """{% key_figure f %}: the figure without its link, inside something that is one already."""
    return figure(replace(shown, url=""), unit=unit)
