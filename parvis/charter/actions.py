"""What is done with the Charter: a version is recorded, somebody accepts it."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.accounts.models import User
from parvis.charter import queries
from parvis.charter.errors import BadVersion, NotToBeAccepted
from parvis.charter.models import StaffAcceptance, Version
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep


@action
def record_version(
    *,
    code: str,
    title: str,
    adopted_on: datetime.date | None,
    language: str,
    text: str,
    simulated: bool = False,
    seen: str | None = None,
    by: Actor,
) -> Kept[Version]:
    """Record a version of the Charter; doing it twice changes nothing.

    Once somebody accepted a version its words are fixed: another text is another version.
    `seen` is the token of the row as its form showed it. Raises BadVersion, ChangedMeanwhile.
    """
    held = Version.objects.select_for_update().filter(code=code).first()
    fixed = held is not None and held.staff.exists()
    if held is not None and held.simulated != simulated:
        raise BadVersion(_("A version of the Charter is real or make-believe for good."))
    if held is not None and fixed and (held.text != text or held.adopted_on != adopted_on):
        raise BadVersion(
            _("Somebody accepted this version: its text is fixed. Record a new version.")
        )
    return keep(
        Version,
        where={"code": code},
        values={
            "title": title,
            "adopted_on": adopted_on,
            "language": language,
            "text": text,
            "simulated": simulated,
        },
        seen=seen,
    )


@action
def accept(*, user: User, version: Version, by: Actor) -> StaffAcceptance:
    """A member of staff accepts the version in force, once. Raises NotToBeAccepted."""
    held = StaffAcceptance.objects.filter(user=user, version=version).first()
    if held is not None:
        return held  # asked twice, answered once
    current = queries.in_force(simulated=user.is_demonstration)
    if current is None or current.pk != version.pk:
        raise NotToBeAccepted(
            _("Another version of the Charter is in force now: read that one, please.")
        )
    # Two screens may press at once: the second finds the row of the first.
    return StaffAcceptance.objects.get_or_create(user=user, version=version)[0]
