"""Half-days on duty counted as contribution: written by the act of holding, never typed twice."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parvis.accounts.actors import Actor
from parvis.kernel.history import action
from parvis.ledgers.codes import free_code
from parvis.partners.enums import COUNTED_IN, Purpose, Unit
from parvis.partners.errors import CountedTwice
from parvis.partners.models import Agreement, Contribution, DutySession
from parvis.partners.queries.duty import agreement_of, held_half_days


@action
def count(*, session: DutySession, by: Actor) -> Contribution | None:
    """Bring the balance sheet in step with what was held, after a session was held or was not.

    The half-days stand in one line of the year, which is made or found: one that only promises
    becomes it. A line whose figure was typed is left as it is, and nothing is counted beside it;
    somebody may then choose to count it from duty (`count_from_duty`). None when nothing is
    counted: no agreement in force that day, or such a line.
    """
    agreement = agreement_of(session)
    if agreement is None:
        return None
    year = session.day.year
    lines = _lines(agreement, year)
    line = next((one for one in lines if one.from_duty), None)
    if line is None and any(one.given is not None for one in lines):
        return None
    held = Decimal(held_half_days(agreement, year))
    if line is None and not held:
        return None
    if line is None and not lines:
        kind, _units = COUNTED_IN[Purpose.COUNSELLING]
        return Contribution.objects.create(
            agreement=agreement,
            year=year,
            code=free_code(agreement.contributions.filter(year=year), "duty"),
            kind=kind,
            purpose=Purpose.COUNSELLING,
            unit=Unit.HALF_DAY,
            given=held,
            from_duty=True,
            simulated=agreement.simulated,
        )
    return _counted(line or lines[0], held)


@action
def count_from_duty(*, line: Contribution, by: Actor) -> Contribution:
    """Count this line from the duty sessions held from now on, in place of what was typed.

    Raises CountedTwice for a line of anything but half-days of counselling, and when another line
    of the year already says how many were given.
    """
    lines = _lines(line.agreement, line.year)
    if line not in lines:
        raise CountedTwice(_("Duty is counted in half-days of counselling, and in nothing else."))
    if any(one.given is not None for one in lines if one != line):
        raise CountedTwice(
            _("Another line of %(year)s already says how many half-days of counselling were given.")
            % {"year": line.year}
        )
    return _counted(line, Decimal(held_half_days(line.agreement, line.year)))


def _lines(agreement: Agreement, year: int) -> list[Contribution]:
    """The half-days of counselling of a year; whoever counts next waits until we are done."""
    Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
    rows: QuerySet[Contribution] = Contribution.objects.filter(
        agreement=agreement, year=year, purpose=Purpose.COUNSELLING, unit=Unit.HALF_DAY
    )
    return list(rows.order_by("pk"))


def _counted(line: Contribution, held: Decimal) -> Contribution:
    if (line.from_duty, line.given) != (True, held):
        line.from_duty, line.given = True, held
        line.save(update_fields=["from_duty", "given"])
    return line
