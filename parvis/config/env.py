"""Typed readers of the environment; each names the variable that is wrong."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

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


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


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
