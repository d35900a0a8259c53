"""Groups of the office menu that the rooms of a centre share."""

from django.utils.translation import gettext_lazy as _

OURS = _("The centre")
