"""What is on its way, and what became of the rest."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost
from parvis.mailing.enums import TROUBLED, State
from parvis.mailing.models import Message

LOOK_AFTER = (NetworkRole.COORDINATOR, NetworkRole.ADMINISTRATOR)


def looks_after(user: Any) -> bool:
    """Whether this person is of the network's coordination or an administrator."""
    posts = NetworkPost.objects.filter(user=user, role__in=LOOK_AFTER)
    return posts.in_force(timezone.localdate()).exists()


def messages(user: Any) -> QuerySet[Message]:
    """Every message for those who look after the mail, none for the others."""
    return Message.objects.all() if looks_after(user) else Message.objects.none()


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
