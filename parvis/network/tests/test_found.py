"""A centre founded on one page."""

import re

import pytest

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Centre, Hours, Pole
from parvis.centres.tests.factories import PoleFactory
from parvis.network.models import Membership
from parvis.network.tests.factories import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db

HERE = "/office/network/found/"


@pytest.fixture
def network():
    return NetworkFactory()


@pytest.fixture
def coordinator(client):
    user = User.objects.create_user("network@example.org", "twelve letters", name="Nadia")
    NetworkPost.objects.create(user=user, role="coordinator", start="2026-01-01")
    client.force_login(user)
    return user


def _typed(network, **more):
    return {
        "network": network.pk,
        "name": "Maison des chemins",
        "city": "Bruyères",
        "country": "FR",
        "kind": "member",
        "since": "2027-01-04",
        "open-1": "9-12:30, 13:30-17",
        "open-4": "9-12",
        "need-1": "orientation",
        "pole-1_fr": "Choisir sa voie",
        "need-2": "training",
        "need-3": "digital",
    } | more


def test_stands_whole(client, coordinator, network):
    assert client.post(HERE, _typed(network)).status_code == 302

    centre = Centre.objects.get()
    assert (centre.code, centre.time_zone) == ("maison-des-chemins", "Europe/Paris")
    assert Hours.objects.count() == 3
    assert {pole.need: pole.letter for pole in Pole.objects.all()} == {
        "orientation": "A",
        "training": "B",
        "digital": "",
    }
    assert str(Membership.objects.get().start) == "2027-01-04"
    assert [one.title for one in centre.sources.all()] == ["Maison des chemins"]


def test_a_second_of_the_same_name_is_asked_about_and_gets_a_code_of_its_own(
    client, coordinator, network
):
    client.post(HERE, _typed(network))

    assert client.post(HERE, _typed(network)).status_code == 422
    assert Centre.objects.count() == 1
    client.post(HERE, _typed(network, heeded="on"))

    assert set(Centre.objects.values_list("code", flat=True)) == {
        "maison-des-chemins",
        "maison-des-chemins-2",
    }


def test_the_same_city_is_said(client, coordinator, network):
    MembershipFactory(network=network, centre__name="Autre", centre__city="bruyeres")

    page = client.post(HERE, _typed(network))

    assert page.status_code == 422
    assert "Autre" in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"since": "2027-02-31"},
        {"open-1": "9-12, 11-14"},
        {"open-1": "morning"},
        {"country": "ES"},
        {"need-2": "orientation"},
        {"need-1": "", "pole-1_fr": "Sans besoin"},
        {"network": "0"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(client, coordinator, network, wrong):
    response = client.post(HERE, _typed(network) | wrong)

    assert response.status_code == 422
    assert "Bruyères" in response.content.decode()
    assert not Centre.objects.exists()


def test_what_the_database_refuses_comes_back_as_a_sentence(client, coordinator, network):
    response = client.post(HERE, _typed(network, name="<b>gras</b>"))

    assert response.status_code in (302, 422)
    assert "Traceback" not in response.content.decode()


def test_a_country_with_several_zones_takes_the_one_chosen(client, coordinator, network):
    client.post(HERE, _typed(network, country="ES", time_zone="Atlantic/Canary"))

    assert Centre.objects.get().time_zone == "Atlantic/Canary"


def test_only_whoever_keeps_the_directory_founds(client, network):
    user = User.objects.create_user("none@example.org", "twelve letters", name="Nino")
    NetworkPost.objects.create(user=user, role="treasurer", start="2026-01-01")
    client.force_login(user)

    assert client.get(HERE).status_code == 404
    assert client.post(HERE, _typed(network)).status_code == 404


def test_the_page_opens(client, coordinator, network):
    page = client.get(HERE).content.decode()

    assert 'name="open-7"' in page
    assert 'name="pole-3_en"' in page


def _undo(client, response):
    page = client.get(response.headers["Location"]).content.decode()
    return re.search(r'action="(/office/network/found/\d+-\d+/back/)"', page)[1]


def test_a_centre_founded_by_mistake_is_taken_back_whole(client, coordinator, network):
    undo = _undo(client, client.post(HERE, _typed(network)))

    assert client.post(undo).headers["Location"] == HERE
    assert not Centre.objects.exists()
    assert not Hours.objects.exists()
    assert not Membership.objects.exists()
    assert client.post(undo).headers["Location"] == HERE


def test_what_was_added_since_is_not_lost_with_it(client, coordinator, network):
    undo = _undo(client, client.post(HERE, _typed(network)))
    PoleFactory(centre=Centre.objects.get(), need="mobility", code="mobility")

    client.post(undo)

    assert Centre.objects.get().poles.count() == 4


def test_nobody_else_takes_it_back_and_nothing_else_is(client, coordinator, network):
    undo = _undo(client, client.post(HERE, _typed(network)))
    other = User.objects.create_user("other@example.org", "twelve letters", name="Omar")
    NetworkPost.objects.create(user=other, role="coordinator", start="2026-01-01")
    client.force_login(other)

    assert client.post(undo).status_code == 404
    assert client.post("/office/network/found/1-1/back/").status_code == 404
    assert Centre.objects.exists()
