"""Registers the room, its lists and the balance sheets."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Organisations that contribute to centres."""

    name = "parvis.partners"
    label = "partners"
    verbose_name = _("partners")

    def ready(self) -> None:
        """Put its lists and the balance sheets in the office."""
        import parvis.partners.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
        from parvis.partners import http, rules  # noqa: PLC0415 - the same
        from parvis.partners.ledgers.duty import DUTY  # noqa: PLC0415 - the same
        from parvis.partners.ledgers.groups import PARTNERS  # noqa: PLC0415 - the same
        from parvis.ui import needs, slots, ways  # noqa: PLC0415 - the same

        needs.offer("partners", http.renewals, order=30)
        ways.offer(
            "partners:duty",
            label=_("Week of duty"),
            group=DUTY,
            icon="users",
            open_to=lambda request: rules.sees_gaps(request.user),
            order=30,
        )
        ways.offer(
            "partners:gaps",
            label=_("Without anybody"),
            group=DUTY,
            icon="triangle-alert",
            open_to=lambda request: rules.sees_gaps(request.user),
            order=30,
        )
        needs.offer("partners.duty", http.needs, order=12)
        slots.fill("office-today", template="partners/parts/today.html", gives=http.today, order=20)
        ways.offer(
            "partners:balances",
            label=_("Balance sheets"),
            group=PARTNERS,
            icon="scale",
            open_to=_reads_balances,
            order=43,
        )


def _reads_balances(request: HttpRequest) -> bool:
    from parvis.partners.rules import may_read_balances  # noqa: PLC0415 - models, again

    return may_read_balances(request.user)
