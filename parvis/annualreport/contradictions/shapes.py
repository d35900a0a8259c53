"""What a rule yields: two sides that cannot both be so, and a likely cause."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from parvis.annualreport.contradictions.facts import SourceSeen
from parvis.annualreport.enums import ContradictionKind, Severity


@dataclass(frozen=True)
class Side:
    """One of the two values: as a reader sees it, and where it stands.

    `raw` is the value itself, the same in every language of the interface: it enters the key.
    No source at all means that the value was counted from dated facts.
    """

    raw: str
    printed: str
    where: tuple[SourceSeen, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Two values that cannot both be so, in the words of the active language.

    `codes` name what it is about and never change with the language; `language` is set when it
    concerns the report in that language only.
    """

    kind: ContradictionKind
    subject: str
    first: Side
    second: Side
    likely_cause: str
    codes: tuple[str, ...]
    severity: Severity = Severity.CONTRADICTION
    language: str = ""

    @property
    def key(self) -> str:
        """A fingerprint of the kind, what it is about and both values: 32 hexadecimal digits.

        Loading the same facts again gives the same key; a value that changes gives another, so
        that what was settled about the old value settles nothing about the new one.
        """
        said = [self.kind.value, *self.codes, self.language, self.first.raw, self.second.raw]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]

    @property
    def is_note(self) -> bool:
        """Worth knowing, but nothing that keeps a report from being published."""
        return self.severity == Severity.NOTE
