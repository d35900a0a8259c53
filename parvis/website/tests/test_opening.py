"""The live line of a centre: open until when, with what wait; closed, until when and why."""

import datetime

import pytest
from django.utils import translation

from parvis.accounts.actors import command
from parvis.centres.models import Closure, Hours
from parvis.centres.tests.factories import CentreFactory, PoleFactory, SiteFactory
from parvis.network.tests.factories import MembershipFactory, NetworkFactory
from parvis.partners.tests.factories import DutySessionFactory
from parvis.tallies import actions as tallies
from parvis.visits import actions
from parvis.visits.models import Day
from parvis.website.queries.opening import open_now

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC)  # Tuesday, ten o'clock in Paris
BY = command("test")


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def site():
    network = NetworkFactory(short_name={"fr": "RX", "en": "NX"})
    centre = CentreFactory(code="cdm-here", name="Cité d'ici")
    MembershipFactory(network=network, centre=centre)
    found = SiteFactory(centre=centre, kind="main")
    for weekday in range(1, 6):
        Hours.objects.create(
            site=found, weekday=weekday, opens=datetime.time(9), closes=datetime.time(17, 30)
        )
    PoleFactory(centre=centre, need="employment")
    return found


@pytest.fixture
def kept(site):
    """A site whose desk is at work today."""
    actions.open_day(site=site, by=BY)
    return site


def said(site, at=NOW, duty=None):
    with translation.override("en"):
        found = open_now([site], duty or {}, at)
        return found[site.pk].said if found else None


def waited(site, minutes, n=10, days=7):
    """So many waited so long at this hour, a week ago."""
    cell = f"{site.centre.poles.first().pk}/10/{minutes:03}"
    day = NOW.date() - datetime.timedelta(days=days)
    tallies.count(site, day, [("visits.wait", cell, n)])


def test_open_until_when_and_how_long_one_waits(kept):
    waited(kept, 10)

    assert said(kept) == "Open until 17:30, about 10 minutes’ wait"


def test_a_wait_beyond_the_last_band_is_more_than_it(kept):
    waited(kept, 60)

    assert said(kept) == "Open until 17:30, more than 30 minutes’ wait"


def test_no_wait_is_told_where_none_is_known(kept):
    assert said(kept) == "Open until 17:30"


def test_no_wait_is_told_before_the_desk_opens_its_day(site):
    Day.objects.create(site=site, centre=site.centre, date=NOW.date() - datetime.timedelta(days=1))
    waited(site, 10)

    assert said(site) == "Open until 17:30"


def test_closed_it_says_when_it_opens(kept):
    early, late = NOW.replace(hour=6), NOW.replace(hour=20)

    assert said(kept, early) == "Closed; opens at 09:00"
    assert said(kept, late) == "Closed; opens Wednesday 4 March at 09:00"


def test_a_closure_says_why_and_until_when(kept):
    Closure.objects.create(
        site=kept,
        start=NOW.date(),
        end=NOW.date() + datetime.timedelta(days=2),
        kind="works",
        reason={"en": "new lift", "fr": "ascenseur"},
    )
    assert said(kept) == "Closed (new lift); opens Friday 6 March at 09:00"

    Closure.objects.update(reason={}, end=NOW.date() + datetime.timedelta(days=500))
    assert said(kept) == "Closed (works)"


def test_a_day_that_the_desk_closed_is_over(kept):
    actions.close_day(site=kept, date=NOW.date(), by=BY)

    assert said(kept) == "Closed; opens Wednesday 4 March at 09:00"


def test_a_place_whose_desk_does_not_count_here_has_no_line(site):
    assert said(site) is None
    long_ago = NOW.date() - datetime.timedelta(days=90)
    Day.objects.create(site=site, centre=site.centre, date=long_ago)
    assert said(site) is None


def test_a_place_whose_hours_nobody_knows_has_no_line(kept):
    Hours.objects.all().delete()

    assert said(kept) is None


@pytest.mark.parametrize(
    ("state", "halt", "told"),
    [
        ("opened", "", "Open until 17:30, about 10 minutes’ wait"),
        ("opened", "away", "Open until 17:30; no counsellor at this moment"),
        ("confirmed", "late", "Open until 17:30; no counsellor at this moment"),
        ("uncovered", "", "Open until 17:30; no counsellor at this moment"),
    ],
)
def test_the_line_follows_who_is_late_away_or_missing(client, kept, state, halt, told):
    waited(kept, 10)
    DutySessionFactory(
        site=kept, pole=kept.centre.poles.first(), day=NOW.date(), state=state, halt=halt
    )

    shown = client.get("/en/cdm-here/").content.decode()
    assert shown.count(told) == 2  # above, and beside its hours


def test_the_line_of_the_page_is_in_the_readers_language(client, kept):
    waited(kept, 10)

    shown = client.get("/fr/cdm-here/").content.decode()
    assert "Ouvert jusqu’à 17:30, environ 10 minutes d’attente" in shown
