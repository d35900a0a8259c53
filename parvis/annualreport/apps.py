"""Registers the room and its lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualReportConfig(AppConfig):
    """The activity report of a year, written from facts."""

    name = "parvis.annualreport"
    label = "annualreport"
    verbose_name = _("annual report")

    def ready(self) -> None:
        """Put its lists in the office."""
        import parvis.annualreport.ledgers  # noqa: F401, PLC0415 - models are not ready before ready()
