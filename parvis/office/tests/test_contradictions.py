"""The page on which what a report contradicts is settled."""

import datetime

import pytest

from parvis.accounts.actors import command
from parvis.accounts.models import NetworkPost, User
from parvis.annualreport.actions import record_text
from parvis.annualreport.models import Publication, Resolution
from parvis.annualreport.queries import open_for
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.network.models import Network
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db
WHY = "The minutes were signed, the draft was not."


@pytest.fixture
def network():
    network = Network.objects.create(code="made-up", name={"fr": "Réseau", "en": "Network"})
    source = Source.objects.create(
        collection="made-up", code="r", title="Rapport", kind="report", language="fr",
        covers="2030",
    )  # fmt: skip
    indicator = Indicator.objects.create(network=network, code="letters", kind="count")
    definition = Definition.objects.create(
        indicator=indicator, version=0, name={"fr": "Lettres", "en": "Letters"}
    )
    for code, value, chosen in (("a", 10, True), ("b", 12, False)):
        row = Observation.objects.create(
            network=network, code=code, indicator=indicator, definition=definition, year=2030,
            period="2030", scope="network", qualifier="exact", value=value, is_chosen=chosen,
        )  # fmt: skip
        row.sources.add(source)
    record_text(
        network=network, year=2030, slot="summary", language="fr", body="Une année de lettres.",
        signed="Parvis", sources=[source], by=command("test"),
    )  # fmt: skip
    return network


@pytest.fixture
def sign_in(client):
    def signed_in(role=None):
        user = User.objects.create_user(f"{role}@example.org", name="Someone", language="en")
        if role is not None:
            NetworkPost.objects.create(user=user, role=role, start=datetime.date(2020, 1, 1))
        client.force_login(user)
        return client

    return signed_in


PAGE = "/office/reports/2030/contradictions/"
OF_IT = "/office/networks/made-up/reports/2030/"


def key_of(network):
    (one,) = open_for(network, 2030)
    return one.key


def answer(key, choice="first", reason=WHY):
    return {f"c-{key}-choice": choice, f"c-{key}-reason": reason}


def test_one_signs_in_first(client, network):
    assert client.get(PAGE).status_code == 302
    assert client.post(f"{OF_IT}publish/").status_code == 302


@pytest.mark.parametrize("role", [None, "label-authority"])
def test_others_see_and_do_nothing(sign_in, network, role):
    client = sign_in(role)
    page = client.get(PAGE).content.decode()

    assert "Letters · 2030" in page
    assert "settle/" not in page
    key = key_of(network)
    assert client.post(f"{OF_IT}contradictions/{key}/settle/", answer(key)).status_code == 404
    assert client.post(f"{OF_IT}contradictions/{key}/reopen/").status_code == 404
    assert client.post(f"{OF_IT}publish/").status_code == 404
    assert not Resolution.objects.exists()


def test_an_editor_settles_and_does_not_publish(sign_in, network):
    client, key = sign_in("editor"), key_of(network)

    response = client.post(f"{OF_IT}contradictions/{key}/settle/", answer(key))

    assert response.url == f"{OF_IT}contradictions/#c-{key}"
    page = client.get(f"{OF_IT}contradictions/").content.decode()
    assert WHY in page
    assert "by a demonstration account" in page
    assert "publish/" not in page
    assert client.post(f"{OF_IT}publish/").status_code == 404


@pytest.mark.parametrize(
    ("choice", "reason", "told"),
    [
        ("first", "", "Say why, in a sentence."),
        ("", WHY, "Choose what holds."),
        ("first", "so there", "Say what holds and why, in a sentence."),
        ("tenth", WHY, "tenth"),
    ],
)
def test_bad_input_keeps_what_was_typed(sign_in, network, choice, reason, told):
    client, key = sign_in("coordinator"), key_of(network)

    response = client.post(
        f"{OF_IT}contradictions/{key}/settle/", answer(key, choice=choice, reason=reason)
    )
    page = response.content.decode()

    assert response.status_code == 422
    assert told in page
    assert reason in page
    assert (choice != "first") or 'value="first" id' in page
    assert (choice != "first") or "checked" in page
    assert 'role="alert"' in page
    assert not Resolution.objects.exists()


def test_what_has_changed_meanwhile_is_said(sign_in, network):
    client, key = sign_in("coordinator"), key_of(network)
    Observation.objects.filter(code="b").update(value=13)

    response = client.post(f"{OF_IT}contradictions/{key}/settle/", answer(key))

    assert response.status_code == 422
    assert "a value has changed since" in response.content.decode()


def test_reopening_and_publishing(sign_in, network):
    client, key = sign_in("coordinator"), key_of(network)
    refused = client.post(f"{OF_IT}publish/")
    assert refused.status_code == 422
    assert "1 contradiction is open" in refused.content.decode()

    client.post(f"{OF_IT}contradictions/{key}/settle/", answer(key))
    client.post(f"{OF_IT}contradictions/{key}/reopen/")
    assert key_of(network) == key
    nothing = client.post(f"{OF_IT}contradictions/{key}/reopen/")
    assert nothing.status_code == 422
    assert "Nothing was settled" in nothing.content.decode()

    client.post(f"{OF_IT}contradictions/{key}/settle/", answer(key, choice="both"))
    assert client.post(f"{OF_IT}publish/").url == f"{OF_IT}contradictions/"
    assert Publication.objects.get().is_demonstration
    page = client.get(PAGE).content.decode()
    assert "Published" in page
    assert "by a demonstration account" in page
    assert "by a demonstration account" in client.get("/en/reports/2030/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/office/reports/1999/contradictions/", "/office/networks/none/reports/2030/contradictions/"],
)
def test_what_does_not_exist_is_not_found(sign_in, network, address):
    assert sign_in("coordinator").get(address).status_code == 404


def test_the_office_leads_there(sign_in, network):
    assert f"{OF_IT}contradictions/" in sign_in("editor").get("/office/").content.decode()
