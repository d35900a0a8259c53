"""Live pages: what changed is announced by name, and whoever may know asks for it afresh."""

from __future__ import annotations

import re

from django.db import connection

CHANNEL = "parvis_live"  # of PostgreSQL's notifications
TOPIC = re.compile(r"[a-z]+(/[a-z0-9-]+)+")


def announce(topic: str) -> None:
    """Say that something changed there, if and when this transaction commits.

    Said twice in one transaction it is heard once. Raises ValueError when it is not a topic: names
    and keys only, like «site/12/queue», never words.
    """
    if len(topic) > 100 or not TOPIC.fullmatch(topic):
        raise ValueError(f"“{topic}” is not a topic: write it like site/12/queue")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
