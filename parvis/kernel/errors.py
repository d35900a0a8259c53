"""The refusal that every other refusal inherits from."""

from __future__ import annotations


class ParvisError(Exception):
    """Something asked for cannot be done; the message is a sentence one can say aloud.

    The message is shown to the person as it is, so it is a whole sentence in their language
    and never holds a traceback, a path or a query.
    """
