"""Who plans duty and who answers for it, and what stands against a plan before it is recorded.

What is told refuses nothing by itself: the person weighs it. What is impossible is refused by the
action.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.queries import can_reach, reached, scoped
from parvis.accounts.roles import Act, Reach, Thing
from parvis.centres.enums import ClosureKind, DayState
from parvis.centres.models import Pole, Site
from parvis.centres.queries import Day, calendars
from parvis.kernel import recurrence
from parvis.kernel.words import spoken
from parvis.partners.enums import EXPECTED, HELD, Purpose, Unit
from parvis.partners.errors import CountedTwice
from parvis.partners.models import (
    Agreement,
    Contribution,
    DutyContact,
    DutySession,
    Partner,
)
from parvis.partners.queries.duty import is_shut

LOOKED_AHEAD = datetime.timedelta(days=91)
"""How far ahead a plan is looked at, and made."""
AT_MOST = 6
"""Clashes of one kind that are told one by one."""


def sees_gaps(user: Any) -> bool:
    """Whoever reads the duty of a centre."""
    return can_reach(user, Act.READ, Thing.DUTY, Reach.CENTRE)


def may_plan(user: Any, site: Site) -> bool:
    """Whoever writes duty in that centre; a partner answers, and plans nothing."""
    return reached(Site.objects.filter(pk=site.pk), user, Act.WRITE, Thing.DUTY).exists()


def may_answer(user: Any, session: DutySession) -> bool:
    """Whoever writes duty in that centre, and the partner that holds it."""
    return scoped(DutySession.objects.filter(pk=session.pk), user, Act.WRITE).exists()


def itself(session: DutySession) -> Q:
    """This session, for `clashes_of_plan` to leave out."""
    return Q(pk=session.pk)


@dataclass(frozen=True)
class Plan:
    """What is about to be planned: a duty, or one session of it."""

    site: Site
    pole: Pole
    partner: Partner | None
    desk: str
    begins: datetime.time
    ends: datetime.time
    paired: bool
    first: datetime.date
    rule: str = ""
    last: datetime.date | None = None

    @property
    def partner_key(self) -> int | None:
        """The key of the partner; None while nobody is to hold it."""
        return None if self.partner is None else self.partner.pk


def clashes_of_plan(plan: Plan, today: datetime.date, *, own: Q | None = None) -> list[str]:
    """What a plan runs into in the months to come; the number of queries does not grow with it.

    Days on which the site is closed, hours outside its opening, the same partner on duty elsewhere,
    a desk that is taken, two of one house or nobody beside where two should hold it, no agreement,
    nobody to write to. `own` are sessions that the plan itself made before.
    """
    until = min(plan.last or datetime.date.max, max(plan.first, today) + LOOKED_AHEAD)
    days = list(recurrence.days(plan.first, plan.rule, max(plan.first, today), until))
    if not days:
        return [_("No day to come is planned by it.")]
    found = [*_of_opening(plan, days), *_of_others(plan, days, own or Q(pk__in=[]))]
    if plan.partner is not None:
        found += _of_agreement(plan, plan.partner, days)
    return found


def _of_opening(plan: Plan, days: Sequence[datetime.date]) -> list[str]:
    calendar = calendars([plan.site], days[0], days[-1])[plan.site.pk]
    found, outside = [], []
    for day in days:
        read = calendar.on(day)
        if is_shut(calendar, day):
            found.append(
                _("%(day)s: the site is closed (%(reason)s), nothing is planned that day.")
                % {"day": _day(day), "reason": _why(read)}
            )
        elif read.openings and not any(
            one.opens <= plan.begins and plan.ends <= one.closes for one in read.openings
        ):
            outside.append(day)
    if outside:
        found.append(_("On %(days)s it goes beyond the opening hours.") % {"days": _days(outside)})
    return _shortened(found)


def _of_others(plan: Plan, days: Sequence[datetime.date], own: Q) -> list[str]:
    others = (
        DutySession.objects.filter(
            Q(partner=plan.partner_key) | Q(site=plan.site),
            day__in=days,
            state__in=EXPECTED | HELD,
            begins__lt=plan.ends,
            ends__gt=plan.begins,
        )
        .exclude(own)
        .select_related("site__centre", "pole__centre", "partner")
        .order_by("day", "begins", "pk")
    )
    rows = list(others)
    elsewhere = [
        _("%(day)s: %(partner)s is already on duty %(hours)s (%(pole)s).")
        % {
            "day": _day(row.day),
            "partner": row.partner,
            "hours": row.hours,
            "pole": spoken(row.pole.name)[0] or row.pole.get_need_display(),
        }
        for row in rows
        if row.partner_id == plan.partner_key
        and (row.site_id, row.pole_id) != (plan.site.pk, plan.pole.pk)
    ]
    taken = [
        _("%(day)s: desk %(desk)s is taken by %(partner)s.")
        % {"day": _day(row.day), "desk": row.desk, "partner": row.partner}
        for row in rows
        if plan.desk and row.site_id == plan.site.pk and row.desk == plan.desk
    ]
    at_the_pole = [
        row for row in rows if (row.site_id, row.pole_id) == (plan.site.pk, plan.pole.pk)
    ]
    same = [row.day for row in at_the_pole if row.partner_id == plan.partner_key]
    return [
        *_shortened(elsewhere),
        *_shortened(taken),
        *_of_pair(plan, days, at_the_pole, same),
    ]


def _of_pair(
    plan: Plan,
    days: Sequence[datetime.date],
    at_the_pole: Sequence[DutySession],
    same: Sequence[datetime.date],
) -> list[str]:
    """Two side by side come from two houses, where the pole asks for two."""
    found = []
    if same and plan.partner is not None:
        told = (
            _("On %(days)s the two would come from the same house, %(partner)s.")
            if plan.paired
            else _("On %(days)s %(partner)s already holds this pole at that hour.")
        )
        found.append(told % {"days": _days(same), "partner": plan.partner})
    if plan.paired:
        company = {row.day for row in at_the_pole if row.partner_id != plan.partner_key}
        alone = [day for day in days if day not in company and day not in same]
        if alone:
            found.append(
                _("On %(days)s nobody of another house is planned beside.") % {"days": _days(alone)}
            )
    return found


def _of_agreement(plan: Plan, partner: Partner, days: Sequence[datetime.date]) -> list[str]:
    held = list(
        Agreement.objects.filter(partner=partner, centre=plan.site.centre_id, signed__isnull=False)
    )
    without = [
        day
        for day in days
        if not any(
            one.signed
            and one.start
            and max(one.signed, one.start) <= day
            and (one.end is None or day <= one.end)
            for one in held
        )
    ]
    found = []
    if without:
        found.append(
            _(
                "No agreement with %(partner)s is in force on %(days)s: the half-days will not be "
                "counted."
            )
            % {"partner": partner, "days": _days(without)}
        )
    if not DutyContact.objects.filter(partner=partner, centre=plan.site.centre_id).exists():
        found.append(
            _("Nobody is named to be asked at %(partner)s: it will not be written to.")
            % {"partner": partner}
        )
    return found


def clashes_of_copy(
    rows: Iterable[DutySession], days: dict[int, datetime.date], site: Site
) -> list[str]:
    """What the sessions of a week run into on the days they are copied to, by key of session.

    Days on which the site is closed, sessions already there, partners already on duty.
    """
    copied = list(rows)
    if not copied:
        return []
    first, last = min(days.values()), max(days.values())
    calendar = calendars([site], first, last)[site.pk]
    there = list(
        DutySession.objects.filter(
            day__range=(first, last), state__in=EXPECTED | HELD
        ).select_related("partner")
    )
    found = []
    for row in copied:
        day = days[row.pk]
        if is_shut(calendar, day):
            found.append(
                _("%(day)s: the site is closed (%(reason)s), nothing is planned that day.")
                % {"day": _day(day), "reason": _why(calendar.on(day))}
            )
            continue
        found += [
            _("%(day)s: %(partner)s is already on duty %(hours)s; not copied.")
            % {"day": _day(day), "partner": other.partner, "hours": other.hours}
            for other in there
            if other.day == day
            and other.partner_id == row.partner_id
            and other.begins < row.ends
            and row.begins < other.ends
        ]
    return list(dict.fromkeys(found))


def refuse_twice(agreement: Agreement, year: int, purpose: str, unit: str, own: Q) -> None:
    """Raise CountedTwice when another line than one's own already counts the duty of that year."""
    if (purpose, unit) != (Purpose.COUNSELLING, Unit.HALF_DAY):
        return
    counted = Contribution.objects.filter(agreement=agreement, year=year, from_duty=True)
    if counted.exclude(own).exists():
        raise CountedTwice(
            _(
                "The half-days of counselling of %(year)s are counted from the duty sessions "
                "held: a second figure would count them twice."
            )
            % {"year": year}
        )


def _why(read: Day) -> str:
    """Why a site is closed that day: the reason the public reads, or the kind of closure."""
    kind = ClosureKind(read.kind).label if read.kind else DayState.CLOSED.label
    return spoken(read.reason)[0] or str(kind)


def _shortened(told: Sequence[str]) -> list[str]:
    """The first of many, and how many more there are."""
    more = len(told) - AT_MOST
    if more <= 0:
        return list(told)
    rest = ngettext("and %(n)d more day.", "and %(n)d more days.", more) % {"n": more}
    return [*told[:AT_MOST], rest]


def _days(days: Sequence[datetime.date]) -> str:
    said = [_day(day) for day in islice(dict.fromkeys(days), AT_MOST)]
    more = len(set(days)) - len(said)
    if more <= 0:
        return ", ".join(said)
    rest = ngettext("%(n)d more day", "%(n)d more days", more) % {"n": more}
    return _("%(days)s and %(rest)s") % {"days": ", ".join(said), "rest": rest}


def _day(day: datetime.date) -> str:
    return date_format(day, "DATE_FORMAT")
