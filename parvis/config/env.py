"""Typed readers of the environment; each names the variable that is wrong."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from parvis.kernel.errors import ParvisError


class BadSetting(ParvisError):
    """An environment variable holds something it cannot."""


def text(name: str, default: str = "") -> str:
    """The variable, or the default."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off; raises BadSetting otherwise."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value.casefold() in {"1", "true", "yes", "on"}:
        return True
    if value.casefold() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} is “{value}”: write 1 or 0.")


def whole(name: str, *, default: int) -> int:
    """A whole number, zero or more; raises BadSetting otherwise."""
    value = os.environ.get(name, "") or str(default)
    if not value.isdecimal():
        raise BadSetting(f"{name} is “{value}”: write a whole number.")
    return int(value)


def openid_connect() -> list[dict[str, object]]:
    """The organisation's own sign-in, when its three variables are set; otherwise none.

    PARVIS_OIDC_URL is its address, PARVIS_OIDC_CLIENT and PARVIS_OIDC_SECRET what it gave us,
    PARVIS_OIDC_NAME what the button says. Raises BadSetting when only some are set.
    """
    asked = ("PARVIS_OIDC_URL", "PARVIS_OIDC_CLIENT", "PARVIS_OIDC_SECRET")
    given = [os.environ.get(name, "") for name in asked]
    if not any(given):
        return []
    if missing := [name for name, value in zip(asked, given, strict=True) if not value]:
        raise BadSetting(f"{missing[0]} is missing: OpenID Connect needs {', '.join(asked)}.")
    url, client, secret_ = given
    return [
        {
            "provider_id": "organisation",
            "name": text("PARVIS_OIDC_NAME", "OpenID Connect"),
            "client_id": client,
            "secret": secret_,
            "settings": {"server_url": url, "oauth_pkce_enabled": True},
        }
    ]


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder() -> Path:
    """Where data, locks and secrets lie: PARVIS_VAR, else var/ in the checkout."""
    return Path(text("PARVIS_VAR", str(Path(__file__).resolve().parents[2] / "var")))


def signing_key() -> str:
    """What sessions and tickets are signed with: PARVIS_SECRET_KEY, else a file made once."""
    return secret("PARVIS_SECRET_KEY", folder() / "secret-key")


def secret(name: str, file: Path) -> str:
    """A secret from the environment, else from a file that is made once, readable by us alone."""
    if value := os.environ.get(name):
        return value
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(64)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Another process made it between our look and our try.
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(made + "\n")
    return made


@dataclass(frozen=True)
class MailServer:
    """Where outgoing mail is given."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


MAIL_SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail_server(name: str) -> MailServer | None:
    """smtp+starttls://user:password@host:587, smtps:// or smtp://; None when nothing is said.

    Raises BadSetting, without repeating what may be a password.
    """
    value = text(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise BadSetting(f"{name} cannot be read: {error}.") from error
    if parts.scheme not in MAIL_SCHEMES or not host:
        raise BadSetting(
            f"{name} cannot be read: write smtp+starttls://user:password@host:587, "
            "smtps://user:password@host:465 or smtp://host:25."
        )
    return MailServer(
        host=host,
        port=port or MAIL_SCHEMES[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
    )
