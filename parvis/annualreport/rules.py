"""Who may settle what a report contradicts, and who may publish it."""

from __future__ import annotations

import html
import re
from typing import Any

from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.network.models import Network


def can_settle_contradictions(user: Any, network: Network) -> bool:
    """The network's coordination, its executive committee and its editors."""
    return can(user, Act.WRITE, Thing.CONTRADICTION)


def can_publish_report(user: Any, network: Network) -> bool:
    """The network's coordination and its executive committee."""
    return can(user, Act.DECIDE, Thing.REPORT)


_COMMENT = re.compile(r"<!--.*?-->|<\?xml[^>]*>", re.DOTALL)
_OF_WORD = re.compile(r"</?(?:[a-z]\d?|st\d):[a-z][^>]*>", re.IGNORECASE)
_STRONG = re.compile(r"<(b|strong)(?:\s[^>]*)?>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_ITEM = re.compile(r"<li(?:\s[^>]*)?>", re.IGNORECASE)
_BREAK = re.compile(r"</(?:p|div|ul|ol|h[1-6])>", re.IGNORECASE)
_LINE = re.compile(r"<br\s*/?>|</li>", re.IGNORECASE)
_DRESS = re.compile(
    r"</?(?:p|div|span|font|em|i|u|b|strong|ul|ol|h[1-6])(?:\s[^>]*)?>", re.IGNORECASE
)
_BULLET = re.compile(r"^[ \t]*[\u2022\u00b7\uf0b7\u25aa\u25cf\u25e6][ \t\u00a0]*", re.MULTILINE)
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))
"""Soft hyphens and characters without a width: nobody typed them, and they cut words in two."""


def tidied(text: str) -> str:
    """A text pasted from a word processor as the report keeps it; no word of it is lost.

    What dresses the words goes: tags of Word, paragraphs and bold of HTML (which become blank
    lines and stars), soft hyphens, tabs, bullets (which become «- »). Quotation marks, dashes and
    no-break spaces stay: they are the typography of the language. Other markup is left where it
    is, for `kernel.words.objection` to refuse it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n\n")
    if "<" in text:
        text = _OF_WORD.sub("", _COMMENT.sub("", text))
        text = _STRONG.sub(lambda found: _starred(found[2]), text)
        text = _LINE.sub("\n", _BREAK.sub("\n\n", _ITEM.sub("- ", text)))
        text = _DRESS.sub("", text)
    if re.search(r"&(?:[a-z]+|#\d+);", text):
        text = html.unescape(text)
    text = _BULLET.sub("- ", text.translate(_UNSEEN)).replace("\t", " ")
    lines = [re.sub(r" {2,}", " ", line).strip(" ") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _starred(words: str) -> str:
    return f"**{words}**" if words.strip() else words
