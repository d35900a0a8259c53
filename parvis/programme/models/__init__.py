"""Sessions and what stands around them; places without identity; professionals by name."""

from parvis.programme.models.counts import Headcount, StatedFigure
from parvis.programme.models.days import Document, Host, KeyPoint, Roster, Slot, Speaker, Stand
from parvis.programme.models.people import Registration
from parvis.programme.models.places import (
    Feedback,
    HeldPlaces,
    Participation,
    ReminderAddress,
    Seats,
)
from parvis.programme.models.planning import Coordination, Proposal
from parvis.programme.models.sessions import (
    Campaign,
    CentreWith,
    Objective,
    Session,
    SessionQuerySet,
    Template,
)

__all__ = [
    "Campaign",
    "CentreWith",
    "Coordination",
    "Document",
    "Feedback",
    "Headcount",
    "HeldPlaces",
    "Host",
    "KeyPoint",
    "Objective",
    "Participation",
    "Proposal",
    "Registration",
    "ReminderAddress",
    "Roster",
    "Seats",
    "Session",
    "SessionQuerySet",
    "Slot",
    "Speaker",
    "Stand",
    "StatedFigure",
    "Template",
]
