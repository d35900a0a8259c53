"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Organisations that contribute to centres."""

    name = "parvis.partners"
    label = "partners"
    verbose_name = _("partners")
