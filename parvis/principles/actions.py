"""What is done about the principles: departures are written down, answered and closed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel.history import action
from parvis.kernel.words import Words
from parvis.principles.enums import NEXT, AlertState
from parvis.principles.errors import NothingSaid, NotNow
from parvis.principles.models import LabelAlert
from parvis.principles.queries import STANDING, alerts_about


@action
def watch(
    *,
    subject: Model,
    centre: str,
    simulated: bool,
    about: Words,
    broken: Mapping[str, Words],
    by: Actor,
) -> list[LabelAlert]:
    """Write down which principles this row breaks as it now stands, and close what it mended.

    For the actions of the rooms above, in the transaction that saves the row: nothing departs
    silently. `broken` gives each principle with what the setting says. Returns the alerts that
    stand; asking twice changes nothing.
    """
    standing = {
        alert.principle: alert
        for alert in alerts_about(subject).filter(state__in=STANDING).select_for_update()
    }
    now = timezone.now()
    for principle, alert in standing.items():
        if principle not in broken:
            alert.state, alert.mended = AlertState.MENDED, now
            alert.save(update_fields=["state", "mended"])
    for principle, detail in broken.items():
        held = standing.get(principle)
        if held is None:
            standing[principle] = LabelAlert.objects.create(
                principle=principle,
                centre=centre,
                what=subject._meta.db_table,
                row=str(subject.pk),
                about=about,
                detail=detail,
                raised=now,
                simulated=simulated,
            )
        elif held.detail != detail:  # it departs otherwise than what was answered
            held.detail, held.state = detail, AlertState.OPEN
            held.save(update_fields=["detail", "state"])
    return [standing[principle] for principle in sorted(broken)]


@action
def answer(*, alert: LabelAlert, answer: str, by: Actor) -> LabelAlert:
    """The label authority answers an open alert; who and when stand in the journal too.

    Raises NothingSaid for an empty answer, NotNow when the alert is not open any more.
    """
    held = LabelAlert.objects.select_for_update().get(pk=alert.pk)
    said = answer.strip()
    if not said:
        raise NothingSaid(_("Write an answer: the centre will read it."))
    if AlertState.ANSWERED not in NEXT[held.state]:
        raise NotNow(_("This alert is not open any more."))
    held.state, held.answer, held.answered = AlertState.ANSWERED, said, timezone.now()
    held.save(update_fields=["state", "answer", "answered"])
    return held
