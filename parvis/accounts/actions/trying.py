"""One try to prove something, counted: what the actions that check a secret are made of."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from parvis.accounts.enums import Means, Outcome
from parvis.accounts.models import Attempt, SignIn, User
from parvis.accounts.rules import FORGOTTEN_AFTER, FREE_TRIES, waits_until
from parvis.kernel.policies import trusted

T = TypeVar("T")


@dataclass(frozen=True)
class Refused:
    """A try that failed, with the sentence to say."""

    sentence: str


@dataclass(frozen=True)
class Origin:
    """Where a try comes from: a browser known for this account, else a network address.

    Only a salted digest of it is ever kept, for half an hour.
    """

    key: str
    browser: str


def tried(
    about: str,
    prove: Callable[[], T | None],
    origin: Origin,
    user: User | None,
    outcome: Outcome,
    sentence: str,
) -> T | Refused:
    """Make one try: refused unseen while it must wait, counted when wrong, forgotten when right.

    The count is locked before the try, so that a hundred at once are made one after the other.
    """
    now = timezone.now()
    Attempt.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    key = salted_hmac("parvis.accounts.attempt", f"{about}|{origin.key}", algorithm="sha256")
    attempt, _made = Attempt.objects.select_for_update().get_or_create(key=key.hexdigest())
    if attempt.failures >= FREE_TRIES and (left := waits_until(attempt) - now).total_seconds() > 0:
        return Refused(_wait(left))
    proven = prove()
    if proven is not None:
        attempt.failures = 0
        attempt.save()
        return proven
    attempt.failures += 1
    attempt.last_at = now
    attempt.save()
    if user is not None:
        slowed = attempt.failures >= FREE_TRIES
        with trusted():
            SignIn.objects.create(
                user=user,
                means=Means.PASSWORD,
                outcome=Outcome.SLOWED if slowed else outcome,
                browser=origin.browser,
            )
    return Refused(sentence)


def _wait(left: datetime.timedelta) -> str:
    seconds = math.ceil(left.total_seconds())
    if seconds < 60:
        return ngettext(
            "Too many wrong tries: wait %(n)d second, then try again.",
            "Too many wrong tries: wait %(n)d seconds, then try again.",
            seconds,
        ) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many wrong tries: wait %(n)d minute, then try again.",
        "Too many wrong tries: wait %(n)d minutes, then try again.",
        minutes,
    ) % {"n": minutes}
