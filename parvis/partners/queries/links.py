"""Signed links: a partner answers and reads its calendar without an account.

A link names a contact and its serial, nothing of any session: what it shows is read when it is
opened, so that a link is never older than the plan.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.partners.errors import LinkOver, LinkUnknown
from parvis.partners.models import DutyContact

ANSWER, CALENDAR = "parvis.partners.answer", "parvis.partners.calendar"
LINK_FOR = datetime.timedelta(days=45)
"""How long a link to answer holds; a calendar holds until it is revoked."""


def answer_link(contact: DutyContact) -> str:
    """The whole address where this contact answers for its partner, in its language."""
    key = signing.dumps([contact.pk, contact.serial], salt=ANSWER)
    with override(contact.language):
        return settings.BASE_URL.rstrip("/") + reverse("duty:answers", args=[key])


def calendar_link(contact: DutyContact) -> str:
    """The whole address of the calendar (iCalendar) of its partner's duty in that centre."""
    key = signing.Signer(salt=CALENDAR).sign_object([contact.pk, contact.serial])
    return settings.BASE_URL.rstrip("/") + reverse("duty-calendar", args=[key])


def who_answers(key: str) -> DutyContact:
    """The contact of a link to answer. Raises LinkUnknown, and LinkOver once it is out of date."""
    try:
        held = signing.loads(key, salt=ANSWER, max_age=LINK_FOR)
    except signing.SignatureExpired:
        contact = _contact(signing.loads(key, salt=ANSWER))
        raise LinkOver(_("This link has expired."), contact) from None
    except signing.BadSignature:
        raise _unknown() from None
    return _contact(held)


def whose_calendar(key: str) -> DutyContact:
    """The contact of a calendar. Raises LinkUnknown."""
    try:
        held = signing.Signer(salt=CALENDAR).unsign_object(key)
    except signing.BadSignature:
        raise _unknown() from None
    return _contact(held)


def _contact(held: tuple[int, int]) -> DutyContact:
    pk, serial = held
    found = DutyContact.objects.filter(pk=pk, serial=serial).select_related("centre", "partner")
    contact = found.first()
    if contact is None:
        raise _unknown()
    return contact


def _unknown() -> LinkUnknown:
    return LinkUnknown(
        _("This link is not valid: it is incomplete, or a newer one has taken its place.")
    )
