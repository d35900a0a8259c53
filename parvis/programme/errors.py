"""Refusals of the programme, each a sentence one can say aloud."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class WrongState(ParvisError):
    """A session, a place or a proposal is not where this could be done."""


class NotPossible(ParvisError):
    """What was asked for cannot be: its words say why."""


class Clashing(ParvisError):
    """Something is taken at that hour, and the centre chose that this is refused."""


class JoiningClosed(ParvisError):
    """No place is given: it is over, cancelled, not published, or needs no place."""


class Full(ParvisError):
    """No place is free."""


class NotAKey(ParvisError):
    """A key must be drawn at random (UUID, version 4): one that carries a time is refused."""


class KeyUsed(ParvisError):
    """The same key came with another request before."""


class PlaceUnknown(ParvisError):
    """This link leads to no place: it is incomplete, or the session is over."""


class OfferOver(ParvisError):
    """The place offered was not taken in time, and went to the next."""


class BelowHeld(ParvisError):
    """More places are held than this would leave."""


class NoSignLeft(ParvisError):
    """Every call sign of this session was given."""


class LinkUnknown(ParvisError):
    """This link is not one of ours, or was taken back."""


class LinkOver(ParvisError):
    """This link has expired."""


class Enough(ParvisError):
    """As many wait already as one may ask for."""
