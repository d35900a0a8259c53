"""What waits for whoever keeps agreements."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from parvis.accounts.queries import can_somewhere
from parvis.accounts.roles import Act, Thing
from parvis.partners.queries import agreements_to_renew, to_renew
from parvis.ui.calendar import months_after
from parvis.ui.needs import Need

MONTHS = 3


def needs(request: HttpRequest) -> Iterator[Need]:
    """Agreements that end within three months and that nothing signed follows."""
    if not can_somewhere(request.user, Act.WRITE, Thing.AGREEMENT):
        return
    today = timezone.localdate()
    rows = agreements_to_renew(request.user)
    count = rows.filter(to_renew(today, months_after(today, MONTHS))).count()
    if count:
        said = ngettext(
            "%(n)d agreement ends within three months and is not renewed.",
            "%(n)d agreements end within three months and are not renewed.",
            count,
        )
        url = reverse("ledgers:partners-agreements-list")
        yield Need(said % {"n": count}, f"{url}?ending={MONTHS}", "calendar")
