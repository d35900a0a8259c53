"""Screens of the programme that are no list."""

from parvis.programme.views.counts import campaign, counters
from parvis.programme.views.links import propose, stand
from parvis.programme.views.proposals import contacts, meeting, proposal
from parvis.programme.views.registered import registered
from parvis.programme.views.session import cancel, evaluate, hosts, roster, series, session
from parvis.programme.views.week import month, months, week, weeks

__all__ = [
    "campaign",
    "cancel",
    "contacts",
    "counters",
    "evaluate",
    "hosts",
    "meeting",
    "month",
    "months",
    "proposal",
    "propose",
    "registered",
    "roster",
    "series",
    "session",
    "stand",
    "week",
    "weeks",
]
