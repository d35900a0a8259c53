"""Second factors: codes of an application, passkeys, recovery codes; allauth does the reckoning.

Its pages are not used: ours have a door, a transaction and words of their own. What allauth keeps
is sealed with our key before it reaches a table.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any, cast

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from parvis.accounts.enums import Means
from parvis.kernel.secrets import seal, unseal

Kind = Authenticator.Type
PROOFS = (Kind.TOTP, Kind.WEBAUTHN)
A_CODE_LIVES = 90  # seconds: its own half minute, and one either way


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of us: secrets are sealed, and the name on the phone is ours."""

    def encrypt(self, text: str) -> str:
        """Before it is written."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """When it is read."""
        return unseal(encrypted_text)


@dataclass(frozen=True)
class Enrolment:
    """What an application needs to be told: the secret to type, and its picture to scan."""

    secret: str
    picture: SafeString


def held(user: Any) -> QuerySet[Authenticator]:
    """Applications and passkeys of this person, oldest first."""
    rows = Authenticator.objects.filter(user=user, type__in=PROOFS)
    return cast("QuerySet[Authenticator]", rows.order_by("pk"))


def has(user: Any) -> bool:
    """Whether a password alone no longer lets this person in."""
    return held(user).exists()


def has_passkey(user: Any) -> bool:
    """Whether one of them is a passkey."""
    return held(user).filter(type=Kind.WEBAUTHN).exists()


def has_application(user: Any) -> bool:
    """Whether one of them is an application; there is at most one."""
    return held(user).filter(type=Kind.TOTP).exists()


def codes_left(user: Any) -> int:
    """How many recovery codes are unused."""
    kept = Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).first()
    return 0 if kept is None else len(kept.wrap().get_unused_codes())


def application(user: Any, *, anew: bool) -> Enrolment:
    """The secret offered to an application; it waits in the session until a code proves it."""
    secret = totp.get_totp_secret(regenerate=anew)
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    # Ours, drawn from our own secret: the XML line before it has no place in a page.
    drawn = mark_safe(picture[picture.index("<svg") :])  # noqa: S308
    return Enrolment(" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), drawn)


def keep_application(user: Any, code: str) -> bool:
    """Keep the application whose secret waits in the session, if its code is right."""
    secret = totp.get_totp_secret()
    if has_application(user) or not totp.validate_totp_code(secret, code):
        return False
    _used_once(totp.TOTP.activate(user, secret).instance, code)
    return True


def offer_passkey(user: Any) -> dict[str, Any]:
    """What the browser needs to make a passkey; the challenge waits in the session."""
    return cast("dict[str, Any]", webauthn.begin_registration(user, passwordless=False))


def keep_passkey(user: Any, name: str, credential: str) -> bool:
    """Keep the passkey the browser made, if it answers our challenge."""
    form = AddWebAuthnForm({"name": name, "credential": credential}, user=user)
    if not form.is_valid():
        return False
    said = form.cleaned_data
    webauthn.WebAuthn.add(user, said["name"], said["credential"])
    return True


def ask_passkey(user: Any) -> dict[str, Any]:
    """What the browser needs to prove a passkey; the challenge waits in the session."""
    return cast("dict[str, Any]", webauthn.begin_authentication(user))


def proven_by_passkey(user: Any, credential: str) -> bool:
    """Whether the browser's answer comes from one of this person's passkeys."""
    form = AuthenticateWebAuthnForm({"credential": credential}, user=user)
    if not form.is_valid():
        return False
    form.cleaned_data["credential"].record_usage()
    return True


def proven_by_code(user: Any, code: str) -> Means | None:
    """By which means a code proves this person: the application, a recovery code, or none.

    A code works once: the row is locked and remembers it, whatever process answers.
    """
    rows = Authenticator.objects.select_for_update().filter(user=user)
    for kept in rows.exclude(type=Kind.WEBAUTHN).order_by("-type"):
        if kept.type == Kind.RECOVERY_CODES:
            if kept.wrap().validate_code(code):
                return Means.RECOVERY
        elif totp.validate_totp_code(unseal(kept.data["secret"]), code) and _used_once(kept, code):
            return Means.APPLICATION
    return None


def _used_once(kept: Authenticator, code: str) -> bool:
    """Remember a code of the application; say whether it was new."""
    now = int(time.time())
    digest = hashlib.sha256("".join(code.split()).encode()).hexdigest()
    used = {d: at for d, at in kept.data.get("used", {}).items() if at > now - A_CODE_LIVES}
    if digest in used:
        return False
    kept.data["used"] = used | {digest: now}
    kept.record_usage()
    kept.save(update_fields=["data"])
    return True


def new_codes(user: Any) -> list[str]:
    """Ten new recovery codes; the old ones are void."""
    Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
    return cast("list[str]", RecoveryCodes.activate(user).generate_codes())


def remove(factor: Authenticator) -> None:
    """Forget a factor; with the last one go the recovery codes."""
    user = factor.user
    factor.delete()
    if not has(user):
        Authenticator.objects.filter(user=user).delete()
