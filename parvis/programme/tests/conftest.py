import datetime
import uuid

import pytest

from parvis.accounts.actors import command
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.partners.tests.factories import DutyContactFactory, PartnerFactory
from parvis.programme import actions
from parvis.programme.tests.factories import SessionFactory
from parvis.tallies import actions as tallies
from parvis.tallies.queries import all_of_day

UTC = datetime.UTC
NOW = datetime.datetime(2026, 2, 3, 9, tzinfo=UTC)
"""A month before the session of the factory."""
BEGINS = datetime.datetime(2026, 3, 3, 9, tzinfo=UTC)
DAY = datetime.date(2026, 3, 3)
BY = command("test")


@pytest.fixture
def by():
    return BY


@pytest.fixture
def now(time_machine):
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def at(time_machine):
    """Moves the clock to so many minutes after the beginning; before, when negative."""

    def move(minutes):
        moment = BEGINS + datetime.timedelta(minutes=minutes)
        time_machine.move_to(moment, tick=False)
        return moment

    return move


@pytest.fixture
def site(db):
    return SiteFactory(centre=CentreFactory(), kind="main")


@pytest.fixture
def partner(site):
    partner = PartnerFactory()
    partner.centres.add(site.centre)
    return partner


@pytest.fixture
def contact(site, partner):
    return DutyContactFactory(centre=site.centre, partner=partner)


@pytest.fixture
def facts(site):
    """What a form says of a workshop with twelve places."""

    def said(**more):
        return {
            "kind": "participatory",
            "title": {"fr": "Atelier CV", "en": "CV workshop"},
            "begins": BEGINS,
            "ends": BEGINS + datetime.timedelta(hours=2),
            "centre": site.centre,
            "site": site,
            "joining": "places",
            "capacity": 12,
        } | more

    return said


@pytest.fixture
def planned(facts, now):
    def made(**more):
        given = {
            name: more.pop(name)
            for name in ("hosts", "needs", "sourced", "state", "code", "simulated")
            if name in more
        }
        return actions.schedule(facts=facts(**more), **given, by=BY)

    return made


@pytest.fixture
def published(planned):
    def made(**more):
        return actions.publish(session=planned(**more), by=BY)

    return made


@pytest.fixture
def full(published):
    """A session of twelve places, all of them held by one party of each size given."""

    def made(*sizes, **more):
        session = published(party_limit=12, **more)
        keys = [uuid.uuid4() for _ in sizes or (12,)]
        for key, size in zip(keys, sizes or (12,), strict=True):
            join(session, key=key, size=size)
        return session, keys

    return made


def seats(session):
    return session.seats.get(way="on-site", slot=None)


def join(session, key=None, size=1, **more):
    key = key or uuid.uuid4()
    return actions.join(seats=seats(session), key=key, size=size, by=BY, **more)


def counts(session, measure=None):
    """What stands in the counts of the place and day of a session."""
    found = all_of_day(session.entry.site, session.entry.day)
    return found if measure is None else found.get(measure, {})


def agree(session):
    """Whether what the acts counted is what the rows say."""
    return tallies.recount(site=session.entry.site, day=session.entry.day, by=BY) == {}


@pytest.fixture
def a_session(db):
    return SessionFactory()
