"""Who keeps devices."""

from __future__ import annotations

from typing import Any

from parvis.accounts.queries import can_somewhere, reached
from parvis.accounts.roles import Act, Thing
from parvis.centres.models import Site
from parvis.devices.models import Device
from parvis.devices.queries import devices


def may_keep_devices(user: Any) -> bool:
    """Reception officers and managers, in their own centres."""
    return can_somewhere(user, Act.WRITE, Thing.DEVICE)


def may_issue_at(user: Any, site: Site) -> bool:
    """Whoever keeps the devices of that site."""
    return reached(Site.objects.filter(pk=site.pk), user, Act.WRITE, Thing.DEVICE).exists()


def may_keep_device(user: Any, device: Device) -> bool:
    """Whoever keeps the devices of its site renews its key and takes it back."""
    return devices(user).filter(pk=device.pk).exists()
