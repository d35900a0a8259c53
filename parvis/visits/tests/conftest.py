import datetime
import uuid

import pytest

from parvis.accounts.actors import command, device
from parvis.centres.tests.factories import CentreFactory, HoursFactory, PoleFactory, SiteFactory
from parvis.devices import actions as devices
from parvis.visits import actions
from parvis.visits.enums import Band

MORNING = datetime.datetime(2026, 3, 3, 9, 30, tzinfo=datetime.UTC)
"""A Tuesday, half past ten in Paris."""
BY = command("test")


@pytest.fixture
def by():
    return BY


@pytest.fixture
def site(db):
    return SiteFactory(centre=CentreFactory(), kind="main")


@pytest.fixture
def pole(site):
    return PoleFactory(centre=site.centre, need="employment")


@pytest.fixture
def other(site):
    return PoleFactory(centre=site.centre, need="training")


@pytest.fixture
def now(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return MORNING


@pytest.fixture
def later(time_machine):
    """Moves the clock forward by minutes."""

    def move(minutes):
        time_machine.shift(datetime.timedelta(minutes=minutes))

    return move


@pytest.fixture
def opening(site):
    """Open from nine to five every day."""
    return [HoursFactory(site=site, weekday=day) for day in range(1, 8)]


@pytest.fixture
def tablet(site):
    return devices.issue(site=site, kind="desk", name="Tablet", by=BY).device


@pytest.fixture
def asks_all(site):
    """The site asks every band of everybody."""
    return actions.set_up(site=site, bands=Band.values, regime="always", by=BY).row


@pytest.fixture
def record(site, now):
    def made(**more):
        return actions.record(**{"site": site, "key": uuid.uuid4(), "by": BY} | more)

    return made


@pytest.fixture
def take(record, pole, time_machine):
    """A ticket for the pole, a moment after the one before."""

    def made(**more):
        time_machine.shift(0.001)
        return record(**{"pole": pole} | more).ticket

    return made


@pytest.fixture
def wire(tablet):
    """A record as the tablet writes it."""

    def written(kind="visit", at=MORNING, **more):
        return {"kind": kind, "key": str(uuid.uuid4()), "at": at.isoformat()} | more

    return written


@pytest.fixture
def merge(site, tablet, now):
    def made(records, sent_at=None, **more):
        given = {"site": site, "device": tablet, "by": device(tablet.pk)} | more
        return actions.merge(records=records, sent_at=sent_at or now, **given)

    return made
