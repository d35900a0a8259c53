"""The roles held across an installation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NetworkRole(models.TextChoices):
    """Roles that belong to no centre and no partner (domain.md, section 11)."""

    COORDINATOR = "coordinator", _("network coordination")
    LABEL_AUTHORITY = "label-authority", _("label authority")
    COMMITTEE = "executive-committee", _("executive committee")
    EDITOR = "editor", _("editor and translator")
    ADMINISTRATOR = "administrator", _("administrator")
