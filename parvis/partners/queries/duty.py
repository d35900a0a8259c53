"""Duty as it is read: who is here now, today, this week; what nobody holds; what was held.

Other rooms ask `on_duty`, `today` and `gaps`. A day on which the site is closed has no duty,
whatever the plan says.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from parvis.accounts.queries import reached, scoped
from parvis.accounts.roles import Act, Thing
from parvis.centres.enums import DayState, SiteKind
from parvis.centres.models import Centre, Site
from parvis.centres.queries import Calendar, calendars
from parvis.partners.enums import (
    ANSWERABLE,
    EXPECTED,
    HELD,
    IN_VIEW,
    DutyState,
)
from parvis.partners.models import Agreement, DutyContact, DutySession, Partner
from parvis.partners.queries.giving import BalanceSheet, in_force

WARNED = datetime.timedelta(days=14)
"""How long before it a gap is signalled."""
UNANSWERED = datetime.timedelta(days=7)
"""How long before it a duty session that nobody confirmed is worth a call."""
ASKED_AHEAD = datetime.timedelta(days=42)
"""How long before a session its partner is asked to confirm it, and sees it by its link."""
_SHUT = frozenset({DayState.CLOSED, DayState.HOLIDAY})
_NOW = frozenset({*EXPECTED, DutyState.OPENED})
ONLY_ASKED = Q(state=DutyState.PLANNED, replaces__state=DutyState.UNCOVERED)
"""Proposed for a gap and not yet accepted: until then the gap is what is true."""


def sessions() -> QuerySet[DutySession]:
    """Duty sessions with the place, the pole and the partner they name; one query."""
    return DutySession.objects.select_related("site__centre", "pole__centre", "partner", "duty")


def topic(site: Site) -> str:
    """What is announced when the duty of today changes at a site."""
    return f"site/{site.pk}/duty"


def on_duty(site: Site, at: datetime.datetime) -> list[DutySession]:
    """Who should be or is at each pole of a site at that moment; four queries.

    A state of `opened` says that the counsellor is there, the others that somebody is expected.
    """
    local = at.astimezone(site.zone)
    wall = local.time().replace(tzinfo=None)
    here = sessions().filter(
        site=site, day=local.date(), begins__lte=wall, ends__gt=wall, state__in=_NOW
    )
    return _on_open_days(here.exclude(ONLY_ASKED).order_by("begins", "pk"))


def today(site: Site, at: datetime.datetime | None = None) -> list[DutySession]:
    """All the duty of the day it is where the site lies, gaps too; four queries."""
    return today_of([site], at)[site.pk]


def today_of(
    sites: Iterable[Site], at: datetime.datetime | None = None
) -> dict[int, list[DutySession]]:
    """The same for several sites, by key; four queries for all."""
    moment = at or timezone.now()
    days = {site.pk: moment.astimezone(site.zone).date() for site in sites}
    found: dict[int, list[DutySession]] = {pk: [] for pk in days}
    rows = sessions().filter(site__in=days, day__in=set(days.values()), state__in=IN_VIEW)
    for row in _on_open_days(rows.exclude(ONLY_ASKED).order_by("begins", "pole", "pk")):
        if row.day == days[row.site_id]:
            found[row.site_id].append(row)
    return found


def gaps(
    centre: Centre, until: datetime.date, at: datetime.datetime | None = None
) -> list[DutySession]:
    """The duty sessions of a centre that nobody holds and that are not over; four queries."""
    return gaps_of([centre.pk], until, at)


def gaps_of(
    centres: Collection[int], until: datetime.date, at: datetime.datetime | None = None
) -> list[DutySession]:
    """The same for several centres, the nearest first."""
    moment = at or timezone.now()
    found = sessions().filter(
        site__centre__in=centres,
        state=DutyState.UNCOVERED,
        day__range=(moment.date() - datetime.timedelta(days=1), until),
    )
    return [
        row for row in _on_open_days(found.order_by("day", "begins", "pk")) if row.ends_at > moment
    ]


def _on_open_days(rows: Iterable[DutySession]) -> list[DutySession]:
    """Those of days on which the site is not closed; three queries for all sites."""
    asked = list(rows)
    known = calendars_of(asked)
    return [row for row in asked if not is_shut(known[row.site_id], row.day)]


def calendars_of(rows: Sequence[DutySession]) -> Mapping[int, Calendar]:
    """The calendars of the sites of these sessions over their days."""
    if not rows:
        return {}
    days = [row.day for row in rows]
    return calendars({row.site_id: row.site for row in rows}.values(), min(days), max(days))


def is_shut(calendar: Calendar, day: datetime.date) -> bool:
    """Whether the site stays closed that day; a day whose hours are not known is not."""
    return calendar.on(day).state in _SHUT


# -- who could hold what nobody holds


@dataclass(frozen=True)
class Candidate:
    """A partner that could hold a duty session, and why it comes to mind."""

    partner: Partner
    holds_this_pole: bool
    can_be_asked: bool
    """Whether somebody there is known to whom one can write."""


def candidates(rows: Sequence[DutySession]) -> dict[int, list[Candidate]]:
    """Who could hold each of these sessions, by key; five queries, however many they are.

    A partner of the centre, under an agreement in force that day, on duty nowhere at that hour;
    of a duty held by two, not the house beside. Whoever already holds that pole comes first, then
    by name: nobody is ranked (rule R08).
    """
    if not rows:
        return {}
    centres = {row.site.centre_id for row in rows}
    first, last = min(row.day for row in rows), max(row.day for row in rows)
    bound: dict[int, list[Agreement]] = defaultdict(list)
    for agreement in Agreement.objects.filter(
        centre__in=centres, signed__isnull=False, start__lte=last
    ).select_related("partner"):
        bound[agreement.centre_id].append(agreement)
    engaged: dict[int, list[DutySession]] = defaultdict(list)
    busy = DutySession.objects.filter(
        day__range=(first, last), state__in=EXPECTED | HELD, partner__isnull=False
    )
    for one in busy:
        engaged[one.partner_id or 0].append(one)
    known_poles = set(
        DutySession.objects.filter(site__centre__in=centres, state__in=EXPECTED | HELD)
        .order_by()
        .values_list("partner", "pole")
        .distinct()
    )
    reachable = set(DutyContact.objects.filter(centre__in=centres).values_list("centre", "partner"))
    found = {}
    for row in rows:
        centre = row.site.centre_id
        able = {
            agreement.partner
            for agreement in bound[centre]
            if _holds(agreement, row.day) and agreement.partner_id != row.partner_id
        }
        free = [one for one in able if not any(_meet(row, x) for x in engaged[one.pk])]
        found[row.pk] = sorted(
            (
                Candidate(one, (one.pk, row.pole_id) in known_poles, (centre, one.pk) in reachable)
                for one in free
            ),
            key=lambda one: (not one.holds_this_pole, one.partner.sort_key),
        )
    return found


def _holds(agreement: Agreement, day: datetime.date) -> bool:
    signed, start, end = agreement.signed, agreement.start, agreement.end
    return bool(signed and start and signed <= day and start <= day and (end is None or day <= end))


def _meet(one: DutySession, other: DutySession) -> bool:
    """Whether two sessions take place at the same time (same day, hours that overlap)."""
    return one.day == other.day and one.begins < other.ends and other.begins < one.ends


def beside(row: DutySession, others: Iterable[DutySession]) -> list[DutySession]:
    """The sessions held beside this one: same site, same pole, at the same time."""
    return [
        other
        for other in others
        if other.pk != row.pk
        and (other.site_id, other.pole_id) == (row.site_id, row.pole_id)
        and other.state in EXPECTED | HELD
        and _meet(row, other)
    ]


# -- what was held


@dataclass(frozen=True)
class Coverage:
    """How much of what was planned was held, over days that are past."""

    planned: int
    held: int
    uncovered: int
    unsaid: int
    """Expected, past, and nobody said whether it was held."""

    @property
    def share(self) -> float | None:
        """Held of planned; None when nothing was planned."""
        return self.held / self.planned if self.planned else None


def coverage(
    sites: Iterable[Site],
    first: datetime.date,
    last: datetime.date,
    at: datetime.datetime | None = None,
) -> Coverage:
    """The coverage of some sites between two days; one query.

    A duty session counts once: one that another partner holds instead counts as held by it. What
    the centre itself cancelled was not planned any more, what is still to come is not counted.
    """
    moment = at or timezone.now()
    rows = sessions().filter(site__in=list(sites), day__range=(first, last), state__in=IN_VIEW)
    counted = [row for row in rows.exclude(ONLY_ASKED) if row.ends_at <= moment]
    held = sum(row.state in HELD for row in counted)
    uncovered = sum(row.state == DutyState.UNCOVERED for row in counted)
    return Coverage(len(counted), held, uncovered, len(counted) - held - uncovered)


def held_sessions(agreement: Agreement, year: int) -> list[DutySession]:
    """What a partner held in a year under this agreement; two queries.

    Where two agreements of the same two hold at once, a session belongs to the earlier.
    """
    rivals = list(
        Agreement.objects.filter(
            partner=agreement.partner_id, centre=agreement.centre_id, signed__isnull=False
        ).order_by("start", "pk")
    )
    rows = DutySession.objects.filter(
        partner=agreement.partner_id,
        site__centre=agreement.centre_id,
        state=DutyState.CLOSED,
        day__year=year,
    )
    return [
        row
        for row in rows
        if next((one for one in rivals if _holds(one, row.day)), None) == agreement
    ]


def held_half_days(agreement: Agreement, year: int) -> int:
    """The half-days on duty held in a year under this agreement."""
    return sum(row.half_days for row in held_sessions(agreement, year))


def uncounted(partner: Partner, year: int, sheets: Iterable[BalanceSheet]) -> dict[int, int]:
    """Half-days on duty held in a year that no line of these sheets counts, by centre; one query.

    A sheet with a line counted from duty has none left.
    """
    counted = {sheet.centre.pk for sheet in sheets if any(line.from_duty for line in sheet.lines)}
    found: dict[int, int] = defaultdict(int)
    rows = DutySession.objects.filter(partner=partner, state=DutyState.CLOSED, day__year=year)
    for row in rows.select_related("site"):
        if row.site.centre_id not in counted:
            found[row.site.centre_id] += row.half_days
    return dict(found)


def agreement_of(row: DutySession) -> Agreement | None:
    """The agreement under which a session is held; None without one in force that day."""
    return (
        Agreement.objects.filter(
            in_force(row.day), partner=row.partner_id, centre=row.site.centre_id
        )
        .order_by("start", "pk")
        .first()
    )


# -- whoever is asked without an account


def awaiting(contact: DutyContact, at: datetime.datetime | None = None) -> list[DutySession]:
    """What this contact may answer for: six weeks ahead, in its centre, for its partner; one query.

    What another partner holds instead is answered by it.
    """
    moment = at or timezone.now()
    rows = sessions().filter(
        partner=contact.partner_id,
        site__centre=contact.centre_id,
        state__in=ANSWERABLE,
        day__range=(moment.date() - datetime.timedelta(days=1), (moment + ASKED_AHEAD).date()),
    )
    return [row for row in rows.order_by("day", "begins", "pk") if row.starts_at > moment]


def of_partner(contact: DutyContact, since: datetime.date) -> list[DutySession]:
    """What the calendar of a contact shows: all its partner holds in that centre from a day on.

    Sessions called off stay in it as cancelled: a calendar that only left them out would keep
    them.
    """
    rows = sessions().filter(
        partner=contact.partner_id, site__centre=contact.centre_id, day__gte=since
    )
    return list(rows.order_by("day", "begins", "pk"))


def contacts_of(
    pairs: Iterable[tuple[int, int]],
) -> dict[tuple[int, int], list[DutyContact]]:
    """Who is asked in each pair of centre and partner; one query."""
    asked = Q(pk__in=[])
    for centre, partner in set(pairs):
        asked |= Q(centre=centre, partner=partner)
    found: dict[tuple[int, int], list[DutyContact]] = defaultdict(list)
    for contact in DutyContact.objects.filter(asked).select_related("centre", "partner"):
        found[contact.centre_id, contact.partner_id].append(contact)
    return found


# -- what somebody may see: their role decides (parvis.accounts.roles)


def sessions_seen(user: Any) -> QuerySet[DutySession]:
    """The duty sessions of the centres this person works for, and of their own partner."""
    return scoped(sessions(), user)


def sites_seen(user: Any) -> QuerySet[Site]:
    """The sites whose duty this person reads as somebody of the centre, the main one first."""
    return reached(_sites(), user, Act.READ, Thing.DUTY)


def sites_planned(user: Any) -> QuerySet[Site]:
    """The sites whose duty this person plans, the main one first."""
    return reached(_sites(), user, Act.WRITE, Thing.DUTY)


def _sites() -> QuerySet[Site]:
    main = Case(When(kind=SiteKind.MAIN, then=0), default=1)
    rows = Site.objects.filter(end__isnull=True).select_related("centre")
    return rows.order_by("centre__sort_key", main, "pk")
