"""What the room refuses."""

from parvis.kernel.errors import ParvisError


class BadVersion(ParvisError):
    """A version of the Charter cannot be recorded, or can no longer be changed."""


class NotToBeAccepted(ParvisError):
    """This version is not the one in force for this person: there is nothing to accept."""
