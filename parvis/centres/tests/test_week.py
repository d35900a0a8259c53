"""The week of a site in the office, and how today stands on the home."""

import datetime

import pytest
from django.utils import timezone

from parvis.accounts.models import User
from parvis.centres.models import Hours, Post, SpecialDay
from parvis.centres.queries.opening import week_token
from parvis.centres.tests.factories import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory(kind="main", centre__name="Ici")


@pytest.fixture
def manager(client, site):
    user = User.objects.create_user("manager@example.org", "twelve letters", name="Mina")
    Post.objects.create(user=user, centre=site.centre, role="manager", start="2026-01-01")
    client.force_login(user)
    return user


def _here(site):
    return f"/office/centres/sites/{site.pk}/week/"


def _typed(site, **more):
    return {
        "since": "2027-03-01",
        "seen": week_token(site),
        "open-1": "9-12:30, 13:30-17",
        "appointment-2": "14-16",
    } | more


def test_a_week_is_drawn_up_and_taken_back(client, manager, site):
    page = client.post(_here(site), _typed(site), follow=True).content.decode()

    found = [
        (row.weekday, f"{row.opens:%H:%M}", row.by_appointment)
        for row in Hours.objects.order_by("weekday", "opens")
    ]
    assert found == [(1, "09:00", False), (1, "13:30", False), (2, "14:00", True)]
    assert [one.title for one in Hours.objects.first().sources.all()] == ["Ici"]

    undo = page.split(f'action="{_here(site)}back/')[1].split('"')[0]
    client.post(f"{_here(site)}back/{undo}")
    assert not Hours.objects.exists()


def test_the_same_week_again_changes_nothing(client, manager, site):
    client.post(_here(site), _typed(site), follow=True)

    page = client.post(_here(site), _typed(site), follow=True).content.decode()

    assert "back/" not in page
    assert Hours.objects.count() == 3


def test_openings_that_overlap_are_refused_with_what_was_typed(client, manager, site):
    response = client.post(_here(site), _typed(site, **{"open-1": "9-13, 12-15"}))

    assert response.status_code == 422
    assert "9-13, 12-15" in response.content.decode()
    assert not Hours.objects.exists()


def test_special_days_to_come_are_said_before_it_is_recorded(client, manager, site):
    SpecialDay.objects.create(site=site, day=datetime.date(2027, 3, 3), openings=[])

    assert client.post(_here(site), _typed(site)).status_code == 422
    assert not Hours.objects.exists()

    client.post(_here(site), _typed(site, heeded="on"))
    assert Hours.objects.count() == 3


def test_whoever_comes_second_is_told(client, manager, site):
    typed = _typed(site)
    Hours.objects.create(site=site, weekday=5, opens="09:00", closes="10:00")

    response = client.post(_here(site), typed)

    assert response.status_code == 422
    assert Hours.objects.count() == 1


def test_another_centres_week_does_not_exist(client, manager):
    far = SiteFactory(kind="main", centre__name="Ailleurs")

    assert client.get(_here(far)).status_code == 404
    assert client.post(_here(far), _typed(far)).status_code == 404
    assert client.post(f"{_here(far)}back/1-2/").status_code == 404


def test_lines_of_another_site_are_not_put_back(client, manager, site):
    other = SiteFactory(kind="relay", centre=site.centre, code="other")
    page = client.post(_here(other), _typed(other), follow=True).content.decode()
    undo = page.split(f'action="{_here(other)}back/')[1].split('"')[0]

    assert client.post(f"{_here(site)}back/{undo}").status_code == 404
    assert Hours.objects.count() == 3


def test_what_was_changed_since_is_not_put_back(client, manager, site):
    page = client.post(_here(site), _typed(site), follow=True).content.decode()
    undo = page.split(f'action="{_here(site)}back/')[1].split('"')[0]
    Hours.objects.filter(weekday=1).update(closes="18:00")

    page = client.post(f"{_here(site)}back/{undo}", follow=True).content.decode()

    assert "toast-warning" in page
    assert Hours.objects.count() == 3


def test_whoever_only_reads_sees_the_days_and_no_form(client, site):
    user = User.objects.create_user("desk@example.org", "twelve letters", name="Dora")
    Post.objects.create(user=user, centre=site.centre, role="reception", start="2026-01-01")
    client.force_login(user)

    page = client.get(_here(site)).content.decode()

    assert 'class="days"' in page
    assert 'name="since"' not in page
    assert client.post(_here(site), _typed(site)).status_code == 404


def test_the_home_says_how_today_runs(client, manager, site):
    day = timezone.localdate() + datetime.timedelta(days=3)
    SpecialDay.objects.create(site=site, day=day, openings=[], reason={"fr": "Inventaire"})

    page = client.get("/office/").content.decode()

    assert _here(site) in page
    assert "Inventaire" in page


def test_the_home_of_a_centre_without_a_site_says_what_to_do(client, manager, site):
    site.end = "2020"
    site.save()

    assert "/office/centres/sites/new/" in client.get("/office/").content.decode()
