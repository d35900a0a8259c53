"""What is on its way, and what became of the rest."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, QuerySet

from parvis.mailing.enums import TROUBLED, State
from parvis.mailing.models import Message


def messages(user: Any) -> QuerySet[Message]:
    """Every message: those who look after the mail look after all of it, the rule says who."""
    return Message.objects.all()


def counts() -> dict[str, int]:
    """How many messages stand in each state; one query."""
    rows = Message.objects.order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(rows)
    return {state.value: found.get(state.value, 0) for state in State}


def troubled() -> int:
    """How many messages somebody should look at."""
    return Message.objects.filter(state__in=TROUBLED).count()


def next_due(now: datetime.datetime) -> Message | None:
    """The message to hand over next, the longest due first; one look at an index."""
    waiting = Message.objects.filter(state=State.WAITING, due_at__lte=now)
    return waiting.order_by("due_at", "pk").first()


def left_in_hand() -> QuerySet[Message]:
    """Messages whose handing over was begun and whose end was never written."""
    return Message.objects.filter(state=State.HANDING)
