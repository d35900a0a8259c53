"""The life of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a message stands; NEXT says what may follow what."""

    WAITING = "waiting", _("waiting")
    HANDING = "handing", _("being handed over")
    HANDED = "handed", _("handed over")
    REFUSED = "refused", _("refused")
    DOUBT = "doubt", _("in doubt")
    UNSENT = "unsent", _("not sent")
    SHOWN = "shown", _("shown here only")
    BOUNCED = "bounced", _("bounced")


NEXT: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.HANDING, State.REFUSED, State.UNSENT, State.SHOWN}),
    State.HANDING: frozenset({State.HANDED, State.WAITING, State.REFUSED, State.DOUBT}),
    State.HANDED: frozenset({State.BOUNCED}),
    State.REFUSED: frozenset({State.WAITING}),
    State.DOUBT: frozenset({State.WAITING, State.HANDED, State.BOUNCED}),
    State.UNSENT: frozenset({State.WAITING}),
    State.SHOWN: frozenset(),
    State.BOUNCED: frozenset(),
}

TROUBLED = (State.REFUSED, State.DOUBT, State.UNSENT, State.BOUNCED)
"""What somebody should look at."""

CAN_GO_BACK = tuple(state for state in State if State.WAITING in NEXT[state] and state != "handing")
"""What a person may put back in the queue."""
