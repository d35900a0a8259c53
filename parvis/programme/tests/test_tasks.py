"""The clock: what is over is held, offers pass on, what was promised to go goes."""

import datetime
import uuid

import pytest

from parvis.programme import actions, queries, tasks
from parvis.programme.enums import SessionState
from parvis.programme.models import Participation, Session
from parvis.programme.tests.conftest import BY, join, seats

pytestmark = pytest.mark.django_db


def test_what_has_ended_is_held(published, at):
    published()
    at(119)
    tasks.hold()
    assert Session.objects.get().state == SessionState.PUBLISHED

    at(121)
    tasks.hold()

    assert Session.objects.get().state == SessionState.HELD


def test_offers_pass_on(full, now, time_machine):
    session, (key,) = full()
    first, second = uuid.uuid4(), uuid.uuid4()
    join(session, key=first, size=12)
    join(session, key=second, size=12)
    actions.leave(key=key, by=BY)
    time_machine.shift(datetime.timedelta(hours=25))

    tasks.pass_on()

    assert queries.party(second).state == "offered"
    assert seats(session).offered == 12


def test_parties_go_three_days_after(full, at):
    full(3)
    at(120 + 60 * 24 * 3 - 1)
    tasks.erase()
    assert Participation.objects.exists()

    at(120 + 60 * 24 * 3 + 1)
    tasks.erase()

    assert not Participation.objects.exists()
