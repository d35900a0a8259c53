"""Kinds of device."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceKind(models.TextChoices):
    """What a screen or a tablet is for."""

    DESK = "desk", _("front desk")
    KIOSK = "kiosk", _("kiosk")
    DISPLAY = "display", _("wall display")


ADDRESSES = {
    DeviceKind.DESK: "/desk/{}/",
    DeviceKind.KIOSK: "/kiosk/{}/",
    DeviceKind.DISPLAY: "/display/{}/",
}
"""What is opened on a device of a site: stable doors of the house, kept by the room `desk`."""
