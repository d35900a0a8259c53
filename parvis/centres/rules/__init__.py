"""Who may lend a screen, and what stands against a setting of a centre before it is saved."""

from parvis.centres.rules import clashes
from parvis.centres.rules.departures import departures
from parvis.centres.rules.lending import can_keep_shared_post, can_share

__all__ = ["can_keep_shared_post", "can_share", "clashes", "departures"]
