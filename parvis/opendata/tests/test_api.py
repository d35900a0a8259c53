import datetime

import pytest

from parvis.centres.tests.factories import SiteFactory
from parvis.governance.tests.factories import MandateFactory, OfficeFactory
from parvis.indicators.tests.factories import ObservationFactory
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)
from parvis.programme.tests.factories import HostFactory, SeatsFactory, SessionFactory

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

    for path in ("members", "bodies", "figures?year=2024", "sessions"):
        assert client.get(f"/api/v1/{path}").json()["simulated"] is True


def test_a_year_without_figures_is_not_published(client, network):
    assert client.get("/api/v1/figures?year=2022").json()["published"] is False


def test_the_api_describes_itself(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert set(paths) == {
        "/api/v1/members",
        "/api/v1/bodies",
        "/api/v1/figures",
        "/api/v1/sessions",
    }


class TestSessions:
    @pytest.fixture
    def site(self, network):
        centre = MembershipFactory(network=network, centre__code="cdm-here").centre
        return SiteFactory(centre=centre, kind="main")

    def asked(self, client, **query):
        return client.get("/api/v1/sessions", {"first": "2026-03-01"} | query)

    def test_what_comes_is_told_with_its_places_in_words(self, client, site):
        session = SessionFactory(site=site, joining="places", entry__languages=["fr"])
        SeatsFactory(session=session, capacity=20, held=2)
        HostFactory(session=session, name="The Library")
        few = SessionFactory(
            site=site, joining="places", state="cancelled", entry__state="cancelled"
        )
        SeatsFactory(session=few, capacity=12, held=9)

        answer = self.asked(client).json()

        first, second = answer["sessions"]
        assert (first["places"], first["places_left"]) == ("many", 18)
        assert (second["places"], second["places_left"]) == ("last", None)
        assert second["state"] == "cancelled"
        assert first["begins"] == "2026-03-03T10:00:00+01:00"
        assert first["hosts"] == ["The Library"]
        assert answer["more"] is False

    def test_it_is_narrowed_by_day_centre_theme_and_language(self, client, site):
        day = datetime.datetime(2026, 3, 10, 9, tzinfo=datetime.UTC)
        one = SessionFactory(site=site, entry__languages=["ar"])
        two = SessionFactory(site=site, begins=day, themes=["digital"], entry__languages=["fr"])

        def codes(**query):
            return [row["code"] for row in self.asked(client, **query).json()["sessions"]]

        assert codes() == [one.code, two.code]
        assert codes(last="2026-03-03") == [one.code]
        assert codes(first="2026-03-04") == [two.code]
        assert codes(theme="digital") == [two.code]
        assert codes(language="ar") == [one.code]
        assert codes(centre="cdm-here") == [one.code, two.code]
        assert codes(page=2) == []

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ({"centre": "none"}, 404),
            ({"network": "none"}, 404),
            ({"theme": "none"}, 422),
            ({"language": "xx"}, 422),
            ({"first": "2026-02-30"}, 422),
            ({"page": "0"}, 422),
        ],
    )
    def test_what_is_not_known_is_refused(self, client, site, query, status):
        assert self.asked(client, **query).status_code == status

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_asks_as_often_for_three_as_for_one(
        self, client, site, rows, django_assert_num_queries
    ):
        for _ in range(rows):
            SeatsFactory(session=SessionFactory(site=site, joining="places"))

        with django_assert_num_queries(8):
            self.asked(client)

    def test_a_hundred_stand_in_one_answer(self, client, site, monkeypatch):
        monkeypatch.setattr("parvis.opendata.queries.MANY", 2)
        SessionFactory.create_batch(3, site=site)

        assert self.asked(client).json()["more"] is True
        assert len(self.asked(client, page=2).json()["sessions"]) == 1
