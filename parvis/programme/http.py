"""What the programme gives to the office's home: what waits for a decision, what is not said."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from parvis.accounts.queries import can_somewhere, scoped
from parvis.accounts.roles import Act, Thing
from parvis.programme.enums import SessionState
from parvis.programme.models import Proposal, Session
from parvis.programme.queries.planning import NEAR
from parvis.ui.needs import Need


def needs(request: HttpRequest) -> Iterator[Need]:
    """Proposals that wait for a decision, and drafts that are near; two queries."""
    user, now = request.user, timezone.now()
    if can_somewhere(user, Act.DECIDE, Thing.SESSION):
        rows = scoped(Proposal.objects.all(), user, Act.DECIDE)
        n = rows.filter(session__state=SessionState.PROPOSED).count()
        if n:
            said = ngettext(
                "%(n)d proposal of a partner waits for a decision.",
                "%(n)d proposals of partners wait for a decision.",
                n,
            )
            address = reverse("ledgers:programme-proposals-list") + "?decision=waiting"
            yield Need(said % {"n": n}, address, icon="users")
    if can_somewhere(user, Act.WRITE, Thing.SESSION):
        drafts = scoped(Session.objects.all(), user, Act.WRITE).filter(
            state=SessionState.SCHEDULED,
            part_of=None,
            entry__begins__gt=now,
            entry__begins__lt=now + NEAR,
        )
        n = drafts.count()
        if n:
            said = ngettext(
                "%(n)d session of the three weeks ahead is not published.",
                "%(n)d sessions of the three weeks ahead are not published.",
                n,
            )
            address = reverse("ledgers:programme-sessions-list") + "?drafts=on"
            yield Need(said % {"n": n}, address, icon="calendar")
