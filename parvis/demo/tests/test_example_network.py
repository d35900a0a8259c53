"""The example network is alive: hours to come, teams, agreements, a departure; all made up."""

import datetime

import pytest

from parvis.centres.models import Centre, Site, SpecialDay, TeamMember
from parvis.centres.queries import calendars, public_teams
from parvis.demo.actions import load_networks
from parvis.network.models import Network
from parvis.network.queries import label_alerts
from parvis.partners.enums import AgreementStatus
from parvis.partners.models import Agreement, Contribution
from parvis.partners.queries import agreements, balance_sheets, ending, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]
DAY = datetime.date(2026, 11, 23)


def test_everything_a_centre_keeps_itself_is_made_up():
    assert Agreement.objects.filter(simulated=False).count() == 0
    assert not SpecialDay.objects.filter(site__centre__simulated=False).exists()
    assert not TeamMember.objects.filter(centre__simulated=False).exists()
    assert all(member.name.endswith("(exemple)") for member in TeamMember.objects.all())
    assert not TeamMember.objects.exclude(email="", phone="").exists()


def test_loading_again_changes_nothing():
    outcomes = load_networks()

    assert [(outcome.created, outcome.changed) for outcome in outcomes] == [(0, 0), (0, 0)]


def test_agreements_stand_at_every_stage_of_their_life():
    stages = {status(agreement, DAY) for agreement in agreements()}

    assert {"negotiation", "active", "review", "signed"} <= stages
    assert AgreementStatus.PROSPECT not in stages
    assert ending(Centre.objects.filter(simulated=True), DAY).exists()


def test_a_centre_has_balance_sheets_with_lines():
    centre = Contribution.objects.filter(year=2025).earliest("pk").agreement.centre

    assert any(sheet.totals for sheet in balance_sheets(centre, 2025))


def test_the_end_of_the_year_is_read_site_by_site():
    sites = Site.objects.select_related("centre").filter(centre__simulated=True, kind="main")
    found = calendars(sites, DAY, datetime.date(2027, 1, 31))

    assert all(not found[site.pk].on(datetime.date(2026, 12, 28)).openings for site in sites)
    reunion = next(site for site in sites if site.region == "974")
    (said,) = [found[reunion.pk].on(datetime.date(2024, 12, 20)).reason]
    assert said["fr"] == "Abolition de l'esclavage"


def test_two_poles_depart_from_a_principle_and_the_label_authority_reads_it():
    network = Network.objects.get(simulated=True)

    assert {alert.principle for alert in label_alerts(network, DAY)} == {"R01", "R04"}


def test_a_team_shows_its_functions_and_the_names_of_those_who_agreed():
    centre = Centre.objects.filter(simulated=True).earliest("pk")

    shown = public_teams([centre], DAY)[centre.pk]

    assert sorted(bool(member.name) for member in shown) == [False, True, True]
