"""The group of the office menu."""

from django.utils.translation import gettext_lazy as _

PARTNERS = _("Partners")
