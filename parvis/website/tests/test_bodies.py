"""Bodies as of a day, and the cards of the home."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.annualreport.contradictions import gather
from parvis.annualreport.models import Publication
from parvis.annualreport.queries import YearEntry
from parvis.governance.tests.factories import BodyFactory, MandateFactory, OfficeFactory
from parvis.network.tests.factories import NetworkFactory
from parvis.sources.tests.factories import SourceFactory
from parvis.website import queries

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 6, 28)


@pytest.fixture
def network():
    return NetworkFactory(short_name={"fr": "RX", "en": "NX"})


def sits(body, name, **more):
    office = OfficeFactory(body=body, name={"en": f"Office of {name}"})
    return MandateFactory(office=office, person__network=body.network, person__name=name, **more)


def test_who_sits_since_when_and_what_is_vacant(client, network):
    body = BodyFactory(network=network, name={"en": "Board"})
    sits(body, "Ada", start="2025-06-27").sources.add(SourceFactory())
    sits(body, "Grace", start=None, attested="2024")
    sits(body, "Gone", end="2025-06-27")

    page = client.get("/en/bodies/?as_of=2025-06-28").content.decode()

    assert "2 people sit, 1 office is vacant" in page
    assert "Since 27 June 2025" in page
    assert "beginning not stated; shown in 2024" in page
    assert page.index("vacant</strong>") < page.index("Office of Gone")
    assert "<strong>Gone</strong>" not in page


def test_an_office_is_vacant_only_where_the_body_is_known_to_have_sat(network):
    OfficeFactory(body__network=network)

    shown = queries.bodies_on(network, DAY)

    assert shown.sitting == ()
    assert [block.vacant for block in shown.silent] == [()]


def test_a_network_without_bodies_says_so(client, network):
    assert "No body of this network is recorded." in client.get("/en/bodies/").content.decode()


def test_the_bodies_cost_the_same_whatever_they_hold(client, network):
    asked = []
    for number in (1, 3):
        for _ in range(number):
            body = BodyFactory(network=network)
            sits(body, f"P{number}").sources.add(SourceFactory())
        client.get("/en/bodies/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/bodies/")
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_the_home_says_draft_until_the_report_of_the_facts_is_published(network):
    entries = [YearEntry(2026, "2026", is_report=False), YearEntry(2025, "2025", is_report=True)]
    home = queries.network_home(network, DAY, entries)
    assert home.latest.entry.year == 2025
    assert not home.latest.is_published

    Publication.objects.create(
        network=network,
        year=2025,
        fingerprint="0" * 64,
        by="staff:1",
        at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    assert not queries.network_home(network, DAY, entries).latest.is_published  # facts moved since
    Publication.objects.update(fingerprint=gather(network, 2025).fingerprint())
    assert queries.network_home(network, DAY, entries).latest.is_published
    assert queries.network_home(network, DAY, []).latest is None
