"""What is done with devices: a key is given once and taken back, numbers are kept for it."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.centres.models import Pole, Site
from parvis.devices.errors import NameTaken, Revoked
from parvis.devices.models import Block, Device, LifeSign, Pairing, Summons
from parvis.devices.queries import topic
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep
from parvis.kernel.live import announce

SEEN_EVERY = datetime.timedelta(minutes=1)
FARTHEST = 2**31 - 1
"""Seconds: as much as is kept of how far a clock is off."""
PAIRED_WITHIN = datetime.timedelta(minutes=15)
DIGITS = 8
WRONG_AT_MOST = 10
"""Wrong codes typed at a site while one is good; then it is good no more."""


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
def enter(
    *,
    site: Site,
    kind: str,
    name: str,
    was: Device | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[Device]:
    """Enter a screen or tablet, or give it another name; its key comes when it is paired."""
    name = " ".join(name.split())
    values: dict[str, object] = {"name": name, "kind": kind}
    if was is None:  # a key that nobody holds: nothing opens with it
        values["digest"] = Device.digest_of(secrets.token_urlsafe(32))
        values["issued_at"] = timezone.now()
    where = {"site": site, "name": name, "revoked_at": None}
    return keep(Device, where=where, values=values, was=was, seen=seen)


@action
def offer(*, device: Device, by: Actor) -> str:
    """Draw the code that a screen is paired with; the one before it is void.

    Digits only, for they are typed on a wall or with gloves; good once, for a quarter of an hour.
    """
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    values = {"digest": _digest(device.site_id, code), "tries": 0}
    Pairing.objects.update_or_create(
        device=device, defaults=values | {"until": timezone.now() + PAIRED_WITHIN}
    )
    return code


def _digest(site: int, code: str) -> str:
    return Device.digest_of(f"{site}/{code}")


@action
def pair(*, site: Site, kind: str, code: str, by: Actor) -> Issued | None:
    """Give the screen at which this code was typed its key; None for a code that is not good.

    A wrong code counts against every code that is good at this site: guessing ends them. Not a
    refusal, for what is raised takes that count back with it.
    """
    good = Pairing.objects.select_for_update(of=("self",)).filter(
        device__site=site,
        until__gt=timezone.now(),
        tries__lt=WRONG_AT_MOST,
    )
    typed = _digest(site.pk, "".join(filter(str.isdigit, code)))
    held = list(good.select_related("device__site__centre").order_by("pk"))
    found = next((p for p in held if p.digest == typed and p.device.kind == kind), None)
    if found is None:
        Pairing.objects.filter(pk__in=[p.pk for p in held]).update(tries=F("tries") + 1)
        return None
    device = found.device
    found.delete()
    return renew(device=device, by=by)


@action
def ask_help(*, device: Device, by: Actor) -> None:
    """Somebody before this screen asks for a person; asked twice, it is since the first time."""
    now = timezone.now()
    LifeSign.objects.get_or_create(device=device, defaults={"seen_at": now})
    LifeSign.objects.filter(device=device, help_at__isnull=True).update(help_at=now)
    announce(topic(device.site))


@action
def answer_help(*, device: Device, by: Actor) -> None:
    """Somebody of the staff goes there."""
    LifeSign.objects.filter(device=device).update(help_at=None)
    announce(topic(device.site))


@action
def summon(*, site: Site, desk: int, by: Actor) -> None:
    """Somebody of reception is asked to come to a desk; asked twice, it is since the first time."""
    Summons.objects.get_or_create(site=site, desk=desk, defaults={"at": timezone.now()})
    announce(topic(site))


@action
def answer_summons(*, site: Site, desk: int, by: Actor) -> None:
    """Somebody goes there, or is not needed any more."""
    Summons.objects.filter(site=site, desk=desk).delete()
    announce(topic(site))


@action
def forget_summonses(*, before: datetime.datetime, by: Actor) -> int:
    """Forget what nobody answered before this moment; how many there were."""
    return Summons.objects.filter(at__lt=before).delete()[0]


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
    ahead = None
    if device_clock is not None:  # one that says the year 2200 is only known to be far ahead
        off = round((device_clock - now).total_seconds())
        ahead = max(-FARTHEST, min(FARTHEST, off))
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
