"""What partners give to other programs and to the office's home: a calendar, what waits, today."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import icalendar
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from parvis.accounts.queries import can_somewhere, holdings
from parvis.accounts.roles import Act, Reach, Thing
from parvis.kernel.words import spoken
from parvis.partners.enums import EXPECTED, HELD, DutyState
from parvis.partners.models import DutyContact, DutySession
from parvis.partners.queries import agreements_to_renew, to_renew
from parvis.partners.queries.duty import (
    UNANSWERED,
    WARNED,
    gaps_of,
    of_partner,
    sessions_seen,
    sites_seen,
    today_of,
)
from parvis.ui.calendar import months_after
from parvis.ui.needs import Need

REMEMBERED = datetime.timedelta(days=92)
"""How far back a calendar reaches."""
SITES = 12
MONTHS = 3


def calendar_of(contact: DutyContact, today: datetime.date) -> bytes:
    """The duty of a partner in a centre as iCalendar, in the contact's language.

    Two who ask while nothing changed get the same bytes.
    """
    with override(contact.language):
        calendar = icalendar.Calendar()
        calendar.add("prodid", "-//Parvis//duty//")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        name = _("Duty · %(partner)s · %(centre)s") % {
            "partner": contact.partner,
            "centre": contact.centre,
        }
        calendar.add("x-wr-calname", name)
        for row in of_partner(contact, today - REMEMBERED):
            calendar.add_component(_event(row))
        calendar.add_missing_timezones()
        return bytes(calendar.to_ical())


def _event(row: DutySession) -> icalendar.Event:
    event = icalendar.Event()
    host = settings.BASE_URL.partition("//")[2].split("/")[0].split(":")[0]
    event.add("uid", f"duty-{row.pk}@{host}")
    event.add("dtstamp", row.changed_at.replace(microsecond=0).astimezone(datetime.UTC))
    event.add("sequence", row.sequence)
    zone = row.site.zone
    event.add("dtstart", datetime.datetime.combine(row.day, row.begins, zone))
    event.add("dtend", datetime.datetime.combine(row.day, row.ends, zone))
    event.add("status", _status(row))
    event.add("summary", spoken(row.pole.name)[0] or row.pole.get_need_display())
    place = [spoken(row.site.name)[0], str(row.site.centre), row.site.city]
    event.add("location", ", ".join(part for part in place if part))
    said = [str(row.get_state_display())]
    if row.desk:
        said.append(_("desk %(desk)s") % {"desk": row.desk})
    event.add("description", " · ".join(said))
    return event


def _status(row: DutySession) -> str:
    if row.state == DutyState.PLANNED:
        return "TENTATIVE"
    return "CONFIRMED" if row.state in EXPECTED | HELD else "CANCELLED"


def renewals(request: HttpRequest) -> Iterator[Need]:
    """Agreements that end within three months and that nothing signed follows."""
    if not can_somewhere(request.user, Act.WRITE, Thing.AGREEMENT):
        return
    today = timezone.localdate()
    rows = agreements_to_renew(request.user)
    count = rows.filter(to_renew(today, months_after(today, MONTHS))).count()
    if count:
        said = ngettext(
            "%(n)d agreement ends within three months and is not renewed.",
            "%(n)d agreements end within three months and are not renewed.",
            count,
        )
        url = reverse("ledgers:partners-agreements-list")
        yield Need(said % {"n": count}, f"{url}?ending={MONTHS}", "calendar")


def needs(request: HttpRequest) -> Iterator[Need]:
    """Gaps of the two weeks ahead, and what this person's partner has not answered."""
    user = request.user
    held = [one for one in holdings(user) if one.may(Act.READ, Thing.DUTY)]
    centres = {one.place for one in held if one.role.reach is Reach.CENTRE and one.place}
    partners = {one.place for one in held if one.role.reach is Reach.PARTNER and one.place}
    now = timezone.now()
    if centres:
        found = gaps_of(centres, (now + WARNED).date(), now)
        if found:
            said = ngettext(
                "%(n)d duty session of the next two weeks has nobody: first %(first)s.",
                "%(n)d duty sessions of the next two weeks have nobody: first %(first)s.",
                len(found),
            )
            yield Need(
                said % {"n": len(found), "first": _said(found[0])},
                reverse("partners:gaps"),
                icon="users",
                presses=True,
            )
    if centres or partners:
        waiting = sessions_seen(user).filter(
            state=DutyState.PLANNED, day__range=(now.date(), (now + UNANSWERED).date())
        )
        yield from _unanswered(waiting.count(), bool(partners))


def _unanswered(n: int, is_partner: bool) -> Iterator[Need]:
    if not n:
        return
    said = (
        ngettext(
            "%(n)d duty session of yours in the next seven days is to be confirmed.",
            "%(n)d duty sessions of yours in the next seven days are to be confirmed.",
            n,
        )
        if is_partner
        else ngettext(
            "%(n)d duty session of the next seven days is not confirmed.",
            "%(n)d duty sessions of the next seven days are not confirmed.",
            n,
        )
    )
    address = reverse("ledgers:partners-sessions-list") + "?state=planned"
    yield Need(said % {"n": n}, address, icon="calendar")


def _said(row: DutySession) -> str:
    pole = spoken(row.pole.name)[0] or row.pole.get_need_display()
    return _("%(day)s %(hours)s, %(pole)s") % {
        "day": date_format(row.day, pgettext("date without its year", "D j F")),
        "hours": row.hours,
        "pole": pole,
    }


def today(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The duty of today at the sites of this person's centres; nothing where none is planned."""
    user = context["request"].user
    if not any(one.role.reach is Reach.CENTRE for one in holdings(user)):
        return None
    sites = list(sites_seen(user)[:SITES])
    duty = today_of(sites)
    found = [(site, duty[site.pk]) for site in sites if duty[site.pk]]
    return {"sites": found} if found else None
