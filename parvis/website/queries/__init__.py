"""What the public pages show of a network: its home, its centres, its bodies."""

from parvis.website.queries.bodies import Bodies, bodies_on
from parvis.website.queries.centre import CentrePage, centre_page
from parvis.website.queries.directory import (
    Country,
    Directory,
    countries_of,
    days_told,
    directory,
    last_told,
    tally,
)
from parvis.website.queries.events import (
    NEWS,
    as_data,
    dates,
    dates_by_day,
    dates_of,
    for_everybody,
    kept_dates,
)
from parvis.website.queries.home import NetworkHome, network_home
from parvis.website.queries.mobile import Near, near
from parvis.website.queries.navigation import is_ready, menu, switch
from parvis.website.queries.pages import (
    ToRead,
    Written,
    centre_of,
    in_spoken_language,
    page_at,
    to_read,
    written,
)
from parvis.website.queries.programme import (
    Days,
    by_day,
    campaign_page,
    days,
    lines,
    of_week,
    soonest,
    spoken_languages,
)
from parvis.website.queries.session import centres_of, is_reminded, room_of, session_page

__all__ = [
    "NEWS",
    "Bodies",
    "CentrePage",
    "Country",
    "Days",
    "Directory",
    "Near",
    "NetworkHome",
    "ToRead",
    "Written",
    "as_data",
    "bodies_on",
    "by_day",
    "campaign_page",
    "centre_of",
    "centre_page",
    "centres_of",
    "countries_of",
    "dates",
    "dates_by_day",
    "dates_of",
    "days",
    "days_told",
    "directory",
    "for_everybody",
    "in_spoken_language",
    "is_ready",
    "is_reminded",
    "kept_dates",
    "last_told",
    "lines",
    "menu",
    "near",
    "network_home",
    "of_week",
    "page_at",
    "room_of",
    "session_page",
    "soonest",
    "spoken_languages",
    "switch",
    "tally",
    "to_read",
    "written",
]
