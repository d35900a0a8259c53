"""The words of the agenda: its layers, the life of an entry, how one is present."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Layer(models.TextChoices):
    """Whose date it is; one entry stands in one layer and is read in all."""

    CENTRE = "centre", _("a centre’s")
    NETWORK = "network", _("the network’s")
    EUROPE = "europe", _("Europe’s")


class EntryState(models.TextChoices):
    """Where an entry stands. One that was announced is never removed: it is cancelled, and said."""

    DRAFT = "draft", _("not announced yet")
    ANNOUNCED = "announced", _("announced")
    CANCELLED = "cancelled", _("cancelled")


NEXT: Mapping[str, frozenset[str]] = {
    EntryState.DRAFT: frozenset({EntryState.ANNOUNCED}),
    EntryState.ANNOUNCED: frozenset({EntryState.CANCELLED}),
    EntryState.CANCELLED: frozenset({EntryState.ANNOUNCED}),
}
"""The life of an entry; one cancelled by mistake is announced again, with a higher sequence."""


class Presence(models.TextChoices):
    """How one takes part."""

    ON_SITE = "on-site", _("on site")
    ONLINE = "online", _("online")
    BOTH = "both", _("on site and online")


class Level(models.TextChoices):
    """What a clash does to whoever plans."""

    BLOCK = "block", _("refused")
    WARN = "warn", _("told, and may go on")
    IGNORE = "ignore", _("not looked at")


class Extent(models.TextChoices):
    """How many dates of a series a change is for."""

    THIS = "this", _("this one")
    NEXT = "next", _("this one and the next")
    ALL = "all", _("all that are to come")
