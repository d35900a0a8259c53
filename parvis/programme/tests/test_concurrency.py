"""Many at once, with real commits: a place given to two is a fault, and so is one lost."""

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
from parvis.centres.tests.factories import SiteFactory
from parvis.kernel.history import signed
from parvis.kernel.policies import trusted
from parvis.programme import actions, queries
from parvis.programme.enums import PlaceState
from parvis.programme.errors import Full, JoiningClosed, OfferOver
from parvis.programme.models import Participation, Registration, Seats, Session
from parvis.tallies import actions as tallies

BY = command("test")
pytestmark = pytest.mark.usefixtures("committed_db")
SOON = datetime.timedelta(days=30)


@pytest.fixture
def plan(committed_db):
    """A session a month from now, with so many places."""
    with signed(BY):
        site = SiteFactory(kind="main")

    def made(capacity: int, **more) -> Session:
        begins = timezone.now().replace(microsecond=0) + SOON
        facts = {
            "kind": "participatory",
            "title": {"fr": "Atelier"},
            "begins": begins,
            "ends": begins + datetime.timedelta(hours=2),
            "centre": site.centre,
            "site": site,
            "joining": "places",
            "capacity": capacity,
        } | more
        return actions.publish(session=actions.schedule(facts=facts, by=BY), by=BY)

    return made


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


def seats(session) -> Seats:
    return session.seats.get(slot=None)


def stands(session) -> tuple[int, int, int]:
    """What the counters say, after they were held beside the rows."""
    row = seats(session)
    people: Counter[str] = Counter()
    for party in Participation.objects.filter(seats=row):
        people[party.state] += party.size
    assert row.held == people[PlaceState.HELD] + people[PlaceState.CAME]
    assert row.waiting == people[PlaceState.WAITING]
    assert row.offered == people[PlaceState.OFFERED]
    return row.held, row.offered, row.waiting


def test_200_people_on_12_places_hold_12_and_188_wait_in_order(plan):
    session = plan(12)
    row = seats(session)

    joined = at_once(
        200, lambda _n: actions.join(seats=row, key=uuid.uuid4(), by=BY).party, workers=40
    )

    assert Counter(party.state for party in joined) == {"held": 12, "waiting": 188}
    assert sorted(party.place for party in joined if party.place) == list(range(1, 189))
    assert len({party.sign for party in joined}) == 200
    assert stands(session) == (12, 0, 188)
    # Whoever holds a place was before everybody who waits.
    numbers = {party.state: [] for party in joined}
    for party in joined:
        numbers[party.state].append(party.number)
    assert max(numbers["held"]) < min(numbers["waiting"])


def test_parties_of_every_size_are_never_oversold(plan):
    session = plan(50)
    row = seats(session)

    at_once(
        100,
        lambda n: actions.join(seats=row, key=uuid.uuid4(), size=1 + n % 5, by=BY),
        workers=20,
    )

    held, offered, waiting = stands(session)
    assert held + offered <= 50
    assert held + waiting == 300


def test_one_key_sent_many_times_at_once_is_one_party(plan):
    row, key = seats(plan(12)), uuid.uuid4()

    joined = at_once(20, lambda _n: actions.join(seats=row, key=key, by=BY))

    assert sum(one.new for one in joined) == 1
    assert len({one.party.pk for one in joined}) == 1
    row.refresh_from_db()
    assert (row.held, row.serial) == (1, 1)


def test_leaving_and_joining_at_once_lose_nobody(plan):
    session = plan(12)
    row, keys = seats(session), [uuid.uuid4() for _n in range(60)]
    for key in keys[:30]:
        actions.join(seats=row, key=key, by=BY)

    def either(n: int) -> None:
        if n % 2:
            actions.join(seats=row, key=keys[30 + n // 2], by=BY)
        else:
            actions.leave(key=keys[n // 2], by=BY)

    at_once(60, either, workers=20)

    held, offered, waiting = stands(session)
    assert held + offered == 12
    assert held + offered + waiting == 30
    assert Participation.objects.count() == 60
    assert tallies.recount(site=session.entry.site, day=session.entry.day, by=BY) == {}


def test_two_who_take_one_offer_hold_one_place(plan):
    session = plan(1)
    row, first, second = seats(session), uuid.uuid4(), uuid.uuid4()
    for key in (first, second):
        actions.join(seats=row, key=key, by=BY)
    actions.leave(key=first, by=BY)

    taken = at_once(8, lambda _n: actions.accept(key=second, by=BY).state)

    assert set(taken) == {PlaceState.HELD}
    assert stands(session) == (1, 0, 0)


def test_an_offer_taken_while_it_passes_on_is_taken_or_gone(plan):
    session = plan(1)
    row, keys = seats(session), [uuid.uuid4() for _n in range(3)]
    for key in keys:
        actions.join(seats=row, key=key, by=BY)
    actions.leave(key=keys[0], by=BY)
    over = queries.party(keys[1]).until

    def either(n: int) -> str:
        if n % 2:
            return str(actions.pass_on(seats=row.pk, at=over, by=BY))
        try:
            return actions.accept(key=keys[1], by=BY).state
        except OfferOver:
            return "over"

    at_once(8, either)

    held, offered, waiting = stands(session)
    assert held + offered == 1
    assert held + offered + waiting == 2


def test_a_session_called_off_while_people_join_gives_no_place_after(plan):
    session = plan(12)
    row = seats(session)

    def either(n: int) -> str:
        if n == 10:
            return actions.cancel(session=session, by=BY).state
        try:
            return actions.join(seats=row, key=uuid.uuid4(), by=BY).party.state
        except JoiningClosed:
            return "closed"

    done = at_once(20, either)

    held, _offered, waiting = stands(session)
    assert held + waiting == 19 - done.count("closed")
    assert not seats(session).given


def test_one_tap_by_two_tablets_counts_once(plan):
    session = plan(12)
    row, key = seats(session), uuid.uuid4()
    party = actions.join(seats=row, key=key, size=3, by=BY).party
    now = session.entry.begins

    at_once(8, lambda _n: actions.arrive(party=party, at=now, by=BY))
    at_once(8, lambda _n: actions.walk_in(seats=row, at=now, by=BY))

    row.refresh_from_db()
    assert (row.came, row.walked_in) == (3, 8)
    assert tallies.recount(site=session.entry.site, day=session.entry.day, by=BY) == {}


def test_who_walks_in_and_who_joins_at_once_share_the_places(plan):
    session = plan(12, closes_before=0)
    row, almost = seats(session), session.entry.begins - datetime.timedelta(minutes=5)

    def either(n: int) -> str:
        if n % 2:
            return actions.join(seats=row, key=uuid.uuid4(), at=almost, by=BY).party.state
        try:
            actions.walk_in(seats=row, at=almost, by=BY)
        except Full:
            return "full"
        return "in"

    done = Counter(at_once(40, either, workers=20))

    held, offered, waiting = stands(session)
    row.refresh_from_db()
    assert row.walked_in == done["in"]
    assert held + offered + row.walked_in == 12
    assert (held, waiting) == (done["held"], done["waiting"])
    assert done["held"] + done["waiting"] == done["in"] + done["full"] == 20
    assert tallies.recount(site=session.entry.site, day=session.entry.day, by=BY) == {}


def test_professionals_and_workshops_registered_at_once_are_never_oversold(plan):
    day = plan(20, kind="seminar", joining="named")
    begins = day.entry.begins
    parts = [
        plan(
            3,
            joining="places",
            part_of=day,
            begins=begins + datetime.timedelta(minutes=20 * n),
            ends=begins + datetime.timedelta(minutes=20 * n + 20),
        )
        for n in range(3)
    ]

    def register(n: int) -> bool:
        try:
            actions.register(
                session=day,
                key=uuid.uuid4(),
                name=f"P{n}",
                email=f"p{n}@example.org",
                country="FR",
                workshops=[parts[n % 3], parts[(n + 1) % 3]],
                by=BY,
            )
        except Full:
            return False
        return True

    done = at_once(30, register, workers=15)

    # Nine places in workshops, two for each: four people, whoever they are.
    assert 3 <= sum(map(bool, done)) <= 4
    assert all(seats(part).held <= 3 for part in parts)
    with trusted():
        assert Registration.objects.count() == sum(map(bool, done)) == seats(day).held
