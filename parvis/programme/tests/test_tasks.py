"""The clock: what is over is held, offers pass on, what was promised to go goes."""

import datetime
import uuid

import pytest

from parvis.partners.tests.factories import PartnerFactory
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


def test_places_kept_for_a_group_longer_than_was_said_go_to_the_line(published, at, now):
    session = published(party_limit=12)
    until = session.entry.begins - datetime.timedelta(hours=2)
    kept = {"seats": seats(session), "partner": PartnerFactory(), "by": BY}
    late = actions.hold_places(places=4, until=until, **kept)
    actions.hold_places(places=2, **kept)
    waits = uuid.uuid4()
    join(session, key=waits, size=9)
    at(-121)
    tasks.pass_on()
    assert queries.party(waits).state == "waiting"

    at(-119)
    tasks.pass_on()

    late.refresh_from_db()
    assert late.over
    assert queries.party(waits).state == "offered"
    assert (seats(session).set_aside, seats(session).offered) == (2, 9)


def test_parties_go_three_days_after(full, at):
    full(3)
    at(120 + 60 * 24 * 3 - 1)
    tasks.erase()
    assert Participation.objects.exists()

    at(120 + 60 * 24 * 3 + 1)
    tasks.erase()

    assert not Participation.objects.exists()
