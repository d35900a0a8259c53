"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The real network (facts only) and the example network (everything simulated)."""

    name = "parvis.demo"
    label = "demo"
    verbose_name = _("demonstration")
