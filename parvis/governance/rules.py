"""What stands against a mandate or a meeting, in sentences, before it is saved."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.governance.enums import MeetingKind
from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.kernel.dates import PartialDate
from parvis.kernel.words import spoken
from parvis.network.models import Fact
from parvis.ui.calendar import spelled, spelled_period


def surely(mandate: Mandate) -> tuple[datetime.date, datetime.date]:
    """The first and the last day on which the seat is surely held, whatever is not known.

    A beginning known to the year may be its last day, an end known to the year its first. A
    beginning nobody stated is the day a source first shows it; an end nobody stated is open.
    """
    begun = mandate.start or mandate.attested
    ended = mandate.end or mandate.last_attested
    first = begun.last if begun else datetime.date.min
    return first, ended.first if ended else datetime.date.max


def holders(
    office: Office,
    person: Person,
    first: datetime.date,
    last: datetime.date,
    was: Mandate | None = None,
) -> list[Mandate]:
    """Mandates of others who surely hold this seat on some day between these two.

    The day of a handover counts for both: one ends and the next begins on it.
    """
    return [
        other
        for other in Mandate.objects.filter(office=office).select_related("person")
        if (was is None or other.pk != was.pk)
        and other.person_id != person.pk
        and max(first, surely(other)[0]) < min(last, surely(other)[1])
    ]


def period_of(mandate: Mandate) -> str:
    """The days of a mandate in words."""
    return spelled_period(mandate.start or mandate.attested, mandate.end) or _("without a date")


def refusal_of_period(start: PartialDate | None, end: PartialDate | None) -> str | None:
    """Why these cannot be the two ends of a mandate or of a seat, or None."""
    if start is None or end is None or start <= end:
        return None
    if end.last < start.first:
        return _("The end comes before the beginning.")
    return _("Say the end as precisely as the beginning.")


def clashes_of_mandate(asked: Mandate, *, was: Mandate | None = None) -> list[str]:
    """Another holder of the seat, a seat that has ended, the same person twice in the body.

    `asked` is the mandate as it would be recorded, `was` the one it corrects.
    """
    first, last = surely(asked)
    found = []
    if asked.office is not None:
        found += [
            _("%(person)s holds this seat %(period)s.")
            % {"person": other.person, "period": period_of(other)}
            for other in holders(asked.office, asked.person, first, last, was)
        ]
        if asked.office.end is not None and asked.office.end.last < last:
            found.append(_("This seat ended on %(day)s.") % {"day": spelled(asked.office.end)})
    return found + [
        _("%(person)s already sits in this body: %(office)s, %(period)s.")
        % {
            "person": other.person,
            "office": other.office or _("no seat stated"),
            "period": period_of(other),
        }
        for other in Mandate.objects.filter(body=asked.body, person=asked.person).select_related(
            "person", "office"
        )
        if (was is None or other.pk != was.pk)
        and max(first, surely(other)[0]) < min(last, surely(other)[1])
    ]


def clashes_of_meeting(
    *,
    body: Body,
    date: PartialDate,
    kind: str = MeetingKind.ORDINARY,
    prepares: Meeting | None = None,
    was: Meeting | None = None,
) -> list[str]:
    """Other meetings and events of the network that day (rule R16), a preparation too late.

    A date known to the month or the year runs into nothing.
    """
    found = _that_day(body, str(date), was) if date.precision == "day" else []
    if kind == MeetingKind.PREPARATORY and prepares is None:
        found.append(_("A preparatory session prepares a meeting: say which."))
    if prepares is not None and prepares.date.last < date.first:
        found.append(_("The meeting it prepares was on %(day)s.") % {"day": spelled(prepares.date)})
    return found


def _that_day(body: Body, day: str, was: Meeting | None) -> list[str]:
    others = Meeting.objects.filter(body__network=body.network, date=day)
    found = [
        _("%(body)s meets that day too.") % {"body": other.body}
        for other in others.select_related("body")
        if was is None or other.pk != was.pk
    ]
    events = Fact.objects.filter(Q(date=day) | Q(date__lte=day, end__gte=day), network=body.network)
    return found + [
        _("That day: %(event)s.") % {"event": spoken(event.title)[0]}
        for event in events
        if event.date is not None and event.date.precision == "day"
    ]
