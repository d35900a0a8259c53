import datetime
import uuid
from collections import Counter

import pytest

from parvis.accounts.actors import visitor
from parvis.centres.tests.factories import PoleFactory
from parvis.tallies import actions as tallies
from parvis.tallies.queries import of_day
from parvis.visits import actions, queries
from parvis.visits.enums import LIVE, NEXT, NEXT_DAY, Basis, DayState, Rank, TicketState
from parvis.visits.errors import NotCountable, NotOfThisSite, WrongState
from parvis.visits.measures import PROMISE, WAIT, of_ticket
from parvis.visits.models import Ticket
from parvis.visits.tests.conftest import BY, MORNING

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


@pytest.fixture
def following(site, pole):
    def called(desk=1, **more):
        return actions.call_next(**{"site": site, "poles": [pole], "desk": desk, "by": BY} | more)

    return called


def does(verb, ticket, **more):
    return getattr(actions, verb)(ticket=ticket, by=BY, **more)


def agree(site):
    return tallies.recount(site=site, day=TODAY, by=BY) == {}


def test_every_state_has_a_way_and_every_way_leads_to_a_state():
    assert set(NEXT) == set(TicketState)
    assert {state for following in NEXT.values() for state in following} <= set(TicketState)
    assert set(TicketState) - LIVE == {"served", "sent", "left"}
    assert set(NEXT_DAY) == set(DayState)


class TestNext:
    def test_next_is_whoever_waits_longest(self, take, following, later):
        first = take()
        later(1)
        take()

        assert following() == first

    def test_nobody_waits_where_no_day_was_opened_nor_once_it_is_closed(
        self, site, take, following, now
    ):
        assert following() is None
        take()
        actions.close_day(site=site, date=TODAY, by=BY)
        assert following() is None

    def test_those_called_before_come_first_then_those_who_go_first(self, take, following, later):
        ordinary = take()
        later(1)
        first = take(priority=True)
        later(1)
        back = take()
        does("park", back)
        does("come_back", back)

        assert [following(desk) for desk in (1, 2, 3)] == [back, first, ordinary]

    def test_a_language_waits_for_a_desk_that_speaks_it(self, take, following):
        arabic, any_language = take(language="ar"), take()

        assert following(languages=["fr", "en"]) == any_language
        assert following(languages=["fr", "en"]) is None
        assert following(languages=["ar"]) == arabic

    def test_a_desk_of_any_language_takes_whoever_is_next(self, take, following):
        assert take(language="ar") == following()

    def test_a_need_waits_for_a_desk_that_meets_it(self, take, following):
        loop, seat = take(need="hearing_loop"), take(need="seat")

        assert following() == seat
        assert following() is None
        assert following(meets=["hearing_loop"]) == loop

    def test_a_desk_calls_from_its_own_poles(self, take, following, other):
        ticket = take(pole=other)

        assert following() is None
        assert following(poles=[other]) == ticket

    def test_the_wait_is_counted_by_pole_hour_and_five_minutes(
        self, take, following, later, site, pole
    ):
        take()
        later(7)
        following()

        assert of_day(site, TODAY, "visits.wait") == {f"{pole.pk}/10/010": 1}
        assert agree(site)

    def test_called_again_it_waited_once(self, take, following, site):
        take()
        does("come_back", does("miss", following()))
        following()

        assert sum(of_day(site, TODAY, "visits.wait").values()) == 1
        assert agree(site)


class TestTicketsLife:
    def test_called_started_served(self, take, following, site, pole):
        ticket = take()
        called = following(desk=4)
        assert (called.state, called.desk, called.calls) == ("called", 4, 1)

        does("start", called)
        served = does("serve", called)

        assert served.state == "served"
        assert does("serve", called).ended_at == served.ended_at
        assert of_day(site, TODAY, "visits.served") == {f"{pole.pk}": 1}
        assert agree(site)
        with pytest.raises(WrongState, match=ticket.sign):
            does("start", ticket)

    def test_a_given_ticket_is_called_whoever_else_waits(self, take, following):
        take()
        second = take()

        called = does("call", second, desk=2)

        assert called.state == "called"
        assert does("call", second, desk=2) == called
        with pytest.raises(WrongState):
            does("start", does("serve", second))

    def test_two_desks_do_not_call_the_same_given_ticket(self, take):
        ticket = take()
        does("call", ticket, desk=1)

        assert does("call", ticket, desk=2).desk == 1

    def test_once_more_and_no_more(self, take, following):
        take()
        ticket = following()

        assert does("recall", ticket).calls == 2
        with pytest.raises(WrongState, match="deux fois"):
            does("recall", ticket)
        does("miss", ticket)
        with pytest.raises(WrongState):
            does("recall", ticket)

    def test_whoever_missed_comes_back_at_the_head_and_is_called_twice_again(
        self, take, following, later
    ):
        take()
        missed = does("miss", following())
        later(1)
        take()
        does("come_back", missed)

        again = following()
        assert (again, again.calls) == (missed, 1)
        assert does("recall", again).calls == 2

    def test_parked_and_back_keeps_the_place(self, take, following):
        place = take().place
        parked = does("park", does("start", following()))

        assert parked.desk is None
        assert does("come_back", parked).place == place

    def test_sent_on_keeps_the_sign_the_place_and_the_page(
        self, take, following, other, site, later
    ):
        ticket = take(language="ar", need="seat")
        later(10)
        take(pole=other)
        there = does("send_on", following(), pole=other)

        assert (there.sign, there.place, there.token) == (ticket.sign, ticket.place, ticket.token)
        assert (there.language, there.need) == ("ar", "seat")
        assert following(poles=[other]) == there
        assert agree(site)

    def test_sent_on_to_the_same_pole_or_another_centre_is_refused(self, take, pole):
        for wrong in (pole, PoleFactory()):
            with pytest.raises(NotOfThisSite):
                does("send_on", take(), pole=wrong)

    def test_sent_on_twice_is_one_ticket_and_elsewhere_it_is_too_late(self, take, other, site):
        ticket, third = take(), PoleFactory(centre=site.centre, need="creation")
        there = does("send_on", ticket, pole=other)

        assert does("send_on", ticket, pole=other) == there
        with pytest.raises(WrongState):
            does("send_on", ticket, pole=third)
        assert agree(site)

    def test_whoever_leaves_is_counted_as_lost_by_pole_and_hour(self, take, later, site, pole):
        ticket = take()
        later(40)
        does("leave", ticket)

        assert of_day(site, TODAY, "visits.lost") == {f"{pole.pk}/11": 1}
        assert queries.totals(site, TODAY).lost == 1
        assert agree(site)

    def test_a_desk_that_calls_the_next_has_served_the_one_before(self, take, following, site):
        take()
        following(desk=3)

        (served,) = actions.free_desk(site=site, desk=3, by=BY)

        assert (served.state, served.started_at) == ("served", served.last_called_at)
        assert actions.free_desk(site=site, desk=3, by=BY) == []

    def test_a_ticket_of_a_closed_day_is_over(self, take, site):
        ticket = take()
        actions.close_day(site=site, date=TODAY, by=BY)

        with pytest.raises(WrongState, match="terminé"):
            does("call", ticket, desk=1)


class TestSeen:
    def test_the_list_is_in_the_order_of_the_queue(self, take, site, other, pole, later):
        last, first = take(), take(priority=True)
        elsewhere = take(pole=other)

        assert queries.waiting(site, [pole]) == [first, last]
        assert set(queries.waiting(site)) == {first, last, elsewhere}
        assert queries.poles_at(site) == [pole, other]

    def test_the_wall_shows_the_calls_and_nothing_of_who_they_are(
        self, take, following, site, later, pole
    ):
        take(language="ar", priority=True, need="seat")
        take()
        take()
        following(desk=1)
        later(2)
        following(desk=2)
        board = queries.board(site)

        assert [(call.sign, call.desk, call.language) for call in board.now] == [("C02", 2, "")]
        assert [(call.sign, call.language) for call in board.already] == [("C01", "ar")]
        assert board.waiting == ((pole, 1),)
        assert {"need", "rank", "priority"}.isdisjoint(vars(board.already[0]))

    def test_desks_say_whom_they_have(self, take, following, site):
        take()
        called = following(desk=5)

        assert [(one.desk, one.state) for one in queries.at_desks(site)] == [(5, "called")]
        assert queries.at_desk(site, 5) == called
        assert queries.at_desk(site, 6) is None

    def test_those_set_aside_are_listed(self, take, following, site):
        take()
        missed = does("miss", following())

        assert queries.set_aside(site) == [missed]


class TestPage:
    def test_the_visitors_page_shows_the_place_and_nothing_else(self, take, site, pole, later):
        take()
        second = take()
        place = queries.place_of(second.address)

        assert (place.sign, place.before, place.state) == ("C02", 1, "waiting")
        assert set(vars(place)) == {
            "sign", "picture", "pole", "state", "before", "wait", "desk",
        }  # fmt: skip

    def test_once_called_it_says_where(self, take, following):
        ticket = take()
        following(desk=7)

        assert queries.place_of(ticket.address).desk == 7

    def test_sent_on_the_page_follows(self, take, other):
        ticket = take()
        does("send_on", ticket, pole=other)

        assert queries.place_of(ticket.address).pole == other

    def test_a_tampered_link_opens_nothing(self, take):
        address = take().address
        for position in range(len(address)):
            changed = "A" if address[position] != "A" else "B"
            tampered = address[:position] + changed + address[position + 1 :]
            found = queries.place_of(tampered)
            # The last letter of 22 carries four bits that are not read.
            assert found is None or position == 21
        for wrong in ("", "x", "é" * 22, address + "A", address[:-1], str(uuid.uuid4())):
            assert queries.place_of(wrong) is None

    def test_its_page_hears_of_the_queue_while_it_is_somebodys(self, take, site, later):
        ticket = take()

        assert queries.topic_of_place(ticket.address) == f"site/{site.pk}/queue"
        assert queries.topic_of_place("x") is None
        later(24 * 60)
        assert queries.topic_of_place(ticket.address) is None
        does("leave", ticket)
        assert queries.topic_of_place(ticket.address) is None

    def test_it_is_gone_at_midnight_and_when_the_day_closes(self, take, site, later):
        ticket = take()
        midnight = datetime.datetime(2026, 3, 3, 23, 0, tzinfo=datetime.UTC)  # in Paris

        assert queries.place_of(ticket.address, at=midnight) is None
        actions.close_day(site=site, date=TODAY, by=BY)
        assert queries.place_of(ticket.address) is None


class TestBand:
    def past(self, site, pole, waits, hour="10"):
        for minutes, n in waits.items():
            tallies.add(
                site=site,
                day=TODAY - datetime.timedelta(days=7),
                measure="visits.wait",
                cell=f"{pole.pk}/{hour}/{minutes:03}",
                n=n,
                by=BY,
            )

    def test_the_shortest_band_that_three_quarters_of_the_past_kept(self, site, pole, now):
        self.past(site, pole, {5: 6, 10: 2, 20: 1, 45: 1})

        wait = queries.band(site, pole, now)

        assert (wait.minutes, wait.basis, wait.is_long) == (10, Basis.PAST, False)

    def test_the_past_of_another_hour_says_nothing(self, site, pole, now):
        self.past(site, pole, {5: 50}, hour="15")

        assert queries.band(site, pole, now).basis == Basis.NONE

    def test_longer_than_all_bands(self, site, pole, now):
        self.past(site, pole, {45: 20})

        wait = queries.band(site, pole, now)

        assert wait.minutes is None
        assert wait.is_long

    def test_without_a_past_it_is_told_from_those_who_wait(self, site, pole, take, following, now):
        assert queries.band(site, pole, now).minutes is None
        take(), take(), take()
        assert queries.band(site, pole, now).basis == Basis.NONE
        following()

        wait = queries.band(site, pole, now)

        assert (wait.minutes, wait.basis, wait.ahead) == (30, Basis.QUEUE, 2)
        assert not queries.band(site, pole, now).is_long

    def test_several_poles_are_told_at_once(self, site, pole, other, now):
        self.past(site, pole, {5: 20})

        told = queries.bands(site, [pole.pk, other.pk], now)

        assert told[pole.pk].minutes == 5
        assert told[other.pk].basis == Basis.NONE
        assert queries.bands(site, [], now) == {}

    def test_the_whole_site_tells_one_wait_in_public(self, site, pole, other, take, following, now):
        assert queries.wait_at(site, now).minutes is None
        self.past(site, pole, {5: 6})
        take(), take()
        following()
        assert queries.wait_at(site, now).basis == Basis.QUEUE
        self.past(site, other, {20: 6})
        self.past(site, other, {45: 60}, hour="16")

        wait = queries.wait_at(site, now)

        assert (wait.minutes, wait.basis, wait.ahead) == (20, Basis.PAST, 1)

    def test_what_was_told_is_compared_with_what_came(self, site, pole, take, following, later):
        self.past(site, pole, {10: 10})
        quick, slow = take(), take()
        assert quick.promised == 10
        following()
        later(15)
        assert following() == slow

        found = queries.accuracy(site)

        assert (found.told, found.kept, found.share) == (2, 1, 0.5)
        assert queries.accuracy(site, pole) == found
        assert queries.accuracy(site, PoleFactory()).share is None
        assert agree(site)


def test_the_queue_belongs_to_whoever_calls_and_no_visitor_is_an_actor_with_a_key(take):
    assert str(visitor()) == "visitor"
    assert Ticket.objects.filter(pk=take().pk).exists()


def test_what_somebody_needs_is_said_after_the_record(take):
    ticket = take()

    said = actions.describe(ticket=ticket, language="ar", need="seat", priority=True, by=BY)

    assert (said.language, said.need, said.rank) == ("ar", "seat", Rank.PRIORITY)
    kept = actions.describe(ticket=ticket, need="", by=BY)
    assert (kept.language, kept.need, kept.rank) == ("ar", "", Rank.PRIORITY)
    assert actions.describe(ticket=ticket, priority=False, by=BY).rank == Rank.ORDINARY


def test_whoever_was_called_before_stays_at_the_head(take):
    ticket = take()
    actions.park(ticket=ticket, by=BY)
    actions.come_back(ticket=ticket, by=BY)

    assert actions.describe(ticket=ticket, priority=False, by=BY).rank == Rank.HEAD


@pytest.mark.parametrize("wrong", [{"language": "arabic"}, {"need": "money"}])
def test_what_is_no_code_says_nothing_of_a_ticket(take, wrong):
    with pytest.raises(NotCountable):
        actions.describe(ticket=take(), **wrong, by=BY)


def test_once_called_a_ticket_is_described_no_more(take):
    ticket = take()
    actions.call(ticket=ticket, desk=1, by=BY)

    with pytest.raises(WrongState):
        actions.describe(ticket=ticket, need="seat", by=BY)


def test_what_the_database_counts_of_a_wait_is_what_its_row_says(site, pole, following, now):
    """visits_next counts by itself what `of_ticket` counts of a ticket: the two never differ."""
    day = actions.open_day(site=site, at=now, by=BY)
    waits = [0, 1, 299.999999, 300, 300.000001, 599.9, 600, 3599, 3600, 5400, 10800, 10801, 40000]
    for number, seconds in enumerate(waits):
        for promised in (None, 5, 10):
            taken = now - datetime.timedelta(seconds=seconds)
            Ticket.objects.create(
                day=day,
                pole=pole,
                letter="A",
                serial=number * 100 + (promised or 0),
                place=taken,
                taken_at=taken,
                promised=promised,
            )
            assert following().called_at == now
    Ticket.objects.create(  # taken by a tablet whose clock runs fast
        day=day, pole=pole, letter="B", serial=1, promised=5, place=now,
        taken_at=now + datetime.timedelta(hours=1),
    )  # fmt: skip
    following()

    rows = [line for one in Ticket.objects.all() for line in of_ticket(one, site.zone)]
    for measure in (WAIT, PROMISE):
        expected = Counter()
        for name, cell, n in rows:
            expected[cell] += n if name == measure else 0
        assert of_day(site, TODAY, measure) == +expected


def test_the_version_of_a_site_is_another_as_soon_as_a_ticket_changed(site, take, following):
    assert queries.version(site) == ""
    ticket = take()
    taken = queries.version(site)
    assert queries.version(site) == taken
    following()
    called = queries.version(site)
    does("leave", ticket)

    assert len({taken, called, queries.version(site)}) == 3
