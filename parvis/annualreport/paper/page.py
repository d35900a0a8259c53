"""The web report as one file that stands alone: no address, no script, its styles inside."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from parvis.annualreport.paper.edition import title_of
from parvis.annualreport.queries import Edition, Report
from parvis.network.models import Network

STYLES = (
    "ui/tokens.css",
    "ui/ui.css",
    "ui/parts.css",
    "ui/report.css",
    "annualreport/contradictions.css",
)
_FONT = re.compile(r'url\("?(fonts/[\w-]+\.woff2)"?\)')
_PICTURE = re.compile(r'url\("?([\w-]+\.svg)"?\)')


def page_of(report: Report, network: Network, edition: Edition) -> bytes:
    """The report as HTML, in the active language; the same words as on the web."""
    article = render_to_string(
        "annualreport/parts/article.html",
        {
            "report": report,
            "network": network,
            "networks": [network],
            "publication": edition.publication,
            "edition": edition,
        },
    )
    html = render_to_string(
        "annualreport/alone.html",
        {
            "title": title_of(report),
            "network": network,
            "styles": [_style(name) for name in STYLES],
            "article": article,
        },
    )
    # A figure leads nowhere in a file: its link keeps its shape and loses its address.
    return html.replace(' href=""', "").encode()


def _style(name: str) -> str:
    path = _found(name)
    css = path.read_text(encoding="utf-8")
    css = _FONT.sub(lambda m: _inside(path.parent / m[1], "font/woff2"), css)
    return _PICTURE.sub(lambda m: _inside(path.parent / m[1], "image/svg+xml"), css)


def _inside(path: Path, kind: str) -> str:
    # Arabic is not a language of the report: its font would only be carried along.
    if "arabic" in path.name:
        return 'url("data:,")'
    return f'url("data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}")'


def _found(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)
