"""How many sessions, by kind and part, beside what was published; what people thought."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum

from parvis.centres.models import Centre
from parvis.kernel.counts import Audience, shown
from parvis.network.models import Network
from parvis.programme.enums import ACTIVITIES, EVENTS, Answer, Face, Kind, Part, Tag
from parvis.programme.models import CentreWith, Feedback, Session
from parvis.programme.queries.days import fits


@dataclass(frozen=True)
class Published:
    """A total as a source prints it."""

    n: int
    qualifier: str


@dataclass(frozen=True)
class Counters:
    """Sessions held in a year: each kind, their sums, organised and joined kept apart."""

    by_kind: dict[str, int]
    organised: int
    """Events with an organising centre, each once."""
    joined: int
    """Events joined, once for each centre that joined: one forum joined by two counts two."""

    @property
    def workshops(self) -> int:
        """Activities in all, by their components."""
        return sum(self.by_kind.get(kind, 0) for kind in ACTIVITIES)

    @property
    def components(self) -> list[tuple[Kind, int]]:
        """The components of `workshops`."""
        return [(kind, self.by_kind.get(kind, 0)) for kind in ACTIVITIES]


def counters(
    year: int,
    *,
    centre: Centre | None = None,
    network: Network | None = None,
    simulated: bool = False,
) -> Counters:
    """What took place in a year, of a centre, a network or everywhere; three queries."""
    rows = (
        Session.objects.done()
        .whole()
        .filter(
            simulated=simulated,
            # A day more on both sides: the year is that of the place, read below.
            entry__begins__gte=datetime.datetime(year - 1, 12, 31, tzinfo=datetime.UTC),
            entry__begins__lt=datetime.datetime(year + 1, 1, 2, tzinfo=datetime.UTC),
        )
    )
    along, ours = CentreWith.objects.filter(session__in=rows), Q(entry__centre__isnull=False)
    if centre is not None:
        along, ours = along.filter(centre=centre), Q(entry__centre=centre)
        rows = rows.filter(ours | Q(pk__in=along.values("session")))
    elif network is not None:
        members = Centre.objects.filter(memberships__network=network)
        along, ours = along.filter(centre__in=members), Q(entry__centre__in=members)
        rows = rows.filter(ours | Q(entry__centre=None) | Q(pk__in=along.values("session")))
    found = [
        (pk, kind, part, bool(own))
        for pk, kind, part, own, begins, zone in rows.annotate(own=ours).values_list(
            "pk", "kind", "part", "own", "entry__begins", "entry__time_zone"
        )
        if begins.astimezone(ZoneInfo(zone)).year == year
    ]
    with_them: dict[int, Counter[str]] = {}
    for session, part, n in (
        along.values("session", "part").annotate(n=Count("pk")).values_list("session", "part", "n")
    ):
        with_them.setdefault(session, Counter())[part] = n
    by_kind: Counter[str] = Counter()
    organised = joined = 0
    for pk, kind, part, own in found:
        by_kind[kind] += 1
        if kind not in EVENTS:
            continue
        others = with_them.get(pk, Counter())
        organised += (own and part == Part.ORGANISED) or others[Part.ORGANISED] > 0
        joined += (own and part == Part.JOINED) + others[Part.JOINED]
    return Counters(dict(by_kind), organised, joined)


def beside(total: int, published: Published) -> bool:
    """Whether a sum of components is what was published; the page says so when it is not."""
    return fits(total, published.n, published.qualifier)


def by_tag(rows: Iterable[Session]) -> dict[Tag, int]:
    """How many of these sessions bear each tag; no query."""
    found: Counter[str] = Counter()
    for session in rows:
        found.update(session.tags)
    return {tag: found[tag] for tag in Tag if found[tag]}


@dataclass(frozen=True)
class Thoughts:
    """What people thought of a session: hidden while so few answered that one could be known."""

    n: int
    faces: dict[Face, int]
    answers: dict[Answer, int]


def thoughts(session: Session, audience: Audience = Audience.OUTSIDE) -> Thoughts | None:
    """Faces and answers when enough people gave them, else None; one query."""
    rows = (
        Feedback.objects.filter(session=session)
        .order_by()
        .values("face", "answer")
        .annotate(n=Sum("alike"))
        .values_list("face", "answer", "n")
    )
    faces: Counter[int] = Counter()
    answers: Counter[str] = Counter()
    for face, answer, n in rows:
        faces[face] += n
        answers[answer] += n
    if not faces or shown(faces.total(), audience) is None:
        return None
    return Thoughts(
        faces.total(),
        {face: faces[face] for face in Face},
        {answer: answers[answer] for answer in Answer},
    )
