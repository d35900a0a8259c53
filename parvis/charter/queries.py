"""Which version is in force, who has accepted it, who has not yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from parvis.accounts.models import User
from parvis.charter.models import StaffAcceptance, Version


@dataclass(frozen=True)
class Standing:
    """Someone who works here, and the last version they accepted."""

    user: User
    acceptance: StaffAcceptance | None


def versions(user: Any) -> QuerySet[Version]:
    """Every version of the Charter: it is public."""
    return Version.objects.all()


def in_force(*, simulated: bool) -> Version | None:
    """The latest version of that world that has a text and is not for a day to come."""
    adopted = Q(adopted_on__isnull=True) | Q(adopted_on__lte=timezone.localdate())
    readable = Version.objects.exclude(text="").filter(adopted, simulated=simulated)
    return readable.order_by(F("adopted_on").desc(nulls_last=True), "-pk").first()


def awaited_from(user: User) -> Version | None:
    """The version this person has still to read and accept; None when there is none.

    Accounts of the demonstration work in the example network and accept its make-believe Charter,
    never the real one.
    """
    version = in_force(simulated=user.is_demonstration)
    if version is None or version.staff.filter(user=user).exists():
        return None
    return version


def staff_standing() -> list[Standing]:
    """Everybody who may sign in, with the last version they accepted; two queries."""
    last: dict[int, StaffAcceptance] = {}
    for acceptance in StaffAcceptance.objects.select_related("version").order_by("at"):
        last[acceptance.user_id] = acceptance
    people = User.objects.filter(is_active=True).order_by("name", "pk")
    return [Standing(person, last.get(person.pk)) for person in people]
