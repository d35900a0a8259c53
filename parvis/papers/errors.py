"""Why a paper cannot be made."""

from __future__ import annotations

from parvis.kernel.errors import ParvisError


class MissingAlternative(ParvisError):
    """A picture has no text for those who do not see it; such a paper is never made."""


class NotPrintable(ParvisError):
    """Typst refused the paper, or did not finish in the time and memory it is given."""


class TooLarge(ParvisError):
    """A list has more rows than a spreadsheet holds."""
