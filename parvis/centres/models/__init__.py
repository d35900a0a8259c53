"""Centres and all that is true of a place."""

from parvis.centres.models.lending import SharedPost, ShortCode
from parvis.centres.models.mobile import Stop
from parvis.centres.models.opening import Closure, Hours, SpecialDay
from parvis.centres.models.people import Post, TeamMember
from parvis.centres.models.places import Alias, Centre, Name, Pole, Site, SiteAlias
from parvis.centres.models.spaces import Equipment, Space

__all__ = [
    "Alias",
    "Centre",
    "Closure",
    "Equipment",
    "Hours",
    "Name",
    "Pole",
    "Post",
    "SharedPost",
    "ShortCode",
    "Site",
    "SiteAlias",
    "Space",
    "SpecialDay",
    "Stop",
    "TeamMember",
]
