"""Public screens: of the network, of the programme, of a place that somebody holds; and feeds."""

from parvis.website.views.agenda import agenda, campaign
from parvis.website.views.feeds import calendar, news, session_calendar, stop_calendar
from parvis.website.views.joining import place, reminder, reminder_kept, session
from parvis.website.views.pages import (
    bodies,
    centre,
    directory,
    healthz,
    home,
    languages,
    mobile,
    page,
    readyz,
    to_account,
    to_centre,
    writing,
)
from parvis.website.views.programme import embedded, poster, programme, week
from parvis.website.views.registering import register, registration

__all__ = [
    "agenda",
    "bodies",
    "calendar",
    "campaign",
    "centre",
    "directory",
    "embedded",
    "healthz",
    "home",
    "languages",
    "mobile",
    "news",
    "page",
    "place",
    "poster",
    "programme",
    "readyz",
    "register",
    "registration",
    "reminder",
    "reminder_kept",
    "session",
    "session_calendar",
    "stop_calendar",
    "to_account",
    "to_centre",
    "week",
    "writing",
]
