import datetime

import pytest

from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.network.tests.factories import MembershipFactory, NetworkFactory
from parvis.programme import actions
from parvis.programme.tests.conftest import BEGINS, BY, NOW
from parvis.website import http


@pytest.fixture
def fresh_pace():
    http.JOINING.forget()
    yield
    http.JOINING.forget()


@pytest.fixture
def now(time_machine):
    """A month before the sessions of the factories, in Paris."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def home_network(db):
    return NetworkFactory(short_name={"fr": "RX", "en": "NX"})


@pytest.fixture
def here(home_network):
    """A centre of the home network, with its site."""
    centre = CentreFactory(code="cdm-here", name="Here", city="Hereville")
    MembershipFactory(network=home_network, centre=centre)
    return SiteFactory(centre=centre, kind="main", name={"en": "House"}, city="Hereville")


@pytest.fixture
def publish(here, now):
    """Plan and publish a workshop with twelve places, the way the office does."""

    def made(*, hosts=None, needs=None, **facts):
        given = {
            "kind": "participatory",
            "title": {"fr": "Atelier CV", "en": "CV workshop"},
            "begins": BEGINS,
            "ends": facts.get("begins", BEGINS) + datetime.timedelta(hours=2),
            "centre": here.centre,
            "site": here,
            "joining": "places",
            "capacity": 12,
            "themes": ["employment"],
        } | facts
        more = {name: value for name, value in (("hosts", hosts), ("needs", needs)) if value}
        session = actions.schedule(facts=given, by=BY, **more)
        return actions.publish(session=getattr(session, "row", session), by=BY)

    return made
