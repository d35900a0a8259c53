"""Live pages: what changed is announced by name, and whoever may know asks for it afresh.

`announce` notifies inside the transaction of the act: nothing is said of what was taken back. The
live process (parvis.kernel.streams) hears it and passes on the name of the topic, never content.
A page opens its stream with a ticket that its own view gave, behind its own door; when the ticket
ends the page asks again, and whoever may no longer see is refused there.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

from parvis.kernel import tickets

MINUTES = 15
"""How long a ticket lasts: what was forbidden meanwhile goes on being announced at most so long."""


def announce(topic: str) -> None:
    """Say that something changed there, if and when this transaction commits.

    Said twice in one transaction it is heard once. Raises ValueError when it is not a topic.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", addressed(topic))


def addressed(topic: str) -> list[str]:
    """What `pg_notify` is given, for statements that announce besides what they write.

    Raises ValueError when it is not a topic.
    """
    return [tickets.CHANNEL, tickets.check(topic)]


def ticket(topics: Iterable[str], until: float) -> str:
    """A signed ticket for these topics until that moment. Raises ValueError for a bad topic."""
    return tickets.issue(topics, until=until, key=settings.SECRET_KEY)


def topics_of(given: str) -> frozenset[str]:
    """What a ticket opens. Raises TicketRefused when it was altered or is over."""
    return tickets.read(given, key=settings.SECRET_KEY)[0]


def origin(request: HttpRequest) -> str:
    """Where the live process answers for whoever asked this: "" on our own address.

    Behind a proxy the streams come through it (PARVIS_LIVE_URL); without one, the live process
    has a port of its own beside the pages (docs/adr/0040).
    """
    if settings.PARVIS_LIVE_URL:
        return str(settings.PARVIS_LIVE_URL).rstrip("/").removesuffix(tickets.PATH.rstrip("/"))
    if not settings.PARVIS_LIVE_PORT:
        return ""
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return f"http://{name}:{settings.PARVIS_LIVE_PORT}"


def stream(request: HttpRequest, topics: Iterable[str]) -> JsonResponse:
    """The answer of a view that lets a page go live: the address of its stream, with a ticket."""
    given = ticket(topics, time.time() + MINUTES * 60)
    answer = JsonResponse(
        {"stream": f"{origin(request)}{tickets.PATH}?{urlencode({'ticket': given})}"}
    )
    answer["Cache-Control"] = "no-store"
    return answer
