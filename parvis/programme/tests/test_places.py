"""Places held without a name, the line, offers, and giving back."""

import datetime
import uuid

import pytest

from parvis.programme import actions, queries
from parvis.programme.enums import PlaceState
from parvis.programme.errors import (
    Full,
    JoiningClosed,
    NoSignLeft,
    NotAKey,
    NotPossible,
    OfferOver,
    PlaceUnknown,
    WrongState,
)
from parvis.programme.models import Participation, Seats
from parvis.programme.tests.conftest import BEGINS, BY, NOW, agree, counts, join, seats
from parvis.programme.tests.factories import SeatsFactory

pytestmark = pytest.mark.django_db


def standing(session, key):
    return queries.party(key).state


def numbers(session, *names):
    return tuple(getattr(seats(session), name) for name in names)


def test_join_holds_a_place_under_a_sign(published):
    session, key = published(), uuid.uuid4()

    joined = join(session, key=key, size=2)

    assert joined.new
    assert joined.party.state == PlaceState.HELD
    assert joined.party.sign[0] == "A"
    assert len(joined.party.sign) == 4
    assert queries.party(key).sign == joined.party.sign
    assert numbers(session, "held", "waiting", "serial") == (2, 0, 1)


def test_join_asked_twice_with_one_key_is_one_party(published):
    session, key = published(), uuid.uuid4()
    first = join(session, key=key)

    again = join(session, key=key, size=3)

    assert not again.new
    assert again.party.pk == first.party.pk
    assert again.party.sign == first.party.sign
    assert numbers(session, "held", "serial") == (1, 1)


def test_join_waits_when_it_is_full_and_behind_whoever_waits(full):
    session, _keys = full(11)

    two, one = join(session, size=2).party, join(session).party

    assert (two.state, two.place) == (PlaceState.WAITING, 1)
    # One place is free, and is not given past those who wait for two.
    assert (one.state, one.place) == (PlaceState.WAITING, 2)
    assert queries.ahead(one) == 1
    assert numbers(session, "held", "waiting") == (11, 3)


def test_join_without_a_limit_never_waits(published):
    session = published(capacity=None)

    assert join(session, size=5).party.state == PlaceState.HELD
    assert str(queries.left(seats(session)).word.value) == "unlimited"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"joining": "open"}, JoiningClosed),
        ({"joining": "door"}, JoiningClosed),
        ({"joining": "named", "kind": "seminar"}, JoiningClosed),
        ({"closes_before": 60 * 24 * 40}, JoiningClosed),
        ({"begins": BEGINS + datetime.timedelta(days=366)}, JoiningClosed),
    ],
    ids=["open", "door", "named", "closed", "far"],
)
def test_join_is_refused_where_no_place_is_given(published, more, refusal):
    if "begins" in more:
        more["ends"] = more["begins"] + datetime.timedelta(hours=2)

    with pytest.raises(refusal):
        join(published(**more))


def test_join_is_refused_before_it_is_published_and_once_it_is_called_off(planned):
    session = planned()
    with pytest.raises(JoiningClosed):
        join(session)

    actions.publish(session=session, by=BY)
    actions.cancel(session=session, by=BY)

    with pytest.raises(JoiningClosed):
        join(session)


def test_join_is_refused_once_it_has_begun(published, at):
    session = published()
    at(1)

    with pytest.raises(JoiningClosed):
        join(session)


def test_join_is_refused_where_places_were_shut_by_hand(published):
    session = published()
    Seats.objects.filter(session=session).update(given=False)

    with pytest.raises(JoiningClosed):
        join(session)


@pytest.mark.parametrize("size", [0, 6, -1])
def test_join_takes_no_party_too_large_or_empty(published, size):
    with pytest.raises(NotPossible):
        join(published(), size=size)


def test_join_takes_no_party_larger_than_the_room(published):
    with pytest.raises(NotPossible):
        join(published(capacity=2), size=3)


def test_join_takes_no_key_that_tells_a_time(published):
    session = published()

    with pytest.raises(NotAKey):
        join(session, key=uuid.uuid1())


def test_every_sign_is_another_and_leads_back_to_its_party(db):
    seats = SeatsFactory(start=123)

    signs = [seats.sign_of(number) for number in range(9900)]

    assert len(set(signs)) == 9900
    assert {len(sign) for sign in signs[:900]} == {4}
    assert {len(sign) for sign in signs[900:]} == {5}
    for number in (0, 1, 899, 900, 9899):
        digits = int(seats.sign_of(number)[1:])
        assert queries.places.number_of(seats, digits) == number
    assert queries.places.number_of(seats, 99) is None


def test_when_every_sign_was_given_one_is_sent_to_the_door(published):
    session, key = published(capacity=None), uuid.uuid4()
    join(session, key=key)
    Seats.objects.filter(session=session).update(serial=9900)

    with pytest.raises(NoSignLeft):
        join(session)
    assert actions.resize(key=key, size=2, by=BY).size == 2


def test_a_party_is_found_by_its_sign_however_typed(published):
    session = published()
    party = join(session).party

    found = queries.party_by_sign(session, f" {party.sign[0].lower()} {party.sign[1:]} ")

    assert found == party
    assert found.sign == party.sign
    for nothing in ("", "A", "Z123", "A1", "A12x"):
        assert queries.party_by_sign(session, nothing) is None


def test_leave_gives_the_place_to_the_line_for_a_while(full):
    session, (_key, other) = full(10, 2)
    waiting = uuid.uuid4()
    join(session, key=waiting)

    left = actions.leave(key=other, by=BY)

    assert left.state == PlaceState.LEFT
    offered = queries.party(waiting)
    assert offered.state == PlaceState.OFFERED
    # A third of four weeks is more than a day.
    assert offered.until == NOW + datetime.timedelta(hours=24)
    assert numbers(session, "held", "offered", "waiting", "gave_back") == (10, 1, 0, 2)
    assert counts(session, "programme.places") == {"participatory/gave-back": 2}
    assert agree(session)


def test_leave_twice_is_leaving_once(full):
    session, (key,) = full()

    actions.leave(key=key, by=BY)
    actions.leave(key=key, by=BY)

    assert numbers(session, "held", "gave_back") == (0, 12)


def test_leave_the_line_counts_as_nothing_given_back(full):
    session, _keys = full()
    key = uuid.uuid4()
    join(session, key=key)

    actions.leave(key=key, by=BY)

    assert numbers(session, "waiting", "gave_back") == (0, 0)
    assert counts(session) == {}


def test_leave_with_a_key_of_nobody_leads_nowhere(full):
    full()

    with pytest.raises(PlaceUnknown):
        actions.leave(key=uuid.uuid4(), by=BY)


def test_leave_is_for_those_who_have_not_come(full, at):
    _session, (key,) = full()
    at(-10)
    actions.arrive(party=queries.party(key), by=BY)

    with pytest.raises(WrongState):
        actions.leave(key=key, by=BY)


def test_a_party_larger_than_what_is_free_is_not_passed_by(full):
    session, keys = full(6, 5, 1)
    large, small = uuid.uuid4(), uuid.uuid4()
    join(session, key=large, size=3)
    join(session, key=small)

    actions.leave(key=keys[2], by=BY)
    assert standing(session, large) == standing(session, small) == PlaceState.WAITING

    actions.leave(key=keys[1], by=BY)
    assert standing(session, large) == standing(session, small) == PlaceState.OFFERED


def test_nothing_is_offered_once_it_has_begun(full, at):
    session, (key,) = full()
    waiting = uuid.uuid4()
    join(session, key=waiting)
    at(5)

    actions.leave(key=key, by=BY)

    assert standing(session, waiting) == PlaceState.WAITING


@pytest.fixture
def offered(full):
    """A place offered to the first of two who wait."""
    session, (_first, last) = full(11, 1)
    keys = uuid.uuid4(), uuid.uuid4()
    for key in keys:
        join(session, key=key)
    actions.leave(key=last, by=BY)
    return session, keys


def test_accept_takes_what_was_offered_and_once(offered):
    session, (key, _next) = offered

    actions.accept(key=key, by=BY)
    again = actions.accept(key=key, by=BY)

    assert again.state == PlaceState.HELD
    assert numbers(session, "held", "offered", "waiting") == (12, 0, 1)


def test_an_offer_not_taken_goes_to_the_next_and_its_party_waits_again(offered, now, time_machine):
    session, (key, following) = offered
    time_machine.shift(datetime.timedelta(hours=25))

    assert queries.places.waiting_offers() == [seats(session).pk]
    assert actions.pass_on(seats=seats(session).pk, by=BY) == 1

    assert standing(session, following) == PlaceState.OFFERED
    assert standing(session, key) == PlaceState.WAITING
    with pytest.raises(OfferOver):
        actions.accept(key=key, by=BY)
    assert actions.pass_on(seats=seats(session).pk, by=BY) == 0
    assert numbers(session, "held", "offered", "waiting") == (11, 1, 1)


def test_an_offer_near_the_beginning_is_short(offered, at):
    _session, (key, following) = offered
    at(-30)

    actions.leave(key=key, by=BY)

    # A third of half an hour would be ten minutes; a quarter of an hour is the least.
    assert queries.party(following).until == BEGINS - datetime.timedelta(minutes=15)


def test_accept_nothing_that_was_given_back(full):
    _session, (key,) = full()
    actions.leave(key=key, by=BY)

    with pytest.raises(WrongState):
        actions.accept(key=key, by=BY)


def test_resize_up_while_places_are_free_and_down_for_the_next(full):
    session, (key, other) = full(4, 6)

    assert actions.resize(key=key, size=5, by=BY).size == 5
    assert actions.resize(key=key, size=5, by=BY).size == 5
    waiting = uuid.uuid4()
    join(session, key=waiting, size=2)
    with pytest.raises(Full):
        actions.resize(key=key, size=6, by=BY)
    actions.resize(key=other, size=5, by=BY)

    assert standing(session, waiting) == PlaceState.OFFERED
    assert numbers(session, "held", "offered", "waiting") == (10, 2, 0)


def test_resize_in_the_line_and_when_offered(offered):
    session, (key, following) = offered

    actions.resize(key=following, size=2, by=BY)
    assert numbers(session, "held", "offered", "waiting") == (11, 1, 2)
    with pytest.raises(Full):
        actions.resize(key=key, size=2, by=BY)
    with pytest.raises(NotPossible):
        actions.resize(key=following, size=13, by=BY)


def test_resize_is_for_those_who_still_hold_or_wait(full):
    _session, (key,) = full()
    actions.leave(key=key, by=BY)

    with pytest.raises(WrongState):
        actions.resize(key=key, size=1, by=BY)


def test_want_one_more_is_counted_and_tells_who_plans(full):
    session, _keys = full()

    actions.want_one_more(seats=seats(session), by=BY)

    assert actions.want_one_more(seats=seats(session), by=BY) == 2
    assert queries.wishes(session) == 2
    assert counts(session, "programme.wanted") == {"participatory": 2}
    assert agree(session)


def test_an_address_is_a_key_and_back():
    key = uuid.uuid4()

    assert queries.key_of(queries.address_of(key)) == key
    assert len(queries.address_of(key)) == 22
    for wrong in ("", "abc", "é" * 22, "=" * 22, "!" * 22):
        with pytest.raises(PlaceUnknown):
            queries.key_of(wrong)


def test_no_key_is_kept(published):
    session, key = published(), uuid.uuid4()
    join(session, key=key)

    row = Participation.objects.values().get()

    assert key not in row.values()
    assert key.bytes not in [bytes(v) for v in row.values() if isinstance(v, memoryview)]


# -- groups


@pytest.fixture
def group(published, partner):
    session = published()
    return session, actions.hold_places(seats=seats(session), partner=partner, places=8, by=BY)


def test_places_of_a_group_are_nobody_elses(group):
    session, held = group

    assert str(held)
    assert join(session, size=4).party.state == PlaceState.HELD
    assert join(session).party.state == PlaceState.WAITING
    assert numbers(session, "set_aside", "held", "waiting") == (8, 4, 1)


def test_a_group_gives_back_to_the_line_and_once(group):
    session, held = group
    key = uuid.uuid4()
    join(session, size=5)
    join(session, key=key, size=1)

    for _time in range(2):
        actions.give_places_back(group=held, by=BY)

    assert standing(session, key) == PlaceState.OFFERED
    assert numbers(session, "set_aside") == (0,)


def test_a_group_comes_and_what_it_does_not_use_is_free(group, at):
    session, held = group
    at(-5)

    came = actions.group_came(group=held, n=6, by=BY)

    assert (came.came, came.over) == (6, True)
    assert numbers(session, "set_aside", "walked_in") == (0, 6)
    assert seats(session).free == 6
    assert agree(session)
    with pytest.raises(WrongState):
        actions.group_came(group=held, n=6, by=BY)


def test_a_group_is_refused_where_there_is_no_room(full, partner):
    session, _keys = full(11)

    with pytest.raises(Full):
        actions.hold_places(seats=seats(session), partner=partner, places=2, by=BY)
    with pytest.raises(NotPossible):
        actions.hold_places(seats=seats(session), partner=partner, places=0, by=BY)
    join(session, size=2)
    with pytest.raises(Full):
        actions.hold_places(seats=seats(session), partner=partner, places=1, by=BY)


def test_a_group_is_for_what_is_to_come(published, partner):
    session = published(capacity=None)
    actions.hold_places(seats=seats(session), partner=partner, places=200, by=BY)
    actions.cancel(session=session, by=BY)

    with pytest.raises(WrongState):
        actions.hold_places(seats=seats(session), partner=partner, places=1, by=BY)


# -- at the door


def test_arrive_in_one_tap_and_once(full, at):
    session, (key, _other) = full(2, 3)
    at(-20)
    party = queries.party(key)

    actions.arrive(party=party, by=BY)
    actions.arrive(party=party, by=BY)

    assert numbers(session, "held", "came") == (5, 2)
    assert counts(session, "programme.places") == {"participatory/came": 2}
    assert counts(session, "programme.participants") == {"participatory/counted": 2}
    assert agree(session)


def test_arrive_fewer_than_was_said(full, at):
    session, (key,) = full(4)
    at(-20)

    actions.arrive(party=queries.party(key), size=3, by=BY)

    assert numbers(session, "held", "came", "absent") == (3, 3, 1)
    actions.arrive(party=queries.party(key), size=5, by=BY)
    assert numbers(session, "held", "came", "absent") == (5, 5, 1)
    assert agree(session)


def test_arrive_taken_back_holds_the_place_again(full, at):
    session, (key,) = full(4)
    at(-20)
    party = queries.party(key)
    actions.arrive(party=party, by=BY)

    for _time in range(2):
        actions.take_back_arrival(party=party, by=BY)

    assert numbers(session, "held", "came") == (4, 0)
    assert counts(session) == {}
    assert agree(session)


def test_arrive_from_the_line_when_there_is_room(full, at):
    session, (key,) = full()
    waiting = uuid.uuid4()
    join(session, key=waiting, size=2)
    at(-10)

    with pytest.raises(Full):
        actions.arrive(party=queries.party(waiting), by=BY)
    # Even «anyway» gives no place twice: who walks in is counted as such.
    with pytest.raises(Full):
        actions.arrive(party=queries.party(waiting), anyway=True, by=BY)
    actions.resize(key=key, size=10, by=BY)
    actions.arrive(party=queries.party(waiting), by=BY)

    assert numbers(session, "held", "offered", "came", "waiting") == (12, 0, 2, 0)
    assert agree(session)


def test_arrive_anyway_past_people_who_walked_in(full, at):
    session, (key,) = full(10)
    at(-10)
    actions.walk_in(seats=seats(session), n=2, by=BY)
    party = queries.party(key)

    with pytest.raises(Full):
        actions.arrive(party=party, size=11, by=BY)
    actions.arrive(party=party, size=11, anyway=True, by=BY)

    assert numbers(session, "held", "came", "walked_in") == (11, 11, 2)
    assert agree(session)


def test_the_door_is_not_kept_the_day_before_nor_for_what_is_called_off(full, at, now):
    session, (key,) = full()
    party = queries.party(key)

    with pytest.raises(NotPossible):
        actions.arrive(party=party, by=BY)
    actions.cancel(session=session, by=BY)
    at(0)
    with pytest.raises(WrongState):
        actions.arrive(party=party, by=BY)


def test_arrive_after_the_attendance_was_closed(full, at):
    session, (key,) = full()
    party = queries.party(key)
    at(130)
    actions.close_attendance(session=session, by=BY)

    with pytest.raises(WrongState):
        actions.arrive(party=party, by=BY)


def test_walk_in_takes_free_places_first_and_more_when_it_is_said(full, at):
    session, _keys = full(11)
    at(-10)

    actions.walk_in(seats=seats(session), by=BY)
    with pytest.raises(Full):
        actions.walk_in(seats=seats(session), by=BY)
    actions.walk_in(seats=seats(session), anyway=True, by=BY)

    assert numbers(session, "walked_in") == (2,)
    actions.walk_in(seats=seats(session), n=-5, by=BY)
    assert numbers(session, "walked_in") == (0,)
    assert counts(session) == {}
    assert agree(session)


def test_parties_at_the_door_are_those_who_have_not_gone(full):
    session, (key, other) = full(2, 3)
    actions.leave(key=other, by=BY)

    assert [party.sign for party in queries.parties(session)] == [queries.party(key).sign]


def test_presence_is_in_people_over_every_way_in(full, at):
    session, (key,) = full(7, presence="both", online_capacity=5)
    at(-10)
    actions.arrive(party=queries.party(key), by=BY)
    actions.walk_in(seats=seats(session), n=2, by=BY)

    found = queries.presence(session.seats.all())

    assert (found.present, found.expected, found.waiting, found.capacity) == (9, 0, 0, 17)
    session.seats.update(capacity=None)
    assert queries.presence(session.seats.all()).capacity is None


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "said"),
    [
        (None, 0, 0, "unlimited"),
        (40, 0, 0, "many"),
        (40, 32, 0, "last"),
        (12, 9, 0, "last"),
        (12, 4, 0, "many"),
        (12, 12, 0, "full"),
        (12, 11, 2, "full"),
    ],
    ids=str,
)
def test_places_are_said_in_words_and_in_numbers_from_eleven_up(capacity, taken, waiting, said):
    row = Seats(capacity=capacity, held=taken, waiting=waiting, given=True)

    left = queries.left(row)

    assert left.word == said
    assert left.n == (40 if taken == 0 and capacity else None)
    assert ("40" in str(left)) is (left.n == 40)
    row.given = False
    assert queries.left(row).word == "closed"


def test_seats_are_found_by_way_and_by_slot(published):
    session = published(presence="both")
    slot = actions.keep_slot(
        session=session, begins=BEGINS, ends=BEGINS + datetime.timedelta(hours=1), places=3, by=BY
    ).row

    assert queries.seats_of(session).letter == "A"
    assert queries.seats_of(session, "online").letter == "B"
    assert queries.seats_of(session, slot=slot.pk).capacity == 3
