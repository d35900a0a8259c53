"""The principles every centre holds to, and the life of an alert."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Principle(models.TextChoices):
    """The rule a setting may break, with the sentence that says it (domain.md, R01 to R06)."""

    NAMELESS = (
        "R01",
        _(
            "Nobody is asked who they are: no service may require a name, an e-mail address, "
            "a telephone number, an identity number or an account."
        ),
    )
    FREE = "R02", _("Everything is free: no price, no payment, no advertising, nothing to sell.")
    EVERYBODY = "R03", _("Everybody is welcome: no status, age or file number opens a service.")
    WALK_IN = (
        "R04",
        _("Anyone may walk in: an appointment exists only beside walk-in, never instead of it."),
    )
    NEEDS_FIRST = (
        "R05",
        _("Needs come first: a visitor chooses a need, never an institution."),
    )
    WHOLE_PICTURE = (
        "R06",
        _("Partners show the whole picture: no selective publicity for themselves."),
    )


class AlertState(models.TextChoices):
    """Where a label alert stands."""

    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    MENDED = "mended", _("mended")


NEXT: Mapping[str, frozenset[str]] = {
    AlertState.OPEN: frozenset({AlertState.ANSWERED, AlertState.MENDED}),
    AlertState.ANSWERED: frozenset({AlertState.OPEN, AlertState.MENDED}),
    AlertState.MENDED: frozenset(),
}
"""The life of an alert: opened by a setting, answered by the label authority, opened again when
the setting departs further, mended when it departs no more."""
