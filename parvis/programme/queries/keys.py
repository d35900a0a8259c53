"""Keys of private pages and signed links: what is in an address, never what is in a row."""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import uuid

from django.core import signing
from django.utils.translation import gettext as _

from parvis.partners.models import DutyContact
from parvis.programme.errors import LinkOver, LinkUnknown, PlaceUnknown
from parvis.programme.models import Stand

PROPOSE, STAND = "parvis.programme.propose", "parvis.programme.stand"
LINK_FOR = datetime.timedelta(days=180)
"""How long a partner may propose by one link; the centre sends another when it is over."""


def digest_of(key: uuid.UUID) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.bytes).digest()


def address_of(key: uuid.UUID) -> str:
    """A key as it stands in an address: 22 letters that nobody guesses."""
    return base64.urlsafe_b64encode(key.bytes).rstrip(b"=").decode("ascii")


def key_of(address: str) -> uuid.UUID:
    """The key of an address. Raises PlaceUnknown."""
    try:
        return uuid.UUID(bytes=base64.b64decode(address + "==", altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        raise PlaceUnknown(
            _("This link leads to no place: it is incomplete, or the session is over.")
        ) from None


def propose_key(contact: DutyContact) -> str:
    """What stands in the link by which a partner proposes sessions to a centre, unsigned-in.

    It names the contact and its serial: a centre that asks its contact for duty by a newer link
    takes this one back as well.
    """
    return signing.dumps([contact.pk, contact.serial], salt=PROPOSE)


def who_proposes(key: str) -> DutyContact:
    """The contact of a link to propose. Raises LinkUnknown, LinkOver."""
    try:
        pk, serial = signing.loads(key, salt=PROPOSE, max_age=LINK_FOR)
    except signing.SignatureExpired:
        raise LinkOver(_("This link has expired: ask the centre for another.")) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise _unknown() from None
    rows = DutyContact.objects.select_related("centre", "partner")
    contact = rows.filter(pk=pk, serial=serial).first()
    if contact is None:
        raise _unknown()
    return contact


def stand_key(stand: Stand) -> str:
    """What stands in the link by which whoever holds a stand keeps its facts and its tally."""
    return signing.Signer(salt=STAND).sign_object([stand.pk, stand.serial])


def whose_stand(key: str) -> Stand:
    """The stand of a link. Raises LinkUnknown."""
    try:
        pk, serial = signing.Signer(salt=STAND).unsign_object(key)
    except (signing.BadSignature, ValueError, TypeError):
        raise _unknown() from None
    rows = Stand.objects.select_related("session__entry__site", "session__entry__centre")
    stand = rows.filter(pk=pk, serial=serial).first()
    if stand is None:
        raise _unknown()
    return stand


def _unknown() -> LinkUnknown:
    return LinkUnknown(
        _("This link is not valid: it is incomplete, or a newer one has taken its place.")
    )
