"""What desks ask and survey weeks, as lists of the office: of one's own centre only."""

import datetime

import pytest
from django.test import Client
from django.utils import translation

from parvis.accounts.models import User
from parvis.centres.models import Post
from parvis.centres.tests.factories import SiteFactory
from parvis.kernel.editing import token
from parvis.visits import actions
from parvis.visits.models import SiteSettings, SurveyWeek
from parvis.visits.tests.conftest import BY

pytestmark = pytest.mark.django_db
DESKS, WEEKS = "/office/visits/desks/", "/office/visits/weeks/"


@pytest.fixture
def near():
    return SiteFactory(kind="main", centre__name="Ici")


@pytest.fixture
def far():
    return SiteFactory(kind="main", centre__name="Ailleurs")


@pytest.fixture
def manager(near):
    user = User.objects.create_user("manager@example.org", "twelve letters", name="Mina")
    Post.objects.create(user=user, centre=near.centre, role="manager", start="2026-01-01")
    client = Client()
    client.force_login(user)
    return client


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def asks(site):
    return actions.set_up(site=site, bands=["age", "first_visit"], regime="always", by=BY).row


def test_one_sees_what_the_desks_of_ones_own_centre_ask(manager, near, far):
    mine, theirs = asks(near), asks(far)

    shown = text(manager, DESKS)

    assert f"{DESKS}{mine.pk}/" in shown
    assert f"{DESKS}{theirs.pk}/" not in shown


def test_a_desk_is_set_up_and_changed(manager, near):
    sent = {"site": near.pk, "bands": ["age"], "regime": "one_in", "one_in": "5",
            "moment": "after", "seen": ""}  # fmt: skip

    assert manager.post(f"{DESKS}new/", sent).status_code == 302

    kept = SiteSettings.objects.get()
    assert (kept.bands, kept.one_in) == (["age"], 5)


def test_a_sampling_that_cannot_be_comes_back_as_it_was_typed(manager, near):
    sent = {"site": near.pk, "regime": "one_in", "one_in": "0", "moment": "after", "seen": ""}

    answer = manager.post(f"{DESKS}new/", sent)

    assert answer.status_code in (200, 422)
    assert 'value="0"' in answer.content.decode()
    assert not SiteSettings.objects.exists()


def test_a_desk_of_elsewhere_is_not_set_up(manager, far):
    sent = {"site": far.pk, "regime": "always", "one_in": "1", "moment": "after", "seen": ""}

    manager.post(f"{DESKS}new/", sent)

    assert not SiteSettings.objects.exists()


def test_any_day_of_a_week_plans_that_week_once(manager, near):
    for _time in range(2):
        manager.post(f"{WEEKS}new/", {"site": near.pk, "monday": "2026-03-12", "seen": ""})

    assert SurveyWeek.objects.get().monday == datetime.date(2026, 3, 9)
    with translation.override("fr"):
        assert near.called in text(manager, WEEKS)


def test_a_week_is_taken_back(near):
    row = actions.ask_in_week(site=near, day=datetime.date(2026, 3, 12), by=BY).row

    actions.ask_no_more(row=row, seen=token(row), by=BY)

    assert not SurveyWeek.objects.exists()
