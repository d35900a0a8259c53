"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualReportConfig(AppConfig):
    """The activity report of a year, written from facts."""

    name = "parvis.annualreport"
    label = "annualreport"
    verbose_name = _("annual report")
