import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from parvis.accounts.actors import command
from parvis.centres.models import Centre, Site
from parvis.demo.actions import simulate_days
from parvis.partners.models import Agreement
from parvis.tallies import actions as tallies
from parvis.tallies.models import Count
from parvis.visits import queries
from parvis.visits.models import Day, Ticket, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]
NOW = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture
def centre():
    return Agreement.objects.filter(simulated=True).earliest("pk").centre


@pytest.fixture
def site(centre, time_machine):
    time_machine.move_to(NOW, tick=False)
    simulate_days(centre)
    return Site.objects.get(centre=centre, kind="main", end=None)


def test_the_example_centre_has_weeks_behind_it_and_a_morning_under_way(site):
    today = queries.day_of(site)

    assert Day.objects.filter(site=site, state="closed").count() == 20
    assert today.is_open
    assert queries.totals(site, today.date).visits > 25
    assert queries.waiting(site)
    assert queries.at_desks(site)
    assert queries.set_aside(site)
    assert queries.band(site, queries.poles_at(site)[0], NOW).basis == "past"
    assert 0.5 < queries.accuracy(site).share < 1


def test_everything_in_it_is_said_to_be_simulated(site):
    assert set(Day.objects.values_list("simulated", flat=True)) == {True}
    made = Count.objects.filter(day__year__gte=2026)
    assert set(made.values_list("simulated", flat=True)) == {True}


def test_counts_and_rows_agree(site):
    for day in Day.objects.filter(site=site):
        assert tallies.recount(site=site, day=day.date, by=command("test")) == {}


def test_made_again_the_same_day_nothing_changes(site, centre):
    before = Visit.objects.count(), Ticket.objects.count(), Count.objects.count()

    simulate_days(centre)

    assert (Visit.objects.count(), Ticket.objects.count(), Count.objects.count()) == before


def test_just_after_midnight_the_day_has_hardly_begun(centre):
    simulate_days(centre, at=datetime.datetime(2026, 11, 24, 23, 1, tzinfo=datetime.UTC))

    assert Visit.objects.filter(at__isnull=False).count() in (1, 31)


def test_a_real_centre_has_no_day_made_up(centre):
    real = Centre.objects.create(
        code="real", name="Real", country="FR", city="Ville", time_zone="Europe/Paris"
    )
    with pytest.raises(ValueError, match="real"):
        simulate_days(real)

    site = Site.objects.create(centre=real, code="main", kind="main")
    with pytest.raises(IntegrityError), transaction.atomic():
        Count.objects.create(
            site=site, centre=real, simulated=True, day=NOW.date(), measure="a.b", cell="c", n=1
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
