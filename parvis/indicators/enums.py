"""The words of figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeasureKind(models.TextChoices):
    """How values of an indicator behave when they are put together."""

    COUNT = "count", _("count over a period")
    STOCK = "stock", _("stock at a date")
    SHARE = "share", _("share, in per cent")


class Scope(models.TextChoices):
    """What the value is about."""

    NETWORK = "network", _("whole network")
    LARGEST = "largest", _("largest single value")
    SOME_CENTRES = "some_centres", _("some centres")
    EACH_CENTRE = "each_centre", _("each centre")
    CENTRE = "centre", _("one centre")
    BODY = "body", _("one body")
    EVENT = "event", _("one event")
    TERRITORY = "territory", _("one territory")


class Status(models.TextChoices):
    """Where the value stands in its life."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    TARGET = "target", _("target")
