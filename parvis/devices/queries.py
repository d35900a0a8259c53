"""Which device holds a key, and which devices a person keeps."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from parvis.accounts.queries import scoped
from parvis.accounts.roles import Act
from parvis.centres.models import Centre, Pole, Site
from parvis.devices.models import Block, Device, Summons
from parvis.kernel.rows import columns_of, from_row

HELD_BY = """
SELECT {wanted} FROM devices_device AS device
JOIN centres_site AS site ON site.id = device.site_id
JOIN centres_centre AS centre ON centre.id = site.centre_id
WHERE device.digest = %s
"""


def devices(user: Any) -> QuerySet[Device]:
    """The devices this person keeps, those taken back too."""
    return scoped(Device.objects.select_related("site__centre", "life"), user, Act.WRITE)


def device_of(key: str) -> Device | None:
    """The device that holds this key, taken back or not; None when no device ever did."""
    if not key:
        return None
    with connection.cursor() as cursor:  # asked by every screen, for every part of every page
        cursor.execute(_held_by(), [Device.digest_of(key)])
        row = cursor.fetchone()
    if row is None:
        return None
    of_device, of_site = len(columns_of(Device)), len(columns_of(Site))
    device = from_row(Device, row[:of_device])
    device.site = from_row(Site, row[of_device : of_device + of_site])
    device.site.centre = from_row(Centre, row[of_device + of_site :])
    return device


@functools.cache
def _held_by() -> str:
    wanted = (
        f"{name}.{column}"
        for name, model in (("device", Device), ("site", Site), ("centre", Centre))
        for column in columns_of(model)
    )
    return HELD_BY.format(wanted=", ".join(wanted))


def topic(site: Site) -> str:
    """What is announced when something is asked at the devices of a site."""
    return f"site/{site.pk}/devices"


def asking_help(site: Site) -> list[Device]:
    """The screens before which somebody asks for a person, the longest first."""
    rows = Device.objects.filter(site=site, revoked_at__isnull=True, life__help_at__isnull=False)
    return list(rows.select_related("life").order_by("life__help_at"))


def summonses(site: Site) -> list[Summons]:
    """The desks at which somebody of reception is asked for, the longest first."""
    return list(Summons.objects.filter(site=site).order_by("at", "pk"))


def is_summoned(site: Site, desk: int) -> bool:
    """Whether somebody of reception is asked for at this desk."""
    return Summons.objects.filter(site=site, desk=desk).exists()


def blocks_of(device: Device, day: datetime.date) -> list[Block]:
    """The numbers kept for a device on a day."""
    return list(Block.objects.filter(device=device, day=day).select_related("pole"))


def blocks_on(device: Device, days: Collection[datetime.date]) -> list[Block]:
    """The numbers kept for a device on several days."""
    return list(Block.objects.filter(device=device, day__in=days))


def blocks_at(site: Site, day: datetime.date, pole: Pole) -> list[Block]:
    """The numbers of one pole kept on a day for devices of one site that hold their key still."""
    rows = Block.objects.filter(device__site=site, day=day, pole=pole)
    return list(rows.filter(device__revoked_at__isnull=True))
