"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrinciplesConfig(AppConfig):
    """What every centre holds to: the principles, and the settings that depart from them."""

    name = "parvis.principles"
    label = "principles"
    verbose_name = _("principles")
