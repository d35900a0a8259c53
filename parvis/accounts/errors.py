"""Refusals of the accounts, each a sentence one can say aloud."""

from parvis.kernel.errors import ParvisError


class NotYoursToGive(ParvisError):
    """This role at this place is not for this person to give."""


class InvitationUnusable(ParvisError):
    """Unknown, already accepted, withdrawn, out of date, or made by somebody who left."""


class HasAnAccount(ParvisError):
    """This address has an account already: its owner signs in to accept."""


class LinkUnusable(ParvisError):
    """A link to choose another password: out of date, used, or not one of ours."""


class KeepsTheLast(ParvisError):
    """A second factor is required of this person, and this is the only one."""


class UnknownLanguage(ParvisError):
    """The interface does not speak this language."""


class WrongPassword(ParvisError):
    """The password given again is not the account's."""
