"""Groups of the office menu that the screens of the programme stand in."""

from django.utils.translation import gettext_lazy as _

PROGRAMME = _("The programme")
BIG_DAYS = _("Big days")
