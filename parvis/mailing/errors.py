"""What the room refuses."""

from parvis.kernel.errors import ParvisError


class BadMessage(ParvisError):
    """The message cannot be sent as it stands: its address, its subject or its text is wrong."""


class CannotPutBack(ParvisError):
    """The message cannot go back in the queue: it is under way, arrived, or its text is gone."""


class NotABounce(ParvisError):
    """What was received is no delivery report (RFC 3464), or speaks of no message of ours."""
