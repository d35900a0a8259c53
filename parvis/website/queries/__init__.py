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

__all__ = [
    "Bodies",
    "CentrePage",
    "Country",
    "Directory",
    "Near",
    "NetworkHome",
    "ToRead",
    "Written",
    "bodies_on",
    "centre_of",
    "centre_page",
    "countries_of",
    "days_told",
    "directory",
    "in_spoken_language",
    "is_ready",
    "last_told",
    "menu",
    "near",
    "network_home",
    "page_at",
    "switch",
    "tally",
    "to_read",
    "written",
]
