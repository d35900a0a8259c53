"""What is done with devices: a key is given once and taken back, numbers are kept for it."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Pole, Site
from parvis.devices.errors import NameTaken, Revoked
from parvis.devices.models import Block, Device, LifeSign
from parvis.kernel.history import action

SEEN_EVERY = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Issued:
    """A device and its key, which is shown once: only its digest is kept."""

    device: Device
    key: str


@action
def issue(*, site: Site, kind: str, name: str, by: Actor) -> Issued:
    """Give a key to a screen or tablet of a site. Raises NameTaken."""
    name = " ".join(name.split())
    if Device.objects.filter(site=site, name=name, revoked_at__isnull=True).exists():
        raise NameTaken(_("Another device of this site has this name."))
    key = secrets.token_urlsafe(32)
    device = Device.objects.create(
        site=site, kind=kind, name=name, digest=Device.digest_of(key), issued_at=timezone.now()
    )
    return Issued(device, key)


@action
def renew(*, device: Device, by: Actor) -> Issued:
    """Give a device another key: the one it had opens nothing any more."""
    key = secrets.token_urlsafe(32)
    device.digest, device.issued_at, device.revoked_at = Device.digest_of(key), timezone.now(), None
    device.save(update_fields=["digest", "issued_at", "revoked_at"])
    return Issued(device, key)


@action
def revoke(*, device: Device, by: Actor) -> None:
    """Take a key back: a lost tablet sends nothing more; asked twice, it is done once."""
    Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    device.refresh_from_db(fields=["revoked_at"])


@action
def seen(*, device: Device, device_clock: datetime.datetime | None = None, by: Actor) -> None:
    """Keep that a device was heard of, and how far its clock is; once a minute is enough."""
    now = timezone.now()
    ahead = None if device_clock is None else round((device_clock - now).total_seconds())
    known = LifeSign.objects.filter(device=device).first()
    if known is not None and device_clock is None and now - known.seen_at < SEEN_EVERY:
        return
    values = {"seen_at": now} if ahead is None else {"seen_at": now, "clock_ahead": ahead}
    LifeSign.objects.update_or_create(device=device, defaults=values)


@action
def keep_block(
    *, device: Device, day: datetime.date, pole: Pole, letter: str, first: int, last: int, by: Actor
) -> Block:
    """Keep the numbers from first to last of a pole for one device that day. Raises Revoked."""
    if device.is_revoked:
        raise Revoked(_("The key of this device was taken back."))
    return Block.objects.create(
        device=device, day=day, pole=pole, letter=letter, first=first, last=last
    )


@action
def forget_blocks(*, before: datetime.date, by: Actor) -> int:
    """Forget the numbers kept on days that are over; how many blocks there were."""
    return Block.objects.filter(day__lt=before).delete()[0]
