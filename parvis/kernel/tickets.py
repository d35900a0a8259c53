"""What opens a live stream: topics and an end, signed. It names nobody and grants nothing else.

Knows neither settings nor database, for the live process has neither: both sides bring the key.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

from django.core import signing

from parvis.kernel.errors import ParvisError

SALT = "parvis.live"
CHANNEL = "parvis_live"  # of PostgreSQL's notifications
PATH = "/live/"  # where streams are opened
TOPIC = re.compile(r"[a-z]+(/[a-z0-9-]+)+")
MOST_TOPICS = 32


class TicketRefused(ParvisError):
    """The ticket opens nothing: it is not ours, or it has expired."""


def check(topic: str) -> str:
    """The topic itself. Raises ValueError unless it is like «site/12/queue»: names and keys only.

    A topic is heard by the live process and by whoever holds a ticket; it never holds words.
    """
    if len(topic) > 100 or not TOPIC.fullmatch(topic):
        raise ValueError(f"“{topic}” is not a topic: write it like site/12/queue")
    return topic


def issue(topics: Iterable[str], *, until: float, key: str) -> str:
    """A ticket for these topics, good until that moment (seconds since 1970).

    Raises ValueError for no topic, too many, or what is not one.
    """
    asked = sorted({check(topic) for topic in topics})
    if not 0 < len(asked) <= MOST_TOPICS:
        raise ValueError(f"a ticket holds 1 to {MOST_TOPICS} topics, not {len(asked)}")
    return signing.Signer(key=key, salt=SALT, fallback_keys=[]).sign_object([int(until), *asked])


def read(ticket: str, *, key: str, now: float | None = None) -> tuple[frozenset[str], float]:
    """Its topics and its end. Raises TicketRefused when it was altered or is over."""
    try:
        until, *topics = signing.Signer(key=key, salt=SALT, fallback_keys=[]).unsign_object(ticket)
    except signing.BadSignature as error:
        raise TicketRefused("This ticket is not one of ours.") from error
    if until <= (time.time() if now is None else now):
        raise TicketRefused("This ticket has expired.")
    return frozenset(topics), float(until)
