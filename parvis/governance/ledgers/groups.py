"""The group of the office menu that holds the bodies."""

from django.utils.translation import gettext_lazy as _

BODIES = _("Bodies")
