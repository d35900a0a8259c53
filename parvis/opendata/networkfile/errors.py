"""What is wrong with a network file, in sentences that say where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.kernel.errors import ParvisError

LISTED = 50
"""How many problems are told one by one; the others are only counted."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the line (None: the file as a whole), the field in words, the reason."""

    line: int | None
    field: str
    reason: str

    def __str__(self) -> str:
        where = [] if self.line is None else [_("line %(line)d") % {"line": self.line}]
        where += [self.field] if self.field else []
        return _("%(where)s: %(reason)s") % {
            "where": ", ".join(where) or _("the file"),
            "reason": self.reason,
        }


class BrokenFile(ParvisError):
    """A network file that cannot be loaded; nothing of it was written."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = sorted(problems, key=lambda problem: problem.line or 0)
        super().__init__(name, self.problems)

    def __str__(self) -> str:
        found = len(self.problems)
        head = ngettext(
            "%(name)s was not loaded, nothing was written: one problem.",
            "%(name)s was not loaded, nothing was written: %(found)d problems.",
            found,
        ) % {"name": self.name, "found": found}
        lines = [head, *(f"- {problem}" for problem in self.problems[:LISTED])]
        if found > LISTED:
            lines.append(_("… and %(more)d more") % {"more": found - LISTED})
        return "\n".join(lines)
