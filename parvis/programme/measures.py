"""What the room counts, and how each count is made again from its rows.

`of_…` say what one row counts for; an act adds the difference between what a row counted for
before it and after it. A session counts where it is held: at its site, that of its stop, or else
the main site of its centre. One of the network alone has no site: its figures stay on its rows.
Visitors of events stand in a measure of their own, by how they were counted, never with visits.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.centres.enums import SiteKind
from parvis.centres.models import Site
from parvis.kernel.measures import Measure, register
from parvis.programme.enums import DONE, Counted
from parvis.programme.models import Feedback, Headcount, Seats, Session

Line = tuple[str, str, int]
"""A measure, a cell, how many."""
Place = tuple[int, datetime.date]
"""A site by its key, and a day."""

SESSIONS, PARTIES = "programme.sessions", "programme.places"
PARTICIPANTS, VISITORS = "programme.participants", "programme.event-visitors"
PUBLICS, FACES, ANSWERS = "programme.publics", "programme.faces", "programme.answers"
WANTED, STANDS = "programme.wanted", "programme.stands"


def site_of(session: Session) -> Site | None:
    """Where a session counts; None when it lies at no site."""
    entry = session.entry
    if entry.site is not None:
        return entry.site
    if entry.centre is None:
        return None
    return entry.centre.sites.filter(kind=SiteKind.MAIN).order_by("pk").first()


def of_session(session: Session) -> Iterator[Line]:
    """One session held, by kind and part; parts of a bigger one are not counted beside it."""
    if session.state in DONE and session.part_of_id is None:
        yield SESSIONS, f"{session.kind}/{session.part}", 1


def of_seats(session: Session, seats: Seats) -> Iterator[Line]:
    """What became of places, in people."""
    for word, n in (
        ("came", seats.came),
        ("walked-in", seats.walked_in),
        ("gave-back", seats.gave_back),
        ("absent", seats.absent),
        ("in-vain", seats.in_vain),
    ):
        yield PARTIES, f"{session.kind}/{word}", n
    yield WANTED, session.kind, seats.wanted


def of_headcount(session: Session, row: Headcount) -> Iterator[Line]:
    """People counted or estimated, which is said, and of which public."""
    measure = VISITORS if session.is_event else PARTICIPANTS
    yield measure, f"{session.kind}/{row.method}", row.n
    for public, n in row.shares.items():
        yield PUBLICS, f"{session.kind}/{public}", n


def of_presence(session: Session, seats: Iterable[Seats]) -> Iterator[Line]:
    """Who was ticked at the door, for a session of which nobody counted heads."""
    measure = VISITORS if session.is_event else PARTICIPANTS
    yield measure, f"{session.kind}/{Counted.COUNTED}", sum(one.present for one in seats)


def of_feedback(row: Feedback) -> Iterator[Line]:
    """A face, and an answer when there is one."""
    yield FACES, f"{row.face}/{row.medium}", row.alike
    if row.answer:
        yield ANSWERS, f"{row.question}/{row.answer}", row.alike


def lines_of(
    session: Session,
    seats: Sequence[Seats],
    headcounts: Sequence[Headcount],
    feedback: Iterable[Feedback],
) -> Counter[tuple[datetime.date, str, str]]:
    """All that a session counts for, by day."""
    day = session.entry.day
    found: Counter[tuple[datetime.date, str, str]] = Counter()

    def add(on: datetime.date, lines: Iterable[Line]) -> None:
        for measure, cell, n in lines:
            found[on, measure, cell] += n

    add(day, of_session(session))
    for one in seats:
        add(day, of_seats(session, one))
    for headcount in headcounts:
        add(headcount.day, of_headcount(session, headcount))
    if not headcounts:
        add(day, of_presence(session, seats))
    for row in feedback:
        add(day, of_feedback(row))
    return found


def read(session: Session) -> Counter[tuple[datetime.date, str, str]]:
    """All that a session counts for, from its rows as they now stand; three queries."""
    return lines_of(
        session,
        list(Seats.objects.filter(session=session)),
        list(Headcount.objects.filter(session=session)),
        Feedback.objects.filter(session=session),
    )


def _made(site: int, day: datetime.date) -> Counter[tuple[str, str]]:
    """Every count of a site on a day, from the rows of the sessions that count there."""
    around = datetime.timedelta(days=40)  # a headcount may be of a later day of a long event
    here = Site.objects.select_related("centre").get(pk=site)
    start = datetime.datetime.combine(day, datetime.time(), here.zone)
    sessions = (
        Session.objects.select_related("entry__site__centre", "entry__centre")
        .prefetch_related("seats", "headcounts", "feedback")
        .filter(
            Q(entry__site=here) | Q(entry__site=None, entry__centre=here.centre_id),
            entry__begins__lt=start + datetime.timedelta(days=2),
            entry__begins__gte=start - around,
        )
    )
    found: Counter[tuple[str, str]] = Counter()
    for session in sessions:
        if site_of(session) != here:
            continue
        lines = lines_of(
            session,
            list(session.seats.all()),
            list(session.headcounts.all()),
            session.feedback.all(),
        )
        for (on, measure, cell), n in lines.items():
            if on == day and n:
                found[measure, cell] += n
    return found


def _only(name: str) -> Callable[[int, datetime.date], Mapping[str, int] | None]:
    def recount(site: int, day: datetime.date) -> Mapping[str, int] | None:
        return {cell: n for (measure, cell), n in _made(site, day).items() if measure == name}

    return recount


def _never(site: int, day: datetime.date) -> None:
    """Tallies at a stand have no rows: what was tapped stays as it was counted."""


for _name, _title, _cell in (
    (SESSIONS, _("sessions held"), "kind/part"),
    (PARTIES, _("what became of places, in people"), "kind/what"),
    (PARTICIPANTS, _("participations in activities"), "kind/how counted"),
    (VISITORS, _("visitors of events, never added to visits"), "kind/how counted"),
    (PUBLICS, _("publics of sessions"), "kind/public"),
    (FACES, _("faces shown after a session"), "face/given on"),
    (ANSWERS, _("answers given after a session"), "question/answer"),
    (WANTED, _("wishes for one more session"), "kind"),
):
    register(Measure(_name, _title, _cell, _only(_name)))
register(Measure(STANDS, _("tallies at stands"), "stand/hour/need", _never))
