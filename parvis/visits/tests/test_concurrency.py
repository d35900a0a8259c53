"""Many at once, with real commits: what is given to two people is a fault."""

import datetime
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from parvis.accounts.actors import command
from parvis.centres.tests.factories import PoleFactory, SiteFactory
from parvis.kernel.history import signed
from parvis.tallies import actions as tallies
from parvis.tallies.queries import all_of_day
from parvis.visits import actions, queries
from parvis.visits.errors import DayIsClosed, KeyUsed
from parvis.visits.models import Line, Ticket, Visit

BY = command("test")
NEEDS = ("orientation", "training", "employment", "change", "creation")
pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def place(committed_db):
    """A site with a pole for each letter."""
    with signed(BY):
        site = SiteFactory(kind="main")
        poles = [PoleFactory(centre=site.centre, need=need) for need in NEEDS]
    return site, poles


def at_once(many: int, does: Callable[[int], object], workers: int | None = None) -> list[object]:
    """Done by so many threads that start together, each with a connection of its own."""
    workers = workers or many
    ready = threading.Barrier(workers)

    def one(number: int) -> list[object]:
        try:
            connection.ensure_connection()
            ready.wait(60)
            return [does(turn) for turn in range(number, many, workers)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        return [found for part in pool.map(one, range(workers)) for found in part]


def today(site):
    return queries.day_of(site).date


def agree(site):
    return tallies.recount(site=site, day=today(site), by=BY) == {}


def test_20_desks_pressing_next_on_500_tickets_call_each_once(place):
    site, poles = place
    now = timezone.now()
    day = actions.open_day(site=site, by=BY)
    Ticket.objects.bulk_create(
        Ticket(
            day=day,
            pole=poles[number % 5],
            letter="ABCDE"[number % 5],
            serial=number // 5 + 1,
            place=now + datetime.timedelta(milliseconds=number),
            taken_at=now,
        )
        for number in range(500)
    )
    called: list[Ticket] = []

    def press(desk: int) -> None:
        while ticket := actions.call_next(site=site, poles=poles, desk=desk + 1, by=BY):
            called.append(ticket)

    at_once(20, press)

    assert len(called) == 500
    assert max(Counter(ticket.pk for ticket in called).values()) == 1
    assert set(Ticket.objects.values_list("calls", flat=True)) == {1}
    # Each desk holds the one it was told, and nobody else's.
    stands = dict(Ticket.objects.values_list("pk", "desk"))
    assert all(stands[ticket.pk] == ticket.desk for ticket in called)


def test_in_the_order_of_the_line_when_one_desk_presses(place):
    site, poles = place
    signs = [
        actions.record(site=site, key=uuid.uuid4(), pole=poles[n % 5], by=BY).ticket.sign
        for n in range(15)
    ]

    called = [actions.call_next(site=site, poles=poles, desk=1, by=BY).sign for _ in range(15)]

    assert called == signs


def test_200_kiosks_taking_tickets_at_once_give_no_number_twice(place):
    site, poles = place

    def take(number: int) -> str:
        made = actions.take_ticket(site=site, key=uuid.uuid4(), pole=poles[number % 5], by=BY)
        return made.ticket.sign

    signs = at_once(200, take, workers=40)

    assert len(signs) == len(set(signs)) == 200
    assert {line.last for line in Line.objects.all()} == {40}
    assert Visit.objects.count() == 200
    assert agree(site)


def test_one_record_sent_many_times_at_once_is_counted_once(place):
    site, poles = place
    key = uuid.uuid4()

    def send(_number: int) -> object:
        return actions.record(site=site, key=key, pole=poles[0], by=BY).ticket

    tickets = at_once(12, send)

    assert len(set(tickets)) == 1
    assert Visit.objects.count() == Ticket.objects.count() == 1
    assert agree(site)


def test_desks_that_record_undo_and_call_at_once_leave_true_counts(place):
    site, poles = place
    keys = [uuid.uuid4() for _ in range(120)]

    def work(number: int) -> None:
        pole = poles[number % 5] if number % 3 else None
        actions.record(site=site, key=keys[number], pole=pole, size=number % 4 + 1, by=BY)
        if number % 7 == 0:
            actions.undo(site=site, key=keys[number], by=BY)
        if number % 5 == 0:
            actions.call_next(site=site, poles=poles, desk=number, by=BY)

    refused = Counter()

    def tried(number: int) -> None:
        try:
            work(number)
        except Exception as refusal:
            refused[type(refusal).__name__] += 1

    at_once(120, tried, workers=16)

    assert set(refused) <= {"TooLate"}
    assert agree(site)


def test_a_day_closed_while_desks_record_counts_what_was_kept(place):
    site, _poles = place
    actions.open_day(site=site, by=BY)
    date = today(site)
    kept: list[bool] = []

    def work(number: int) -> None:
        if number == 30:
            actions.close_day(site=site, date=date, by=BY)
            return
        try:
            actions.record(site=site, key=uuid.uuid4(), by=BY)
            kept.append(True)
        except DayIsClosed:
            kept.append(False)

    at_once(60, work, workers=12)

    assert all_of_day(site, date).get("visits.visits", {}) == (
        {key: sum(kept) for key in all_of_day(site, date).get("visits.visits", {})}
    )
    assert Visit.objects.count() == sum(kept)
    assert not Visit.objects.filter(at__isnull=False).exists()


def test_two_batches_that_share_records_are_taken_in_once(place):
    from parvis.accounts.actors import device
    from parvis.devices import actions as devices

    site, _poles = place
    now = timezone.now()
    tablet = devices.issue(site=site, kind="desk", name="Tablet", by=BY).device
    records = [{"key": str(uuid.uuid4()), "at": now.isoformat()} for _ in range(200)]

    def send(number: int) -> object:
        part = records[number * 20 :] + records[: number * 20 + 60]
        try:
            return actions.merge(
                site=site, device=tablet, records=part, sent_at=now, by=device(tablet.pk)
            )
        except KeyUsed:  # pragma: no cover - it would be the fault
            return None

    answers = at_once(6, send)

    assert Visit.objects.count() == 200
    assert None not in answers
    assert agree(site)
