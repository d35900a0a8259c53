"""What is read about centres, and whose they are."""

from parvis.centres.queries.mobile import Passage, Timetable, mobile_sites, timetables
from parvis.centres.queries.opening import (
    Calendar,
    Day,
    Opening,
    calendars,
    closes_at,
    next_days,
    open_now,
    opens_next,
    week_token,
)
from parvis.centres.queries.people import PublicMember, public_teams, team_on
from parvis.centres.queries.places import poles_of, spaces_on
from parvis.centres.queries.scope import (
    centres_to_share,
    scope_of,
    seen_by,
    shared_post,
    shared_posts,
)

__all__ = [
    "Calendar",
    "Day",
    "Opening",
    "Passage",
    "PublicMember",
    "Timetable",
    "calendars",
    "centres_to_share",
    "closes_at",
    "mobile_sites",
    "next_days",
    "open_now",
    "opens_next",
    "poles_of",
    "public_teams",
    "scope_of",
    "seen_by",
    "shared_post",
    "shared_posts",
    "spaces_on",
    "team_on",
    "timetables",
    "week_token",
]
