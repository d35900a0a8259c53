"""The one refusal of the embedded database."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class DatabaseUnavailable(ParvisError):
    """The database cannot be used; the message says in one sentence why, and what to do.

    It is read at a terminal by whoever runs parvis, so it may name a folder of that machine. It
    is never shown on a page.
    """
