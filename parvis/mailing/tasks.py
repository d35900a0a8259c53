"""Doors of the clock: the mail goes out, and is forgotten in time."""

from __future__ import annotations

from parvis.accounts.actors import clock
from parvis.kernel import jobs
from parvis.mailing import actions, delivery


@jobs.task(actions.HAND_OVER, every="* * * * *")
def hand_over() -> None:
    """Hand over what is due: when a message was written, and each minute for what was put off."""
    delivery.hand_over_waiting()


@jobs.task("mailing.forget", every="10 2 * * *")
def forget() -> None:
    """Erase what is needed no more, each night."""
    actions.forget(by=clock())
