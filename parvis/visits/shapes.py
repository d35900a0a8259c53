"""What is asked of the room, in values: a profile, a service, a record, and what it became.

Everything that comes in is a code or a number; words have nowhere to stand.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.centres.models import Pole
from parvis.visits.enums import (
    LONGEST_GROUP,
    LONGEST_SHEET,
    AgeBand,
    Answer,
    Channel,
    Education,
    FirstVisit,
    Gender,
    Known,
    PracticalNeed,
    ServiceKind,
    Situation,
    Territory,
)
from parvis.visits.errors import NotAKey, NotCountable
from parvis.visits.models import LANGUAGE, Ticket, Visit

CODES: Mapping[str, Collection[str]] = {
    "age": frozenset(AgeBand.values),
    "gender": frozenset(Gender.values),
    "situation": frozenset(Situation.values),
    "education": frozenset(Education.values),
    "territory": frozenset(Territory.values),
    "first_visit": frozenset(FirstVisit.values),
    "known": frozenset(Known.values),
}
"""The codes of each band of a profile, but for the language, which has a shape."""
CHANNELS, SERVICES = frozenset(Channel.values), frozenset(ServiceKind.values)
NEEDS = frozenset(PracticalNeed.values)
FIRST_YEAR, LAST_YEAR = 1970, 2200
"""What a clock may say, however wrong: the difference of two such moments can be counted."""


@dataclass(frozen=True)
class Profile:
    """What a visitor agreed to say, in bands; None is «not asked», `unsaid` is an answer."""

    age: str | None = None
    gender: str | None = None
    situation: str | None = None
    education: str | None = None
    territory: str | None = None
    language: str | None = None
    first_visit: str | None = None
    known: str | None = None

    def of(self, bands: Collection[str]) -> Profile:
        """The same without the bands that a site does not ask: they are not kept."""
        return replace(self, **{name: None for name in ANSWERS if name not in bands})

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not any(self.said)

    @property
    def said(self) -> list[str | None]:
        """The answers in the order of the bands."""
        return [getattr(self, name) for name in ANSWERS]


ANSWERS = tuple(one.name for one in fields(Profile))
"""The names of the bands of a profile, in their order."""


@dataclass(frozen=True)
class Asked:
    """One thing a visit is for."""

    kind: str
    pole: Pole | None = None


@dataclass(frozen=True)
class Entry:
    """One visit as it was recorded, checked."""

    key: uuid.UUID
    channel: str = Channel.ON_SITE
    size: int = 1
    alike: int = 1
    services: tuple[Asked, ...] = ()
    profile: Profile = field(default_factory=Profile)
    queue: Pole | None = None
    """The pole whose queue is joined."""
    language: str = ""
    need: str = ""
    priority: bool = False

    @cached_property
    def digest(self) -> str:
        """The same for whatever says the same, whichever way it came, and at whatever moment."""
        said = [
            self.channel,
            self.size,
            self.alike,
            sorted((one.kind, one.pole.pk if one.pole else 0) for one in self.services),
            self.profile.said,
            self.queue.pk if self.queue else 0,
            [self.language, self.need, self.priority],
        ]
        written = json.dumps(said, sort_keys=True)
        return hashlib.blake2s(written.encode(), key=self.key.bytes, digest_size=16).hexdigest()


def digest_of(rows: Sequence[tuple[str, Entry]], key: uuid.UUID) -> str:
    """The same for a tally sheet that says the same."""
    written = json.dumps([[half_day, replace(entry, key=key).digest] for half_day, entry in rows])
    return hashlib.blake2s(written.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Recorded:
    """What a record became. A rehearsal keeps nothing."""

    state: Answer
    visit: Visit | None = None
    ticket: Ticket | None = None


@dataclass(frozen=True)
class Answered:
    """What became of one record of a batch; `said` is a sentence when it was refused."""

    key: str
    state: Answer
    said: str = ""
    sign: str = ""


def key_of(value: object) -> uuid.UUID:
    """A key as its sender wrote it. Raises NotAKey unless it is a random UUID (version 4).

    The other versions carry a time or an address, which would follow the visit.
    """
    try:
        key = value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))
    except ValueError:
        raise NotAKey(str(_("This record has no key of its own."))) from None
    if key.version != 4 or key.variant != uuid.RFC_4122:
        raise NotAKey(str(_("The key of a record is drawn at random; this one is not.")))
    return key


def checked(entry: Entry, poles: Mapping[int, Pole]) -> Entry:
    """The entry with its services each once, the queue among them. Raises NotCountable.

    `poles` are those of the site's centre.
    """
    _among(entry.channel, CHANNELS, _("This channel is not known."))
    if not _is_count(entry.size, LONGEST_GROUP):
        raise NotCountable(_("A group has from 1 to %(most)d people.") % {"most": LONGEST_GROUP})
    if not _is_count(entry.alike, LONGEST_SHEET):
        raise NotCountable(
            _("A line of a sheet counts from 1 to %(most)d visits.") % {"most": LONGEST_SHEET}
        )
    services = list(entry.services)
    if entry.queue is not None:
        services.append(Asked(ServiceKind.POLE, entry.queue))
    if not services:
        services.append(Asked(ServiceKind.INFORMATION))
    for one in services:
        _among(one.kind, SERVICES, _("This service is not known."))
        if one.kind == ServiceKind.POLE and one.pole is None:
            raise NotCountable(str(_("Say which pole the visitor waits for.")))
        if one.pole is not None and one.pole.pk not in poles:
            raise NotCountable(str(_("This pole is not one of this centre.")))
    if entry.language and not re.fullmatch(LANGUAGE, entry.language):
        raise NotCountable(str(_("This language is not known.")))
    if entry.need:
        _among(entry.need, NEEDS, _("This need is not known."))
    _check_profile(entry.profile)
    return replace(entry, services=tuple(dict.fromkeys(services)))


def _check_profile(profile: Profile) -> None:
    if profile.is_empty:
        return
    for band, codes in CODES.items():
        answer = getattr(profile, band)
        if answer is not None:
            _among(answer, codes, _("This answer is not one of the choices."))
    if profile.language is not None and not re.fullmatch(LANGUAGE, str(profile.language)):
        raise NotCountable(str(_("This language is not known.")))


def _among(value: object, codes: Collection[str], said: object) -> None:
    if not isinstance(value, str) or value not in codes:
        raise NotCountable(str(said))


def _is_count(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


@dataclass(frozen=True)
class Sent:
    """One record of a batch as its device wrote it, read and checked."""

    key: uuid.UUID
    kind: str
    at: datetime.datetime
    entry: Entry | None = None
    of: uuid.UUID | None = None
    serial: int | None = None
    state: str = ""
    desk: int | None = None


KINDS = ("visit", "undo", "profile", "move")


def read(sent: object, poles: Mapping[int, Pole]) -> Sent:
    """A record of a batch from what its device wrote: {"kind", "key", "at", …}.

    «visit» has channel, size, services as [[kind, pole], …], profile, and a ticket with pole,
    number, language, need, priority; «undo», «profile» and «move» have `of`, the key of the visit.
    Raises NotAKey, NotCountable.
    """
    if not isinstance(sent, Mapping):
        raise NotCountable(str(_("This record cannot be read.")))
    key, kind = key_of(sent.get("key")), sent.get("kind", "visit")
    _among(kind, KINDS, _("This kind of record is not known."))
    at = moment_of(sent.get("at"))
    if kind == "undo":
        return Sent(key, kind, at, of=key_of(sent.get("of")))
    if kind == "move":
        desk = sent.get("desk")
        return Sent(
            key,
            kind,
            at,
            of=key_of(sent.get("of")),
            state=str(sent.get("state", "")),
            desk=desk if _is_count(desk, 999) else None,
        )
    profile = _profile(sent.get("profile") or {})
    if kind == "profile":
        _check_profile(profile)
        return Sent(key, kind, at, of=key_of(sent.get("of")), entry=Entry(key, profile=profile))
    ticket = sent.get("ticket") or {}
    if not isinstance(ticket, Mapping):
        raise NotCountable(str(_("This record cannot be read.")))
    entry = Entry(
        key=key,
        channel=sent.get("channel", Channel.ON_SITE),
        size=sent.get("size", 1),
        alike=sent.get("alike", 1),
        services=_services(sent.get("services") or [], poles),
        profile=profile,
        queue=_pole(ticket.get("pole"), poles),
        language=_text(ticket.get("language")),
        need=_text(ticket.get("need")),
        priority=ticket.get("priority") is True,
    )
    serial = ticket.get("serial")
    return Sent(
        key,
        kind,
        at,
        entry=checked(entry, poles),
        serial=serial if _is_count(serial, 10_000) else None,
    )


def moment_of(value: object) -> datetime.datetime:
    """A moment as a device wrote it, whatever its clock says. Raises NotCountable."""
    try:
        at = datetime.datetime.fromisoformat(str(value))
    except ValueError:
        raise NotCountable(str(_("The moment of this record cannot be read."))) from None
    if at.tzinfo is None:
        raise NotCountable(str(_("The moment of this record has no time zone.")))
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise NotCountable(str(_("The moment of this record cannot be read.")))
    return at


def _profile(sent: object) -> Profile:
    if not isinstance(sent, Mapping) or not set(sent) <= set(ANSWERS):
        raise NotCountable(str(_("This profile cannot be read.")))
    return Profile(**sent)


def _services(sent: object, poles: Mapping[int, Pole]) -> tuple[Asked, ...]:
    if not isinstance(sent, Sequence) or isinstance(sent, str):
        raise NotCountable(str(_("This service is not known.")))
    found = []
    for one in sent:
        kind, pole = one if isinstance(one, Sequence) and len(one) == 2 else (one, None)
        found.append(Asked(kind, _pole(pole, poles)))
    return tuple(found)


def _pole(key: object, poles: Mapping[int, Pole]) -> Pole | None:
    if key is None:
        return None
    pole = poles.get(key) if isinstance(key, int) else None
    if pole is None:
        raise NotCountable(str(_("This pole is not one of this centre.")))
    return pole


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
