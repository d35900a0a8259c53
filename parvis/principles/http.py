"""What waits for the label authority."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from parvis.accounts.queries import can
from parvis.accounts.roles import Act, Thing
from parvis.principles.enums import AlertState
from parvis.principles.queries import alerts
from parvis.ui.needs import Need


def needs(request: HttpRequest) -> Iterator[Need]:
    """Alerts nobody has answered yet."""
    if not can(request.user, Act.DECIDE, Thing.LABEL_DECISION):
        return
    count = alerts(states=[AlertState.OPEN]).count()
    if count:
        said = ngettext(
            "%(n)d setting of a centre touches a principle and waits for your answer.",
            "%(n)d settings of centres touch a principle and wait for your answer.",
            count,
        )
        url = reverse("ledgers:principles-alerts-list")
        yield Need(said % {"n": count}, f"{url}?state={AlertState.OPEN}", "scale", presses=True)
