"""Screens of partners that are no list."""

from parvis.partners.views.answers import answers, calendar
from parvis.partners.views.duty import back, copy, duty, gaps, session, week
from parvis.partners.views.giving import balance, balances, printed, renew

__all__ = [
    "answers",
    "back",
    "balance",
    "balances",
    "calendar",
    "copy",
    "duty",
    "gaps",
    "printed",
    "renew",
    "session",
    "week",
]
