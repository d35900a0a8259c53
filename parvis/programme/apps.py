"""Registers the room, and what it counts."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    """Workshops, events, webinars, seminars: proposed, planned, joined without a name, counted."""

    name = "parvis.programme"
    label = "programme"
    verbose_name = _("programme")

    def ready(self) -> None:
        """Say what it can count, and put its lists, weeks and counters in the office.

        Its models say what they hold for a while.
        """
        import parvis.programme.ledgers  # noqa: PLC0415 - models are not ready before ready()
        import parvis.programme.measures  # noqa: F401, PLC0415 - the same
        from parvis.programme import http  # noqa: PLC0415 - the same
        from parvis.programme.ledgers.groups import PROGRAMME  # noqa: PLC0415 - the same
        from parvis.ui import needs, ways  # noqa: PLC0415 - the same

        for address, label, icon, open_to, order in (
            ("programme:weeks", _("Week"), "calendar", _reads, 19),
            ("programme:months", _("Plan a month"), "calendar", _plans, 21),
            ("programme:contacts", _("Ask partners to propose"), "mail", _plans, 25),
            ("programme:counters", _("Counters of the year"), "sigma", _reads, 28),
        ):
            ways.offer(
                address, label=label, group=PROGRAMME, icon=icon, open_to=open_to, order=order
            )
        needs.offer("programme", http.needs, order=14)


def _reads(request: HttpRequest) -> bool:
    from parvis.programme.rules import can_read_some  # noqa: PLC0415 - models, again

    return can_read_some(request.user)


def _plans(request: HttpRequest) -> bool:
    from parvis.programme.rules import can_plan  # noqa: PLC0415 - models, again

    return can_plan(request.user)
