"""Words of counts that several rooms share: halves of a day, and how a number is qualified."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HalfDay(models.TextChoices):
    """All that is kept of the hour of an act once its day is closed."""

    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class Qualifier(models.TextChoices):
    """How the source prints the value (rule R11); kept wherever the value goes."""

    EXACT = "exact", _("exact")
    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    UP_TO = "up_to", _("up to")
    RANGE = "range", _("range")
    WORDS = "words", _("words only")
