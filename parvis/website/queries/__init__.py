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

__all__ = [
    "Bodies",
    "CentrePage",
    "Country",
    "Directory",
    "Near",
    "NetworkHome",
    "bodies_on",
    "centre_page",
    "countries_of",
    "days_told",
    "directory",
    "is_ready",
    "last_told",
    "menu",
    "near",
    "network_home",
    "switch",
    "tally",
]
