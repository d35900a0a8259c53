import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from parvis.annualreport.tests.test_queries import observe
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.governance.tests.factories import MandateFactory
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)
from parvis.sources.tests.factories import SourceFactory
from parvis.website import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return NetworkFactory(short_name={"fr": "RX", "en": "NX"}, about={"en": "About us."})


def test_the_first_page_asks_for_a_language_and_keeps_nothing(client):
    answer = client.get("/")

    assert 'href="/fr/"' in answer.content.decode()
    assert 'href="/en/"' in answer.content.decode()
    assert not answer.cookies


def test_the_home_counts_members_of_the_last_year_told(client, network):
    observe(network, "users-received", year=2024)
    MembershipFactory(network=network, start="2010", end="2025-06-26")
    MembershipFactory(network=network, centre=CentreFactory(country="BE", overseas=True))
    MembershipFactory(network=network, start="2025", centre__name="Late")
    MembershipFactory(network=network, kind="associate")

    page = client.get("/en/").content.decode()

    assert "31 December 2024" in page
    assert "Late" not in page
    assert "Belgium" in page
    assert 'href="/en/reports/2024/"' in page


def test_the_home_of_a_network_that_told_nothing_yet_is_of_today(client, network):
    MembershipFactory(network=network, centre__name="Here")

    page = client.get("/en/").content.decode()

    assert "Here" in page
    assert "Nothing has been published yet" in page


def test_the_switch_says_which_network_is_on_screen(client, network):
    NetworkFactory(code="example", simulated=True, short_name={"en": "Example"})

    page = client.get("/en/networks/example/").content.decode()

    assert '<a href="/en/networks/example/" aria-current="true">' in page
    assert '<a href="/en/">' in page


def test_a_centre_tells_its_life_with_its_sources(client, network):
    centre = CentreFactory(code="cdm-here", name="Here")
    MembershipFactory(network=network, centre=centre, start="2024-04-25", end="2025")
    SiteFactory(centre=centre, name={"en": "House"})
    site = SiteFactory(centre=centre, name={"en": "Bus"}, kind="mobile")
    FactFactory(network=network, centre=centre, kind="opened", date="2025-04", site=site)
    FactFactory(network=network, centre=centre, kind="opened", date="1999", standing="external")
    LabelFactFactory(network=network, centre=centre, date="2024-11").sources.add(SourceFactory())

    page = client.get("/en/cdm-here/").content.decode()

    assert page.index("1999") < page.index("November 2024") < page.index("April 2025")
    assert "external" in page
    assert "outcome not stated in the source" in page
    assert "operating label granted" in page.lower()
    assert "not recorded" in page


@pytest.mark.parametrize("path", ["/en/nowhere/", "/en/networks/nothing/"])
def test_what_does_not_exist_is_not_found(client, network, path):
    CentreFactory(code="nowhere")  # a centre that never was in this network

    assert client.get(path).status_code == 404


def test_a_page_without_a_network_has_neither_switch_nor_menu():
    assert queries.switch({}) is None
    assert queries.menu({}) is None


def test_the_home_costs_the_same_whatever_it_holds(client, network):
    asked = []
    for number in (1, 2):
        for _ in range(number):
            MembershipFactory(network=network).sources.add(SourceFactory())
            MandateFactory(office__body__network=network, person__network=network)
        client.get("/en/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/")
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_the_program_says_that_it_runs_and_whether_it_can_serve(client, monkeypatch):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").status_code == 503
    NetworkFactory()
    assert client.get("/readyz").content == b"ready\n"

    def away():
        raise OperationalError

    monkeypatch.setattr("parvis.website.queries.is_ready", away)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
