"""Line icons, inlined: no icon font, no request, and they take the colour of the text.

The drawings come from Lucide (ISC and MIT, icons/LICENSE-lucide.txt); only those in use are kept.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"

MIRRORED = frozenset({"arrow-right", "arrow-left", "chevron-right"})
"""Icons that point along the line of reading, and so turn round where it runs right to left."""

_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def drawn(name: str, *, label: str = "") -> SafeString:
    """The icon as SVG; silent for screen readers unless it has a label of its own.

    Raises FileNotFoundError for an icon that is not kept in the folder.
    """
    voice = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        " flip" if name in MIRRORED else "",
        voice,
        _body(name),
    )


@functools.cache
def _body(name: str) -> SafeString:
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    match = _BODY.search(text)
    if match is None:
        raise ValueError(f"icons/{name}.svg holds no drawing")
    return mark_safe(re.sub(r"\s*\n\s*", "", match[1]))  # noqa: S308 - a file of this repository
