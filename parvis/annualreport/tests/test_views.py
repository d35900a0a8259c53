import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.annualreport import views
from parvis.annualreport.tests.factories import TextFactory
from parvis.annualreport.tests.test_queries import another, observe
from parvis.centres.tests.factories import CentreFactory
from parvis.governance.tests.factories import MandateFactory, MeetingFactory
from parvis.network.models import Network
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    network = NetworkFactory(short_name={"fr": "RX", "en": "NX"})
    users = observe(network, "users-received", value=555000, qualifier="more_than")
    users.sources.add(SourceFactory())
    TextFactory(network=network, body="Nous avons reçu [[users-received-2024]] personnes.")
    return network


def _more(network, number):
    for _ in range(number):
        membership = MembershipFactory(network=network)
        fact = FactFactory(network=network)
        LabelFactFactory(network=network, centre=membership.centre, decided=True)
        mandate = MandateFactory(office__body__network=network, person__network=network)
        MeetingFactory(body=mandate.body)
        source = SourceFactory()
        for cited in (membership, fact, mandate):
            cited.sources.add(source)
        observe(network, f"indicator-of-{fact.code}", code=f"of-{fact.code}", fact=fact)


@pytest.mark.parametrize("path", ["/fr/reports/2024/", "/fr/reports/"])
def test_a_page_costs_the_same_whatever_it_holds(client, network, path, monkeypatch):
    # Nothing is kept: whether it would be hangs on what another worker's tests commit meanwhile.
    monkeypatch.setattr(views, "settled_head", lambda: None)
    asked = []
    for number in (1, 2):
        _more(network, number)
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[0] <= 32


def test_a_card_costs_the_same_whatever_it_holds(client, network):
    users = network.observations.get()
    asked = []
    for number in (1, 2):
        for _ in range(number):
            another(users, scope="centre", centre=CentreFactory())
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/fr/figures/users-received-2024/").status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_every_figure_of_a_text_is_a_link_to_its_card(client, network):
    page = client.get("/en/reports/2024/").content.decode()

    assert 'href="/en/figures/users-received-2024/"' in page
    assert "To be written by the Secretary General" in page
    assert "Draft" in page


def test_a_year_nobody_published_says_so(client, network):
    answer = client.get("/en/reports/2023/")

    assert answer.status_code == 404
    assert "not published" in answer.content.decode()
    assert 'href="/en/reports/2024/"' in answer.content.decode()


def test_the_simulated_network_says_it_on_every_page_and_keeps_to_its_own_addresses(
    client, network
):
    other = NetworkFactory(code="example", simulated=True)
    observe(other, "users-received", value=1)

    for path in ("reports/", "reports/2024/", "figures/users-received-2024/", "reports/1999/"):
        page = client.get(f"/en/networks/example/{path}").content.decode()
        assert "Example network: everything is simulated" in page
        assert "[simulated]" in page.split("</title>")[0]
    page = client.get("/en/networks/example/reports/2024/").content.decode()
    assert 'href="/en/networks/example/figures/users-received-2024/"' in page
    assert 'href="/en/figures/' not in page


@pytest.mark.parametrize(
    "path",
    ["/fr/networks/nowhere/reports/", "/fr/figures/nothing/", "/fr/networks/x/reports/2024/"],
)
def test_what_does_not_exist_is_not_found(client, network, path):
    assert client.get(path).status_code == 404


def test_an_installation_without_a_network_has_no_report(client):
    assert not Network.objects.exists()
    assert client.get("/fr/reports/").status_code == 404


def test_a_card_leads_to_its_twin_and_back_to_its_report(client, network):
    page = client.get("/fr/figures/users-received-2024/").content.decode()

    assert 'href="/en/figures/users-received-2024/"' in page
    assert 'href="/fr/reports/2024/"' in page
    assert "plus de" in page
    assert "non précisée dans la source" in page
