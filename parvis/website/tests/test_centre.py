"""The page of a centre: what sources say of it, and what they do not."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.centres.models import Alias, Hours, Name, Pole, SiteAlias
from parvis.centres.tests.factories import CentreFactory, SiteFactory
from parvis.network.tests.factories import (
    FactFactory,
    LabelFactFactory,
    MembershipFactory,
    NetworkFactory,
)
from parvis.partners.tests.factories import PartnerFactory
from parvis.sources.tests.factories import SourceFactory
from parvis.website import queries

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def network():
    return NetworkFactory(short_name={"fr": "RX", "en": "NX"})


@pytest.fixture
def centre(network):
    here = CentreFactory(code="cdm-here", name="Here")
    MembershipFactory(network=network, centre=here, start="2024-04-25")
    return here


def open_on(site, weekday, opens="09:00", closes="17:00", **more):
    return Hours.objects.create(site=site, weekday=weekday, opens=opens, closes=closes, **more)


def test_a_centre_nobody_knows_or_of_no_membership_has_no_page(network):
    CentreFactory(code="elsewhere")

    assert queries.centre_page(network, "nothing", TODAY) is None
    assert queries.centre_page(network, "elsewhere", TODAY) is None


def test_what_no_source_says_is_said_to_be_missing(client, centre):
    page = client.get("/en/cdm-here/").content.decode()

    for said in (
        "The poles of this centre are not recorded.",
        "street address not recorded",
        "The partners of this centre are not recorded.",
        "No source at hand dates",
        "No other member today.",
    ):
        assert said in page
    assert "Since 25 April 2024" in page


def test_poles_stand_under_the_sign_of_their_need(network, centre):
    for code in ("creation", "mobility"):
        Pole.objects.create(centre=centre, code=code, need=code, name={"en": code})

    doors = queries.centre_page(network, "cdm-here", TODAY).doors

    assert [(door.pole.code, door.sign) for door in doors] == [("creation", "E"), ("mobility", "")]


def test_hours_are_those_that_hold_today_day_by_day(client, network, centre):
    site = SiteFactory(centre=centre, kind="main", name={"en": "House"})
    note = {"en": "Closed in August."}
    open_on(site, 1, opens="09:00", closes="12:00", start="2024", note=note)
    open_on(site, 1, opens="13:30", closes="17:00", start="2024", note=note)
    open_on(site, 2, start="2024", standing="inferred")
    open_on(site, 3, end="2020")
    open_on(site, 4, start="2030")

    page = queries.centre_page(network, "cdm-here", TODAY)
    week = page.places[0].week

    assert [day.name for day in week.days] == ["lundi", "mardi"]
    assert len(week.days[0].spans) == 2
    assert week.notes == (note,)
    assert (str(week.start), week.standing) == ("2024", "inferred")
    shown = client.get("/en/cdm-here/").content.decode()
    assert "09:00 – 12:00" in shown
    assert "Closed in August." in shown


def test_weeks_that_began_apart_tell_no_common_beginning(network, centre):
    site = SiteFactory(centre=centre)
    open_on(site, 1, start="2024")
    open_on(site, 2)

    assert queries.centre_page(network, "cdm-here", TODAY).places[0].week.start is None


def test_the_main_site_comes_first_and_former_places_apart(network, centre):
    SiteFactory(centre=centre, code="bus", kind="mobile", name={"en": "Bus"})
    SiteFactory(centre=centre, code="old", kind="main", end="2020", name={"en": "Old house"})
    house = SiteFactory(centre=centre, code="house", kind="main", name={"en": "House"})
    SiteAlias.objects.create(site=house, text="The house")

    page = queries.centre_page(network, "cdm-here", TODAY)

    assert [place.site.code for place in page.places] == ["house", "bus"]
    assert [place.site.code for place in page.past_places] == ["old"]
    assert [name.text for name in page.places[0].names] == ["The house"]


def test_every_step_of_its_life_names_its_sources(network, centre):
    source = SourceFactory()
    opened = FactFactory(
        network=network, centre=centre, kind="opened", date="2025-04", is_announced=True
    )
    opened.sources.add(source)
    site = SiteFactory(centre=centre, name={"en": "House"})
    LabelFactFactory(network=network, centre=centre, date="2024-11", site=site).sources.add(source)

    page = queries.centre_page(network, "cdm-here", TODAY)

    assert [str(step.date) for step in page.steps] == ["2024-11", "2025-04"]
    assert [step.is_announced for step in page.steps] == [False, True]
    assert [step.refs for step in page.steps] == [(1,), (1,)]
    assert page.sources == (source,)
    assert page.steps[0].site == {"en": "House"}


def test_the_label_is_the_last_decision_stated(client, network, centre):
    LabelFactFactory(network=network, centre=centre, date="2020", decided=True)
    LabelFactFactory(
        network=network, centre=centre, date="2026", decided=True, decision="withdrawn", step="none"
    )

    assert queries.centre_page(network, "cdm-here", TODAY).label.sentence
    assert "Label withdrawn" in client.get("/en/cdm-here/").content.decode()


def test_neighbours_are_the_other_members_of_the_country_on_that_day(network, centre):
    MembershipFactory(network=network, centre__name="Near")
    MembershipFactory(network=network, centre__name="Gone", end="2020")
    MembershipFactory(network=network, centre__name="Abroad", centre__country="PT")
    MembershipFactory(centre__name="Of another network")

    page = queries.centre_page(network, "cdm-here", TODAY)

    assert [near.name for near in page.neighbours] == ["Near"]


def test_the_page_costs_the_same_whatever_is_known(client, network, centre):
    site = SiteFactory(centre=centre)
    asked = []
    for number in (1, 3):
        for index in range(number):
            code = f"n{number}-{index}"
            source = SourceFactory()
            Name.objects.create(centre=centre, name=code).sources.add(source)
            Alias.objects.create(centre=centre, text=code).sources.add(source)
            Pole.objects.create(centre=centre, code=code, need="digital").sources.add(source)
            PartnerFactory().centres.add(centre)
            open_on(site, number + index, start="2024").sources.add(source)
            more = SiteFactory(centre=centre)
            SiteAlias.objects.create(site=more, text=code)
            open_on(more, 1)
            FactFactory(network=network, centre=centre, kind="opened").sources.add(source)
            LabelFactFactory(network=network, centre=centre, decided=True).sources.add(source)
            MembershipFactory(network=network)
        client.get("/en/cdm-here/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/cdm-here/")
        asked.append(len(captured))

    assert asked[0] == asked[1]
