"""Kinds of device."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceKind(models.TextChoices):
    """What a screen or a tablet is for."""

    DESK = "desk", _("front desk")
    KIOSK = "kiosk", _("kiosk")
    DISPLAY = "display", _("wall display")


ADDRESSES = {
    DeviceKind.DESK: "/away/{}/",
    DeviceKind.KIOSK: "/kiosk/{}/",
    DeviceKind.DISPLAY: "/display/{}/",
}
"""What is opened on a device of a site: doors of the house, kept by the room `desk`.

Below /desk/<site>/ somebody is signed in, but for the desk that a device keeps without network.
"""
BESIDES = {
    DeviceKind.KIOSK: ("thoughts/", _("what people thought of a session: three faces")),
    DeviceKind.DISPLAY: ("hall/", _("what comes next, for the hall: sessions, rooms, places")),
}
"""What the same key opens below that address, for a screen that is there for this instead."""
