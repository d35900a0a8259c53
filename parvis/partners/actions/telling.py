"""Who is asked for duty, and what is sent: requests, what is called off, links, gaps."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.accounts.roles import ROLES, Act, Thing
from parvis.centres.models import Centre, Post
from parvis.kernel.history import action
from parvis.kernel.keeping import Kept, keep, let_go
from parvis.mailing.models import Message
from parvis.partners import notices
from parvis.partners.enums import Absence, DutyState
from parvis.partners.errors import NotAnExample
from parvis.partners.models import DutyContact, DutySession, Partner
from parvis.partners.queries.duty import (
    ASKED_AHEAD,
    WARNED,
    awaiting,
    candidates,
    contacts_of,
    gaps_of,
    sessions,
)

GRACE = datetime.timedelta(minutes=10)
"""What was just planned waits so long before anybody is written to: it can still be undone."""
SOON = datetime.timedelta(days=2)
"""What begins within this does not wait."""
AGAIN = datetime.timedelta(minutes=10)
"""The least time between two new links to one contact."""


@action
def record_contact(
    *,
    centre: Centre,
    partner: Partner,
    name: str,
    email: str,
    language: str = "fr",
    was: DutyContact | None = None,
    seen: str | None = None,
    by: Actor,
) -> Kept[DutyContact]:
    """Record who is asked at a partner for its duty in a centre.

    Raises NotAnExample for an address that somebody could have, in the example network.
    """
    email = email.strip()
    if centre.simulated and not Message(to=email).is_example:
        raise NotAnExample(
            _("In the example network only addresses kept for examples are written: @example.org.")
        )
    return keep(
        DutyContact,
        where={"centre": centre, "partner": partner, "email": email},
        values={"name": name, "language": language, "simulated": centre.simulated},
        was=was,
        seen=seen,
    )


@action
def remove_contact(*, row: DutyContact, seen: str, by: Actor) -> None:
    """Remove a contact: its links and its calendar answer no more."""
    let_go(row, seen=seen)


@action
def revoke_links(*, contact: DutyContact, by: Actor) -> DutyContact:
    """Make every link and calendar of this contact invalid; new ones come with the next message."""
    held = DutyContact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
    held.serial += 1
    held.save(update_fields=["serial"])
    return held


@action
def send_link(*, contact: DutyContact, by: Actor) -> bool:
    """Send a new link to the recorded address; False when one was sent a moment ago."""
    held = DutyContact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
    now = timezone.now()
    if held.sent_at is not None and now - held.sent_at < AGAIN:
        return False
    held.sent_at = now
    held.save(update_fields=["sent_at"])
    notices.linked(held, by)
    return True


@action
def ask(*, by: Actor) -> int:
    """Write to partners about what they were not told yet; how many messages were written.

    Sessions to confirm in the weeks ahead, one message a contact; sessions they were asked for
    and that the centre called off. What was planned a moment ago waits: it can still be undone.
    """
    now = timezone.now()
    settled = Q(changed_at__lte=now - GRACE) | Q(day__lte=(now + SOON).date())
    until = (now + ASKED_AHEAD).date()
    rows = (
        sessions()
        .filter(settled, partner__isnull=False, day__range=(now.date(), until))
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
    )
    new = list(rows.filter(state=DutyState.PLANNED, asked_at__isnull=True))
    off = list(
        rows.filter(
            state=DutyState.CANCELLED,
            asked_at__isnull=False,
            reason__in=[Absence.CLOSED, Absence.WITHDRAWN],
        )
    )
    contacts = contacts_of(_by_pair([*new, *off]))
    sent = 0
    for pair, here in _by_pair(new).items():
        for contact in contacts.get(pair, ()):
            open_ones = [row for row in awaiting(contact) if row.state == DutyState.PLANNED]
            notices.asked(contact, open_ones or here, by)
            sent += 1
        if pair in contacts:
            _mark(here, asked_at=now)
    for pair, here in _by_pair(off).items():
        for contact in contacts.get(pair, ()):
            notices.called_off(contact, here, by)
            sent += 1
        _mark(here, asked_at=None)
    return sent


@action
def signal_gaps(*, by: Actor) -> int:
    """Write to whoever runs a centre what nobody holds in the two weeks ahead; how many messages.

    Each gap is signalled once, with those who could hold it; one that opens again is signalled
    again.
    """
    now = timezone.now()
    settled = now - GRACE
    centres = (
        DutySession.objects.filter(state=DutyState.UNCOVERED, signalled_at__isnull=True)
        .order_by()
        .values_list("site__centre", flat=True)
        .distinct()
    )
    rows = [
        row
        for row in gaps_of(list(centres), (now + WARNED).date(), now)
        if row.signalled_at is None
        and (row.changed_at <= settled or row.day <= (now + SOON).date())
    ]
    able = candidates(rows)
    by_centre: dict[int, list[DutySession]] = defaultdict(list)
    for row in rows:
        by_centre[row.site.centre_id].append(row)
    sent = 0
    for here in by_centre.values():
        centre = here[0].site.centre
        for post in _who_runs(centre):
            notices.gaps_signalled(post.user, centre, here, able, by)
            sent += 1
        _mark(here, signalled_at=now)
    return sent


def _by_pair(rows: Iterable[DutySession]) -> dict[tuple[int, int], list[DutySession]]:
    pairs: dict[tuple[int, int], list[DutySession]] = defaultdict(list)
    for row in rows:
        pairs[row.site.centre_id, cast("int", row.partner_id)].append(row)
    return pairs


def _mark(rows: Iterable[DutySession], **when: datetime.datetime | None) -> None:
    DutySession.objects.filter(pk__in=[row.pk for row in rows]).update(**when)


def _who_runs(centre: Centre) -> list[Post]:
    """Those of the centre who write its agreements: they can find somebody else."""
    roles = [role.code for role in ROLES.values() if (Thing.AGREEMENT, Act.WRITE) in role.rights]
    posts = Post.objects.filter(centre=centre, role__in=roles).in_force(timezone.localdate())
    one_each = {post.user_id: post for post in posts.select_related("user").order_by("pk")}
    return list(one_each.values())
