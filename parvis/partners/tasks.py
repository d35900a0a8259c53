"""Doors of the clock: the weeks ahead are planned, partners asked, gaps signalled, days closed."""

from __future__ import annotations

from parvis.accounts.actors import clock
from parvis.kernel import jobs
from parvis.partners import actions


@jobs.task("partners.plan-ahead", every="20 1 * * *")
def plan_ahead() -> None:
    """Each night, the sessions of the months ahead, and what closures changed."""
    actions.plan_ahead(by=clock())


@jobs.task("partners.ask", every="*/10 * * * *")
def ask() -> None:
    """Ask partners for what they were not asked yet."""
    actions.ask(by=clock())


@jobs.task("partners.signal-gaps", every="5 6 * * *")
def signal_gaps() -> None:
    """Each morning and whenever somebody says no, what nobody holds in the two weeks ahead."""
    actions.signal_gaps(by=clock())


@jobs.task("partners.close-over", every="15,45 * * * *")
def close_over() -> None:
    """Close what is over, and count it."""
    actions.close_over(by=clock())
