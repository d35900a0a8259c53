"""Big days as they are told: figures from records beside those of sources, stands, rosters."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parvis.centres.enums import Need
from parvis.programme.enums import (
    Counted,
    HostRole,
    Kind,
    RegistrationState,
    Stated,
)
from parvis.programme.measures import STANDS, site_of
from parvis.programme.models import (
    Campaign,
    Headcount,
    Host,
    Registration,
    Roster,
    Session,
    Stand,
    StatedFigure,
)
from parvis.tallies.enums import HalfDay, Qualifier
from parvis.tallies.queries import of_day


@dataclass(frozen=True)
class Figure:
    """One figure of a big day: what records here say, beside what a source says."""

    what: Stated
    recorded: int | None = None
    qualifier: str = Qualifier.EXACT
    stated: StatedFigure | None = None

    @property
    def n(self) -> int | None:
        """What is told: records first; None when neither says anything."""
        if self.recorded is not None:
            return self.recorded
        return None if self.stated is None else self.stated.n

    @property
    def agrees(self) -> bool | None:
        """Whether both say the same; None when only one says anything."""
        if self.recorded is None or self.stated is None:
            return None
        return fits(self.recorded, self.stated.n, self.stated.qualifier)


def fits(n: int, published: int, qualifier: str) -> bool:
    """Whether a number is what was published of it, as it was qualified; «about» is to a tenth."""
    match qualifier:
        case Qualifier.MORE_THAN:
            return n > published
        case Qualifier.UP_TO:
            return n <= published
        case Qualifier.ABOUT:
            return abs(n - published) <= published / 10
        case _:
            return n == published


def of_registrations(session: Session) -> dict[Stated, int]:
    """What the list of names says in figures; one query, inside a door that may read it."""
    rows = Registration.objects.filter(session=session).exclude(state=RegistrationState.WITHDRAWN)
    found = list(rows.values_list("state", "centre", "country", "organisation"))
    ticked = [row for row in found if row[0] == RegistrationState.CAME]
    there = ticked or found
    return {
        Stated.PARTICIPANTS: len(there),
        Stated.CENTRES: len({row[1] for row in there} - {None}),
        Stated.COUNTRIES: len({row[2] for row in there}),
        Stated.ORGANISATIONS: len({row[3].casefold() for row in there} - {""}),
    }


def overview(session: Session) -> list[Figure]:
    """The figures a big day is told by, records beside sources; six queries."""
    recorded = {what: n or None for what, n in of_registrations(session).items()}
    qualifier: dict[Stated, str] = {}
    heads = list(Headcount.objects.filter(session=session))
    if heads:
        what = Stated.VISITORS if session.kind in (Kind.FAIR, Kind.FORUM) else Stated.PARTICIPANTS
        recorded[what] = sum(one.n for one in heads)
        qualifier[what] = told(heads)
    parts = Counter(session.parts.values_list("kind", flat=True))
    rounds = parts.pop(Kind.ROUND_TABLE, 0)
    stands = list(Stand.objects.filter(session=session).values_list("practice", flat=True))
    roster = Roster.objects.filter(session=session).values("centre").distinct().count()
    exhibitors = Host.objects.filter(session=session, role=HostRole.EXHIBITOR).count()
    for what, n in (
        (Stated.WORKSHOPS, parts.total()),
        (Stated.ROUND_TABLES, rounds),
        (Stated.PRACTICES, sum(stands)),
        (Stated.EXHIBITORS, exhibitors or len(stands) - sum(stands)),
    ):
        recorded[what] = n or None
    if recorded.get(Stated.CENTRES) is None:
        recorded[Stated.CENTRES] = roster or None
    said = {one.what: one for one in StatedFigure.objects.filter(session=session)}
    found = [
        Figure(
            what,
            recorded.get(what),
            qualifier.get(what, Qualifier.EXACT),
            said.get(what),
        )
        for what in Stated
    ]
    return [one for one in found if one.n is not None]


def told(heads: list[Headcount]) -> str:
    """How a sum of headcounts is told: as its loosest part is."""
    words = {one.qualifier for one in heads}
    if any(one.method == Counted.ESTIMATED for one in heads):
        words.add(Qualifier.ABOUT)
    for one in (Qualifier.ABOUT, Qualifier.UP_TO, Qualifier.MORE_THAN):
        if one in words:
            return one
    return Qualifier.EXACT


def attended(session: Session) -> tuple[int, str] | None:
    """How many took part, and how it is told; heads counted go before ticks; two queries."""
    heads = list(Headcount.objects.filter(session=session))
    if heads:
        return sum(one.n for one in heads), told(heads)
    ticked = sum(one.present for one in session.seats.all())
    return (ticked, Qualifier.EXACT) if ticked else None


def in_sign(n: int, qualifier: str, method: str = "") -> str:
    """«≈ 21 000 (estimation)»: the sign of its qualifier, and how it was come by when estimated."""
    sign = {
        Qualifier.ABOUT: "≈ ",
        Qualifier.MORE_THAN: "> ",
        Qualifier.UP_TO: "≤ ",
    }.get(Qualifier(qualifier), "≈ " if method == Counted.ESTIMATED else "")
    number = f"{n:,}".replace(",", "\u202f")
    if method == Counted.ESTIMATED:
        return _("%(number)s (estimate)") % {"number": f"{sign}{number}"}
    return f"{sign}{number}"


# -- stands and rosters


@dataclass(frozen=True)
class Crowd:
    """What was tallied at one stand on a day, by hour and by need."""

    stand: Stand
    hours: dict[int, int]
    needs: dict[str, int]

    @property
    def n(self) -> int:
        """How many in all."""
        return sum(self.hours.values())


def crowds(session: Session, day: datetime.date | None = None) -> list[Crowd]:
    """The tally of each stand, the liveliest first; two queries."""
    stands = list(session.stands.select_related("partner", "centre"))
    site = site_of(session)
    cells = of_day(site, day or session.entry.day, STANDS) if site is not None else {}
    found = []
    for stand in stands:
        hours: Counter[int] = Counter()
        needs: Counter[str] = Counter()
        for cell, n in cells.items():
            key, hour, need = cell.split("/")
            if key == str(stand.pk):
                hours[int(hour)] += n
                needs[need] += n
        needs.pop("-", None)
        found.append(Crowd(stand, dict(sorted(hours.items())), dict(needs)))
    return sorted(found, key=lambda one: (-one.n, one.stand.number))


def needs_seen(rows: list[Crowd]) -> dict[Need, int]:
    """What was looked for in the whole hall; no query."""
    found: Counter[str] = Counter()
    for row in rows:
        found.update(row.needs)
    return {need: found[need] for need in Need if found[need]}


def roster(session: Session) -> dict[tuple[datetime.date, HalfDay], list[str]]:
    """Which centres hold the shared stand, by half-day; one query."""
    rows = Roster.objects.filter(session=session).select_related("centre")
    found: dict[tuple[datetime.date, HalfDay], list[str]] = {}
    for row in rows.order_by("day", "half_day", "centre__sort_key"):
        found.setdefault((row.day, HalfDay(row.half_day)), []).append(row.centre.name)
    return found


def share_of(campaign: Campaign) -> float | None:
    """People reached of people concerned, in percent: a context computed here, never stated."""
    if not campaign.reached or not campaign.public:
        return None
    return 100 * campaign.reached / campaign.public


def campaigns(*, simulated: bool = False) -> QuerySet[Campaign]:
    """Campaigns with their objectives and sessions; three queries."""
    rows = Campaign.objects.filter(simulated=simulated).select_related("network", "centre")
    return rows.prefetch_related("objectives", "sessions__entry__centre")


def registrations(session: Session) -> QuerySet[Registration]:
    """Who is registered, by name, inside a door that may read it; three queries with workshops."""
    rows = Registration.objects.filter(session=session).select_related("centre")
    return rows.prefetch_related("workshops__entry").order_by("name", "pk")


def stated(session: Session) -> QuerySet[StatedFigure]:
    """Figures of sources; two queries with their sources."""
    return StatedFigure.objects.filter(session=session).prefetch_related("sources")
