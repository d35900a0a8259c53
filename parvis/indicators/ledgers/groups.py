"""The group of the office menu that holds the figures."""

from django.utils.translation import gettext_lazy as _

FIGURES = _("Figures")
