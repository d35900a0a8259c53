"""The words of the agenda: its layers, the life of an entry, how one is present."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Layer(models.TextChoices):
    """Whose date it is; one entry stands in one layer and is read in all."""

    CENTRE = "centre", _("a centre’s")
    NETWORK = "network", _("the network’s")
    EUROPE = "europe", _("Europe’s")


class EntryState(models.TextChoices):
    """Where an entry stands. One that was announced is never removed: it is cancelled, and said."""

    DRAFT = "draft", pgettext_lazy("a date", "not announced yet")
    ANNOUNCED = "announced", pgettext_lazy("a date", "announced")
    CANCELLED = "cancelled", pgettext_lazy("a date", "cancelled")


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


class Fate(models.TextChoices):
    """What a change of a series does to one of its dates."""

    PAST = "past", _("begun or past: not touched")
    STAYS = "stays", _("cancelled, or moved by hand: stays as it is")
    SAME = "same", pgettext_lazy("a date", "stays")
    MOVES = "moves", pgettext_lazy("a date", "moves")
    NEW = "new", pgettext_lazy("a date", "is added")
    DROPPED = "dropped", pgettext_lazy("a date", "is dropped")


class ClashKind(models.TextChoices):
    """What two dates can run into each other for."""

    SPACE = "space", _("the same space")
    EQUIPMENT = "equipment", _("more equipment than there is")
    PERSON = "person", _("the same professional")
    BODY = "body", _("the same body of the network")
    DATES = "dates", _("other dates of the network or of Europe")
    AUDIENCE = "audience", _("the same public")
    HOLIDAY = "holiday", _("a public holiday")
    CLOSURE = "closure", _("the site is closed")


LEVELS: Mapping[str, Level] = {
    ClashKind.SPACE: Level.BLOCK,
    ClashKind.EQUIPMENT: Level.BLOCK,
    ClashKind.PERSON: Level.WARN,
    ClashKind.BODY: Level.WARN,
    ClashKind.DATES: Level.WARN,
    ClashKind.AUDIENCE: Level.WARN,
    ClashKind.HOLIDAY: Level.WARN,
    ClashKind.CLOSURE: Level.WARN,
}
"""What each does where a centre says nothing else."""
