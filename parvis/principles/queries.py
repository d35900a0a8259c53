"""What is read about departures from the principles."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model, QuerySet

from parvis.principles.enums import AlertState
from parvis.principles.models import LabelAlert

STANDING = (AlertState.OPEN, AlertState.ANSWERED)
"""States of an alert whose setting still departs from a principle."""


def alerts(
    *, centres: Collection[str] | None = None, states: Collection[str] = STANDING
) -> QuerySet[LabelAlert]:
    """Alerts in these states, latest first; of these centres (by code), or of all of them."""
    found = LabelAlert.objects.filter(state__in=states)
    return found if centres is None else found.filter(centre__in=centres)


def alerts_about(subject: Model) -> QuerySet[LabelAlert]:
    """Every alert a row has raised, mended ones included, latest first."""
    return LabelAlert.objects.filter(what=subject._meta.db_table, row=str(subject.pk))
