"""What the public pages show of the real network (issue 2/12, «It must show»)."""

import datetime
import html
import re

import pytest

from parvis.network.models import Network
from parvis.website import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]


@pytest.fixture
def real():
    return Network.objects.get(code="ricdm")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def codes(directory):
    return {row.centre.code for country in directory.countries for row in country.rows}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "23 members and 1 associate member in 6 countries"),
        ("fr", "23 membres et 1 membre associé dans 6 pays"),
    ],
)
def test_the_directory_of_the_end_of_2025_counts_23_and_1_in_6_countries(client, language, said):
    shown = page(client, f"/{language}/centres/?as_of=2025-12-31")

    assert said in shown
    assert "Job Center Genova" in shown
    for code in ("cdm-mayotte", "cdm-mulhouse"):
        assert f'href="/{language}/{code}/"' in shown


def test_every_centre_of_the_list_is_on_the_map_with_its_number(real):
    shown = queries.directory(real, datetime.date(2025, 12, 31))

    assert sorted(map(int, re.findall(r'dy="6.6"[^>]*>(\d+)</text>', shown.map))) == [*range(1, 25)]
    assert all(row.on_map for country in shown.countries for row in country.rows)
    assert shown.overseas == 3


def test_nord_franche_comte_is_listed_on_25_june_2025_and_no_more_on_27(client, real):
    before = queries.directory(real, datetime.date(2025, 6, 25))
    after = queries.directory(real, datetime.date(2025, 6, 27))

    assert codes(before) - codes(after) == {"cdm-nord-franche-comte"}
    assert 'href="/fr/cdm-nord-franche-comte/"' in page(client, "/fr/centres/?as_of=2025-06-25")
    assert "cdm-nord-franche-comte" not in page(client, "/fr/centres/?as_of=2025-06-27")
    assert before.is_complete
    assert after.is_complete


def test_france_alone_has_14_members_and_italy_one_beside_its_associate(client):
    france = page(client, "/en/centres/?as_of=2025-12-31&country=FR")
    assert "France: 14 members" in france
    italy = page(client, "/en/centres/?as_of=2025-12-31&country=IT")
    assert "Italy: 1 member and 1 associate member" in italy


def test_the_page_of_saint_omer_tells_three_dates_in_their_own_precision(client):
    shown = page(client, "/fr/cdm-saint-omer/")

    timeline = shown[shown.index('id="timeline"') : shown.index('id="partners"')]
    told = re.findall(r'<time datetime="([\d-]+)">([^<]+)</time>', timeline)
    assert told == [
        ("2024-04-25", "25 avril 2024"),
        ("2024-11", "novembre 2024"),
        ("2025-04", "avril 2025"),
    ]
    assert timeline.count('class="refs"') == 3


@pytest.mark.parametrize(
    ("centre", "right"),
    [
        ("cdm-nord-franche-comte", "ended with the label, on 26 June 2025"),
        ("cdm-liege", "active, with the operating label"),
    ],
)
def test_the_right_to_the_logo_follows_the_label(client, centre, right):
    assert right in page(client, f"/en/{centre}/")


def test_la_reunion_shows_its_hours_of_2019_and_the_place_that_is_planned(client):
    shown = page(client, "/en/cdm-la-reunion/")

    assert shown.count("08:30 – 16:30") == 5
    assert "no later source confirms them" in shown
    assert "Indian/Reunion" in shown
    assert "Saint-André" in shown


def test_a_former_member_keeps_its_page_and_says_since_when(client):
    shown = page(client, "/en/cdm-nord-franche-comte/")

    assert "no longer a member since 26 June 2025" in shown


@pytest.mark.parametrize(("day", "seats", "vacant"), [("2024-12-31", 5, 0), ("2025-06-28", 6, 2)])
def test_the_executive_committee_of_a_day_with_its_vacant_offices(client, real, day, seats, vacant):
    bodies = queries.bodies_on(real, datetime.date.fromisoformat(day))
    committee = next(body for body in bodies.sitting if body.code == "comex")
    shown = page(client, f"/fr/bodies/?as_of={day}")

    assert (len(committee.seats), len(committee.vacant)) == (seats, vacant)
    assert all(seat.name in shown for seat in committee.seats)
    assert shown.count('class="chair chair-vacant"') == sum(len(b.vacant) for b in bodies.sitting)


@pytest.mark.parametrize("path", ["", "centres/", "bodies/", "valombre/"])
def test_the_example_network_says_everywhere_that_it_is_invented(client, path):
    shown = page(client, f"/en/networks/example/{path}")

    assert "everything is simulated" in shown
    assert "[simulated]" in shown


def test_every_centre_ever_a_member_has_a_page(client):
    for network in Network.objects.all():
        base = "/en/" if network.code == "ricdm" else f"/en/networks/{network.code}/"
        for membership in network.memberships.select_related("centre"):
            page(client, f"{base}{membership.centre.code}/")
