"""The directory of a network: who is counted on which day, and what a wrong question answers."""

import datetime
import html
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parvis.annualreport.queries import YearEntry
from parvis.annualreport.tests.test_queries import observe
from parvis.centres.tests.factories import CentreFactory
from parvis.network.tests.factories import LabelFactFactory, MembershipFactory, NetworkFactory
from parvis.sources.tests.factories import SourceFactory
from parvis.website import queries

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 12, 31)
IN_PARIS = {"latitude": 48.9, "longitude": 2.4, "position_standing": "stated"}
IN_LISBON = {"latitude": 38.7, "longitude": -9.4, "position_standing": "inferred"}


@pytest.fixture
def network():
    return NetworkFactory(short_name={"fr": "RX", "en": "NX"})


def member(network, name="Here", *, kind="member", start="2010", end=None, **centre):
    made = CentreFactory(name=name, **centre)
    return MembershipFactory(network=network, centre=made, kind=kind, start=start, end=end)


def seen(client, path):
    answer = client.get(path)
    return answer.status_code, html.unescape(answer.content.decode())


def numbers_on(svg):
    return sorted(int(number) for number in re.findall(r'dy="6.6"[^>]*>(\d+)</text>', svg))


def test_the_list_and_the_map_bear_the_same_numbers_largest_country_first(network):
    member(network, "Lisbon", country="PT", **IN_LISBON)
    member(network, "Paris", country="FR", **IN_PARIS)
    member(network, "Lost", country="FR")
    member(network, "Antipodes", country="FR", latitude=-40.0, longitude=-176.0)
    member(network, "Beside", kind="associate", country="PT", **IN_LISBON)

    shown = queries.directory(network, DAY)

    lines = [row for country in shown.countries for row in country.rows]
    assert [country.code for country in shown.countries] == ["FR", "PT"]
    assert [row.number for row in [*lines, *shown.associates]] == [1, 2, 3, 4, 5]
    on_map = {row.number for row in [*lines, *shown.associates] if row.on_map}
    assert set(numbers_on(shown.map)) == on_map
    assert {row.centre.name for row in lines if not row.on_map} == {"Lost", "Antipodes"}
    assert shown.count == 4
    assert shown.is_approximate


def test_a_country_alone_numbers_and_maps_only_its_own(network):
    member(network, "Lisbon", country="PT", **IN_LISBON)
    member(network, "Paris", country="FR", overseas=True, **IN_PARIS)

    shown = queries.directory(network, DAY, country="FR")

    assert [row.centre.name for country in shown.countries for row in country.rows] == ["Paris"]
    assert numbers_on(shown.map) == [1]
    assert shown.overseas == 1
    assert not shown.is_approximate


def test_associates_alone_are_on_the_map_too(network):
    member(network, kind="associate", **IN_LISBON)

    shown = queries.directory(network, DAY)

    assert numbers_on(shown.map) == [1]
    with translation.override("en"):
        assert "1 associate member" in queries.directory(network, DAY).map


def test_where_nobody_has_a_position_there_is_no_map(network):
    member(network)

    assert queries.directory(network, DAY).map == ""
    assert queries.directory(network, DAY, mapped=False).map == ""


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ((23, 1, 6), "23 members and 1 associate member in 6 countries"),
        ((1, 2, 1), "1 member and 2 associate members in 1 country"),
        ((14, 0, 0), "14 members"),
    ],
)
def test_the_tally_is_one_sentence(counted, said):
    with translation.override("en"):
        assert queries.tally(*counted) == said


def test_the_label_and_the_beginning_are_told_where_they_are_stated(client, network):
    here = member(network, "Here", start="2024-04-25", city_standing="inferred")
    LabelFactFactory(network=network, centre=here.centre, date="2024-11", decided=True)

    status, page = seen(client, "/en/centres/")

    assert status == 200
    assert "Member since 25 April 2024" in page
    assert "Operating label granted" in page
    assert "November 2024" in page
    assert "inferred" in page
    assert "not on the map" in page


def test_the_day_decides_who_is_listed_and_the_form_keeps_it(client, network):
    member(network, "Gone", end="2025-06-26")
    member(network, "Late", start="2025-09")

    _, before = seen(client, "/en/centres/?as_of=2025-06-25")
    _, after = seen(client, "/en/centres/?as_of=2025-06-27")
    _, by_month = seen(client, "/en/centres/?as_of=2025-09&country=FR")

    assert "Gone" in before
    assert 'value="2025-06-25"' in before
    assert "On 25 June 2025" in before
    assert "No member is recorded" in after
    assert "Late" in by_month
    assert "On 30 September 2025" in by_month
    assert '<option value="FR" selected>' in by_month
    assert "France: 1 member" in by_month


@time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC))
def test_without_a_day_it_is_today_and_says_how_far_the_sources_go(client, network):
    observe(network, "users-received", year=2024)
    member(network, "Here")

    _, page = seen(client, "/en/centres/")
    _, told = seen(client, "/en/centres/?as_of=2024-12-31")

    assert "On 22 November 2026" in page
    assert "tell of the network up to 31 December 2024" in page
    assert "tell of the network up to" not in told
    assert "?as_of=2026" not in page


def test_a_country_with_nobody_on_that_day_says_so_and_leads_to_all(client, network):
    member(network, "Lisbon", country="PT", start="2020")
    member(network, "Paris", country="FR", start="1993")

    status, page = seen(client, "/en/centres/?as_of=2000-01-01&country=PT")

    assert status == 200
    assert "Portugal: no member is recorded" in page
    assert 'href="/en/centres/?as_of=2000-01-01"' in page


def test_days_on_which_sources_name_only_some_say_so(client, network):
    MembershipFactory(network=network, start="1999", centre__name="Known early")
    MembershipFactory(network=network, start=None, attested="2024")

    _, early = seen(client, "/en/centres/?as_of=2005-01-01")
    _, late = seen(client, "/en/centres/?as_of=2025-01-01")

    assert "do not name every member" in early
    assert "do not name every member" not in late


@pytest.mark.parametrize("page", ["centres", "bodies"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2025-06-31", "“2025-06-31” is not a day of the calendar."),
        ("abc", "“abc” is not a date"),
        ('"><script>', "is not a date"),
        ("2999-01-01", "has not come yet"),
        ("x" * 41, "too long for a date"),
    ],
)
def test_a_bad_day_answers_a_sentence_and_keeps_what_was_typed(client, network, page, typed, said):
    answer = client.get(f"/en/{page}/", {"as_of": typed})

    shown = answer.content.decode()
    assert answer.status_code == 400
    assert said in html.unescape(shown)
    assert f'value="{html.escape(typed)}"' in shown
    assert "<script>" not in shown
    assert 'aria-invalid="true"' in shown


def test_a_country_the_network_never_was_in_is_refused_in_a_sentence(client, network):
    member(network, country="PT")

    status, page = seen(client, "/en/centres/?country=XX")

    assert status == 400
    assert "“XX” is not a country of this network" in page
    assert "Portugal" in page


def test_the_days_people_ask_about_are_those_of_the_reports(network):
    told = [YearEntry(2025, "2025", is_report=True), YearEntry(2019, "2019", is_report=False)]

    assert queries.days_told(told, datetime.date(2026, 1, 1)) == [DAY]
    assert queries.days_told(told, DAY) == []
    assert queries.last_told(told) == DAY
    assert queries.last_told([]) is None


def test_the_directory_of_another_network_stays_in_it(client, network):
    other = NetworkFactory(code="example", simulated=True, short_name={"en": "Example"})
    made = CentreFactory(code="invented", simulated=True)
    MembershipFactory(network=other, centre=made, simulated=True)

    _, page = seen(client, "/en/networks/example/centres/")

    assert 'href="/en/networks/example/invented/"' in page
    assert 'action="/en/networks/example/centres/"' in page
    assert "[simulated]" in page
    assert 'name="robots" content="noindex"' in page


def test_a_code_below_the_directory_leads_to_the_page_of_the_centre(client, network):
    assert client.get("/fr/centres/cdm-here/")["Location"] == "/fr/cdm-here/"
    elsewhere = client.get("/fr/networks/example/centres/cdm-here/")
    assert elsewhere["Location"] == "/fr/networks/example/cdm-here/"


def test_the_directory_costs_the_same_whatever_it_holds(client, network):
    asked = []
    for number in (1, 3):
        for _ in range(number):
            here = MembershipFactory(network=network)
            here.sources.add(SourceFactory())
            LabelFactFactory(network=network, centre=here.centre, decided=True)
        client.get("/en/centres/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/centres/")
        asked.append(len(captured))

    assert asked[0] == asked[1]
