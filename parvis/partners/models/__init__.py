"""Organisations, what they signed and gave, who acts for them, and the duty they hold."""

from parvis.partners.models.duty import Duty, DutyContact, DutySession
from parvis.partners.models.giving import (
    Agreement,
    Contribution,
    Partner,
    Post,
    known_fields,
)

__all__ = [
    "Agreement",
    "Contribution",
    "Duty",
    "DutyContact",
    "DutySession",
    "Partner",
    "Post",
    "known_fields",
]
