"""Whatever is done in whatever order: nothing oversold, and counts are those of the rows."""

import datetime
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.kernel.errors import ParvisError
from parvis.programme import actions, queries
from parvis.programme.enums import PlaceState
from parvis.programme.models import Participation, Seats, Session
from parvis.programme.tests.conftest import BEGINS, BY, agree, join, seats

pytestmark = pytest.mark.django_db
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "join",
                "leave",
                "resize",
                "accept",
                "pass",
                "arrive",
                "back",
                "walk",
                "want",
                "count",
                "think",
                "fewer",
                "close",
            )
        ),
        st.integers(0, 5),
        st.integers(1, 4),
    ),
    max_size=25,
)


def _act(session: Session, keys: list[uuid.UUID], word: str, which: int, n: int) -> None:
    places, door = seats(session), BEGINS - datetime.timedelta(minutes=5)
    key = keys[which]
    party = queries.party(key)
    match word:
        case "join":
            join(session, key=key, size=n)
        case "leave":
            actions.leave(key=key, by=BY)
        case "resize":
            actions.resize(key=key, size=n, by=BY)
        case "accept":
            actions.accept(key=key, by=BY)
        case "pass":
            actions.pass_on(seats=places.pk, at=door, by=BY)
        case "arrive" if party is not None:
            actions.arrive(party=party, size=n if which else None, at=door, by=BY)
        case "back" if party is not None:
            actions.take_back_arrival(party=party, at=door, by=BY)
        case "walk":
            actions.walk_in(seats=places, n=n - 2, anyway=which > 2, at=door, by=BY)
        case "want":
            actions.want_one_more(seats=places, by=BY)
        case "count":
            actions.headcount(session=session, n=n, at=BEGINS, by=BY)
        case "think":
            actions.feedback(session=session, face=1 + n % 3, at=BEGINS, by=BY)
        case "fewer":
            actions.change(session=session, facts={"capacity": 4 + n}, by=BY)
        case "close":
            actions.close_attendance(session=session, at=BEGINS, by=BY)


@given(acts=ACTS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_done_nothing_is_oversold_and_counts_are_those_of_the_rows(published, acts):
    with transaction.atomic():
        session = published(capacity=6)
        keys = [uuid.uuid4() for _n in range(6)]
        for word, which, n in acts:
            try:
                _act(session, keys, word, which, n)
            except ParvisError:
                continue  # refused, in a sentence: nothing was done
            session = Session.objects.select_related("entry__site__centre").get(pk=session.pk)
            _hold_together(session)
        assert agree(session)
        transaction.set_rollback(True)


def _hold_together(session: Session) -> None:
    """The numbers are those of the parties, and no place is given twice."""
    row = Seats.objects.get(session=session)
    people = dict.fromkeys(PlaceState, 0)
    for party in Participation.objects.filter(seats=row):
        people[PlaceState(party.state)] += party.size
    if session.state != "attended":
        assert row.held == people[PlaceState.HELD] + people[PlaceState.CAME]
        assert row.came == people[PlaceState.CAME]
    assert row.offered == people[PlaceState.OFFERED]
    assert row.waiting == people[PlaceState.WAITING]
    assert row.held + row.offered + row.set_aside <= row.capacity
