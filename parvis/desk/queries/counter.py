"""What the front desk shows: what one may come for, who waits, what was just recorded."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from parvis.centres.enums import SIGNS, SiteKind
from parvis.centres.models import Pole, Site
from parvis.centres.queries.opening import today
from parvis.desk.sentences import CODES
from parvis.devices.models import Device, Summons
from parvis.devices.queries import asking_help, summonses
from parvis.journal.models import Receipt
from parvis.kernel.words import spoken
from parvis.ui.signs import SHAPES
from parvis.visits.actions.records import PURPOSE
from parvis.visits.enums import (
    BANDS,
    RECORDS_TO_UNDO,
    UNSAID,
    AgeBand,
    Band,
    Basis,
    Channel,
    Education,
    FirstVisit,
    Gender,
    Known,
    Moment,
    Regime,
    ServiceKind,
    Situation,
    Territory,
    TicketState,
)
from parvis.visits.models import Ticket, Visit
from parvis.visits.queries import (
    AtDesk,
    Wait,
    asking,
    asks_next,
    at_desks,
    bands,
    day_of,
    last_records,
    letters,
    poles_at,
    scope_of,
    set_aside,
    settings_of,
    totals,
    waiting,
)

LATE = 20
"""Minutes of waiting after which the desk is told, by a mark and a word."""
UNQUEUED = (
    ServiceKind.OPEN_ACCESS,
    ServiceKind.COMPUTER,
    ServiceKind.HEADSET,
    ServiceKind.WORKSHOP,
    ServiceKind.EVENT,
    ServiceKind.SENT_ON,
)
"""What somebody may come for without a ticket, beside information."""
LINES = (Channel.ON_SITE, Channel.PHONE, Channel.MAIL)
"""The channels always in sight; the others are one tap further."""
TONGUES = (*CODES, "es", "pt", "de", "it", "tr", "uk", "fa")
"""Languages a visitor may be asked about, in one tap."""
ANSWERS: Mapping[str, list[tuple[str, Any]]] = {
    Band.AGE: AgeBand.choices,
    Band.GENDER: Gender.choices,
    Band.SITUATION: Situation.choices,
    Band.EDUCATION: Education.choices,
    Band.TERRITORY: Territory.choices,
    Band.FIRST_VISIT: FirstVisit.choices,
    Band.KNOWN: Known.choices,
}


@dataclass(frozen=True)
class Tap:
    """One tile: one tap on it is one visit."""

    value: str
    """What is sent: «pole-3», or the code of a service."""
    keys: str
    letter: str
    need: str
    name: str
    tongue: str
    wait: str


@dataclass(frozen=True)
class Waiting:
    """One who waits, as the desk sees it: a sign, a need, minutes; no name, no reason."""

    ticket: Ticket
    minutes: int
    others: tuple[Pole, ...]
    """Where they may be sent on to."""

    @property
    def is_late(self) -> bool:
        """Waits longer than one should."""
        return self.minutes > LATE

    @property
    def tongue(self) -> str:
        """The language wished, in words; nothing for one of the house or not said."""
        return _tongue(self.ticket.language)


@dataclass(frozen=True)
class Desk:
    """One desk with somebody: called, or in an interview, since when."""

    at: AtDesk
    minutes: int

    @property
    def is_called(self) -> bool:
        """Called and not come yet."""
        return self.at.state == TicketState.CALLED

    @property
    def may_recall(self) -> bool:
        """Called once only."""
        return self.is_called and self.at.ticket.calls < 2


@dataclass(frozen=True)
class Record:
    """One visit of today that can still be undone, with its key."""

    key: uuid.UUID
    visit: Visit
    ticket: Ticket | None

    @property
    def said(self) -> str:
        """What it was for, in words."""
        services = self.visit.services.all()
        return ", ".join(
            spoken(one.pole.name)[0] if one.pole is not None else one.get_kind_display()
            for one in services
        )


@dataclass(frozen=True)
class Question:
    """One band that this visit is asked about, with what was answered."""

    band: str
    label: str
    choices: tuple[tuple[str, str], ...]
    answer: str | None

    @property
    def answered(self) -> str:
        """The answer in words."""
        return dict(self.choices).get(self.answer or "", "")


@dataclass(frozen=True)
class Front:
    """All that moves on the front desk."""

    taps: tuple[Tap, ...]
    waiting: tuple[Waiting, ...]
    desks: tuple[Desk, ...]
    aside: tuple[Waiting, ...]
    helps: tuple[Device, ...]
    summonses: tuple[Summons, ...]
    """Desks whose counsellor asks for reception."""
    visits: int
    people: int
    is_closed: bool


def kept_desk(session: Mapping[str, Any], site: Site) -> int:
    """The desk to which this browser last called; the first where it never did."""
    kept = session.get("desks", {})
    return int(kept.get(str(site.pk), 1))


def front(site: Site, at: datetime.datetime) -> Front:
    """The desk at this moment; the same number of queries whoever waits."""
    poles = poles_at(site)
    queue = waiting(site)
    ahead = Counter(ticket.pole_id for ticket in queue)
    waits = bands(site, [pole.pk for pole in poles], at)
    given = letters(poles)
    day = day_of(site, today(site))
    so_far = totals(site, today(site))
    taps = sorted(
        (_tap(pole, given[pole.pk], waits[pole.pk], ahead[pole.pk]) for pole in poles),
        key=lambda tap: tap.letter or "~",
    )
    information = Tap(
        value=str(ServiceKind.INFORMATION),
        keys="i",
        letter="I",
        need="i",
        name=_("Quick information"),
        tongue="",
        wait=_("counted, no ticket"),
    )
    numbered = [
        Tap(**{**vars(tap), "keys": f"{tap.keys} {number}".strip()})
        for number, tap in enumerate([*taps, information], 1)
    ]
    return Front(
        taps=tuple(numbered),
        waiting=tuple(waiting_at(ticket, at, poles) for ticket in queue),
        desks=tuple(
            Desk(one, minutes_since(one.ticket.started_at or one.ticket.last_called_at, at))
            for one in at_desks(site)
        ),
        aside=tuple(waiting_at(ticket, at, poles) for ticket in set_aside(site)),
        helps=tuple(asking_help(site)),
        summonses=tuple(summonses(site)),
        visits=so_far.visits,
        people=so_far.people,
        is_closed=day is not None and not day.is_open,
    )


def waited(wait: Wait, ahead: int) -> str:
    """«2 waiting · about 15 min», for staff."""
    if not ahead and wait.basis is Basis.NONE:
        return _("free now")
    line = ngettext("%(n)d waiting", "%(n)d waiting", ahead) % {"n": ahead}
    if wait.minutes is not None:
        return f"{line} · " + _("%(minutes)d min") % {"minutes": wait.minutes}
    if wait.is_long:
        return f"{line} · " + _("over %(minutes)d min") % {"minutes": BANDS[-1]}
    return line


def channels(site: Site) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The channels always in sight, the one it falls back to first, and the others."""
    first = Channel.MOBILE if site.kind == SiteKind.MOBILE else Channel.ON_SITE
    seen = [first, *(one for one in LINES if one not in (first, Channel.ON_SITE))]
    named = {one: str(one.label) for one in Channel}
    return (
        [(one.value, named[one]) for one in seen],
        [(one.value, named[one]) for one in Channel if one not in seen],
    )


def last_of(site: Site) -> list[Record]:
    """The last records of today that can be undone, the latest first; four queries."""
    rows = last_records(site, RECORDS_TO_UNDO)
    keys = dict(
        Receipt.objects.filter(
            purpose=PURPOSE,
            scope=scope_of(site),
            day=today(site),
            row__in=[visit.pk for visit in rows],
        ).values_list("row", "key")
    )
    return [Record(keys[visit.pk], visit, _ticket_of(visit)) for visit in rows if visit.pk in keys]


def record_of(site: Site, key: uuid.UUID) -> Record | None:
    """The record of this key, at this site, while its day is open; None for any other."""
    known = Receipt.objects.filter(key=key, purpose=PURPOSE, scope=scope_of(site)).first()
    if known is None or known.row is None:
        return None
    rows = Visit.objects.filter(pk=known.row, day__site=site).select_related("day")
    visit = rows.prefetch_related("services__pole", "tickets__pole").first()
    return None if visit is None else Record(key, visit, _ticket_of(visit))


def questions(site: Site, visit: Visit) -> list[Question]:
    """What this visit is asked: as the settings of the site say, of everybody or of some."""
    asked = asking(site, visit.day.date)
    if not asked.bands:
        return []
    if settings_of(site).regime == Regime.ONE_IN:
        earlier = Q(at__lt=visit.at) | Q(at=visit.at, pk__lt=visit.pk)
        if Visit.objects.filter(earlier, day=visit.day_id).count() % asked.weight:
            return []
    return [_question(band, getattr(visit, band.value)) for band in Band if band in asked.bands]


def asked_first(site: Site) -> list[Question]:
    """What the next visitor is asked before the touch; nothing where it is asked after it."""
    if settings_of(site).moment != Moment.WITH:
        return []
    bands = asks_next(site)
    return [_question(band, None) for band in Band if band in bands]


def _question(band: Band, answer: str | None) -> Question:
    return Question(band.value, str(band.label), tuple(choices_of(band)), answer)


def languages() -> list[tuple[str, str]]:
    """Languages a visitor may wish, with their names."""
    return [(code, capfirst(_tongue(code))) for code in TONGUES]


def choices_of(band: Band) -> Iterable[tuple[str, str]]:
    """What may be answered to the question of a band, in words; to say nothing among it."""
    if band != Band.LANGUAGE:
        return [(value, str(label)) for value, label in ANSWERS[band]]
    return [*languages(), (UNSAID, _("does not want to say"))]


def _tongue(code: str) -> str:
    if not code or code == UNSAID:
        return ""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _tap(pole: Pole, letter: str, wait: Wait, ahead: int) -> Tap:
    name, tongue = spoken(pole.name)
    sign = SIGNS.get(pole.need, "").lower()
    return Tap(
        value=f"pole-{pole.pk}",
        keys=letter.lower(),
        letter=letter,
        need=sign if sign in SHAPES else "i",
        name=name,
        tongue=tongue,
        wait=waited(wait, ahead),
    )


def waiting_at(ticket: Ticket, at: datetime.datetime, poles: Iterable[Pole]) -> Waiting:
    """One who waits, how long, and where they may be sent on to."""
    others = tuple(pole for pole in poles if pole.pk != ticket.pole_id)
    return Waiting(ticket, minutes_since(ticket.place, at), others)


def minutes_since(since: datetime.datetime | None, at: datetime.datetime) -> int:
    """Whole minutes from one moment to another, none where the first is not known."""
    return 0 if since is None else max(0, int((at - since).total_seconds() // 60))


def _ticket_of(visit: Visit) -> Ticket | None:
    """The ticket of a visit, as it stands now."""
    live = [one for one in visit.tickets.all() if one.state != TicketState.SENT]
    return min(live, key=lambda one: one.taken_at, default=None)
