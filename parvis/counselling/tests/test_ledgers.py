"""Needs to watch for, as a list of the office: a centre's own words, for its own counsellors."""

import pytest
from django.test import Client

from parvis.accounts.actors import command
from parvis.accounts.models import User
from parvis.centres.models import Post
from parvis.centres.tests.factories import CentreFactory
from parvis.counselling.actions import keep_theme
from parvis.counselling.models import Theme

pytestmark = pytest.mark.django_db
THEMES = "/office/counselling/themes/"
BY = command("test")


@pytest.fixture
def centre():
    return CentreFactory(name="Ici")


@pytest.fixture
def manager(centre):
    user = User.objects.create_user("manager@example.org", "twelve letters", name="Mina")
    Post.objects.create(user=user, centre=centre, role="manager", start="2026-01-01")
    client = Client()
    client.force_login(user)
    return client


def test_one_sees_the_needs_of_ones_own_centre(manager, centre):
    keep_theme(centre=centre, code="bus", name={"fr": "Bus du soir"}, by=BY)
    keep_theme(centre=CentreFactory(), code="creche", name={"fr": "Crèche"}, by=BY)

    shown = manager.get(THEMES).content.decode()

    assert "Bus du soir" in shown
    assert "Crèche" not in shown


def test_a_need_is_listed_under_a_code_made_of_its_name(manager, centre):
    sent = {"centre": centre.pk, "name_fr": "Bus du soir", "seen": ""}

    assert manager.post(f"{THEMES}new/", sent).status_code == 302
    kept = Theme.objects.get()
    assert (kept.code, kept.retired) == ("bus-du-soir", False)
