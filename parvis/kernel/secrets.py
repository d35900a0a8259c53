"""What must be read again but never lie open in a table or a backup is sealed with a key of ours.

The key is PARVIS_SEALING_KEY, else a file made once beside the database; without it, what was
sealed is lost, which is what a stolen backup should find.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from parvis.kernel.errors import ParvisError


class Unreadable(ParvisError):
    """This was sealed with another key."""


def seal(text: str) -> str:
    """The text, readable with our key only."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed. Raises Unreadable when our key is not the one it was sealed with."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise Unreadable("This was sealed with another key (PARVIS_SEALING_KEY).") from error


def _box() -> Fernet:
    key = hashlib.sha256(settings.PARVIS_SEALING_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
