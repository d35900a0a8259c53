"""Registers the room; it does nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Staff who sign in, and the roles they hold across the network; visitors have no account."""

    name = "parvis.accounts"
    label = "accounts"
    verbose_name = _("staff accounts")
