"""Refusals about agreements and contributions."""

from __future__ import annotations

from typing import Any

from parvis.kernel.errors import ParvisError


class NotTheSame(ParvisError):
    """Two facts that must be of one partner or one centre are not."""


class OfSeveral(ParvisError):
    """A partner that several centres name is not one centre's to remove."""


class RenewedAlready(ParvisError):
    """An agreement is followed by one agreement, and already is."""


class AnsweredMeanwhile(ParvisError):
    """Somebody else has settled this duty session since it was shown."""


class NotPossibleNow(ParvisError):
    """This act makes no sense for a duty session that stands as it does."""


class NotACandidate(ParvisError):
    """This partner cannot hold that duty session."""


class NotAnExample(ParvisError):
    """The example network writes to nobody: only to addresses kept for examples."""


class CountedTwice(ParvisError):
    """The half-days on duty of a year would stand twice in the balance sheet."""


class LinkUnknown(ParvisError):
    """No link of ours, or one that was revoked."""


class LinkOver(ParvisError):
    """A link of ours that is out of date; a new one can be sent to the same address."""

    def __init__(self, reason: str, contact: Any) -> None:
        super().__init__(reason)
        self.contact = contact
