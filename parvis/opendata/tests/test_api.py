import pytest

from parvis.governance.tests.factories import MandateFactory, OfficeFactory
from parvis.indicators.tests.factories import ObservationFactory
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return NetworkFactory(code="home")


def fill(network, rows):
    for number in range(rows):
        centre = MembershipFactory(network=network).centre
        FactFactory(network=network, centre=centre, kind="opened")
        LabelFactFactory(network=network, centre=centre, decided=True)
        LabelFactFactory(network=network, centre=centre, decision="presented", decided=None)
        LabelFactFactory(network=network, centre=centre, decided=False, date="2023")
        ObservationFactory(definition__indicator__network=network)
        ObservationFactory(definition__indicator__network=network, qualifier="words", value=None)
        MandateFactory(office=OfficeFactory(body__network=network, body__code=f"body-{number}"))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/api/v1/members?as_of=2025-12-31", 14),
        ("/api/v1/bodies?as_of=2025-12-31", 10),
        ("/api/v1/figures?year=2024", 8),
    ],
)
def test_the_api_costs_the_same_for_one_row_and_for_three(
    client, network, rows, path, queries, django_assert_num_queries
):
    fill(network, rows)

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200
    assert response.cookies == {}


def test_every_answer_of_a_simulated_network_says_so(client):
    NetworkFactory(code="made-up", simulated=True)

    for path in ("members", "bodies", "figures?year=2024"):
        assert client.get(f"/api/v1/{path}").json()["simulated"] is True


def test_a_year_without_figures_is_not_published(client, network):
    assert client.get("/api/v1/figures?year=2022").json()["published"] is False


def test_the_api_describes_itself(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert set(paths) == {"/api/v1/members", "/api/v1/bodies", "/api/v1/figures"}
